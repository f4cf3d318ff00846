"""The small part of `make fuzz`: the same requests every time, in seconds. docs/reliability.md has the large one."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from app.rules.answers import Answers
from app.rules.cases.case import USUAL
from app.rules.engine import triage
from tests.fuzz import __main__ as fuzz
from tests.fuzz import raw, visits
from tests.fuzz.counted import made, plain
from tests.fuzz.site import Site, apps

SMALL = settings(
    deadline=None, derandomize=True, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


def test_a_site_used_in_any_order_does_not_break() -> None:
    before = sum(app.total for app in apps())
    run_state_machine_as_test(Site, settings=settings(SMALL, max_examples=18, stateful_step_count=30))
    assert sum(app.total for app in apps()) - before > 300


def test_raw_bytes_at_every_address_do_not_break_it() -> None:
    counted = plain()
    assert {route for route, _ in raw.targets(counted)} == {rule.rule for rule in counted.app.url_map.iter_rules()}
    raw.ask_many(counted, seed=11, requests=1000)
    assert counted.total == 1000
    assert min(counted.statuses[200], counted.statuses[400]) > 100  # not all is turned away at the door


def test_whole_visits_of_people_of_all_kinds_do_not_break_it() -> None:
    counted = plain()
    visits.visit_many(counted, seed=7, visits=20)
    assert min(counted.statuses[200], counted.statuses[300]) > 300
    assert counted.statuses[400] > 3  # some chose nothing


def test_visits_find_a_result_that_is_not_that_of_the_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "triage", lambda answers: triage(Answers(USUAL)))
    with pytest.raises(AssertionError, match=r"\['emergency_now'\] for"):
        visits.visit_many(plain(), seed=7, visits=20)


def test_it_finds_a_page_that_fails_at_the_end_of_a_check(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.result import views

    def fails(*_: object) -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr(views, "glance", fails)
    with pytest.raises(Exception, match="on purpose"):
        run_state_machine_as_test(Site, settings=settings(SMALL, max_examples=25, stateful_step_count=30))


def test_it_finds_a_link_that_gives_another_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.visit import mark

    monkeypatch.setattr(mark, "is_of", lambda own: True)
    with pytest.raises(AssertionError, match="of another visit"):
        run_state_machine_as_test(Site, settings=settings(SMALL, max_examples=40, stateful_step_count=30))


def test_it_finds_a_form_that_changes_another_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.check import views

    monkeypatch.setattr(views, "is_another", lambda: False)
    with pytest.raises(AssertionError, match=r"a form at /check/[a-z_]+ of another visit"):
        run_state_machine_as_test(Site, settings=settings(SMALL, max_examples=40, stateful_step_count=30))


def test_a_status_of_a_fault_is_a_failure() -> None:
    counted = made(TESTING=False, PROPAGATE_EXCEPTIONS=False)

    @counted.app.get("/fault")
    def fault() -> str:
        raise RuntimeError

    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/fault", "SERVER_NAME": "localhost", "SERVER_PORT": "80",
               "wsgi.url_scheme": "http", "wsgi.errors": None, "wsgi.input": None}  # fmt: skip
    with pytest.raises(AssertionError, match="500"):
        raw.ask(counted, environ)
    assert counted.statuses == {500: 1}


@pytest.mark.parametrize(("requests", "faults", "bound"), [(200_000, 0, "1.5e-05"), (3_000_000, 0, "1.0e-06")])
def test_the_bound_is_the_rule_of_three(requests: int, faults: int, bound: str) -> None:
    assert f"{fuzz.bound(requests):.1e}" == bound
