"""Schemathesis makes requests from the OpenAPI document, good and bad, and holds the API to its word.

What fits the schema must be answered with an outcome that fits its schema; what does not must be refused with a
problem; nothing may break. In process, the same requests every time, and not too many.
"""

from traceback import format_exception

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzz import api

SMALL = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_the_api_keeps_its_word() -> None:
    asked = api.counted()

    @SMALL
    @given(case=api.cases(asked))
    def keeps_it(case: object) -> None:
        api.ask(case)  # type: ignore[arg-type]  # what schemathesis makes

    keeps_it()
    assert asked.statuses[200] > 10 and asked.statuses[400] > 10  # good and bad, and both are met


def test_it_finds_an_answer_that_is_not_as_the_document_says(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.api import views

    monkeypatch.setattr(views, "outcome_for", lambda *_: {"tier": "none"})

    @SMALL
    @given(data=st.data())
    def keeps_it(data: st.DataObject) -> None:
        api.ask(data.draw(cases))

    cases = api.cases(api.counted())
    with pytest.raises(BaseExceptionGroup) as found:
        keeps_it()
    assert "Response violates schema" in "".join(format_exception(found.value))
