"""Why, in full: every warning once, those that decide first; beside a call to make now no calmer one speaks."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.engine import triage
from app.rules.load import content
from app.telling.why import explained
from tests.rules.people import random_answers


@given(seed=st.integers(0, 10_000))
@settings(max_examples=200, deadline=None)
def test_every_warning_is_explained_once_and_only_a_calmer_one_beside_a_call_is_silent(seed: int) -> None:
    outcome = triage(random_answers(content(), seed, asked=0.8, calm=0.6))
    found = explained(outcome)
    assert [one.rule for one in (*found.deciding, *found.lesser)] == [warning.rule for warning in outcome.warnings]
    assert {one.rule.tier for one in found.deciding} <= {outcome.tier.id}
    assert outcome.tier.id not in {one.rule.tier for one in found.lesser}
    assert all(one.because == one.rule.because for one in found.deciding)
    assert all((one.because is None) == outcome.tier.calls for one in found.lesser)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_what_fired_only_because_it_was_not_asked_says_so(seed: int) -> None:
    answers = random_answers(content(), seed, asked=0.5, calm=0.6)
    found = explained(triage(answers))
    for one in (*found.deciding, *found.lesser):
        assert one.answered == any(reason.question.id in answers for reason in one.reasons)
