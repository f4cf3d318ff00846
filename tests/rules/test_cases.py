"""Worked cases: what ships, what is refused when a clinic writes its own, and how the rates are counted."""

import os
from collections import Counter
from pathlib import Path

import pytest

from app.rules.answers import read_answers
from app.rules.cases.case import USUAL, Case
from app.rules.cases.measure import GROUPS, Result, measure, rates, report
from app.rules.cases.reading import SHIPPED, read
from app.rules.load import content

CASE = """
[[case]]
id = "one"
condition = "infection"
facts = "Hot since this morning, and the back aches."
answers.fever = ["fever"]
least = "same_day"
reason = "A fever with back pain is looked at today."
sources = ["nhs-back-pain"]
"""


def folder_with(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text)
    return folder


def case(**changed: object) -> Case:
    given = {"id": "one", "condition": "infection", "facts": "f", "least": "same_day", "reason": "r", "judgement": "me"}
    return Case(**{**given, **changed})  # type: ignore[arg-type]


SHIPPED_CASES = read(SHIPPED, content()).cases
INQUIRIES = [one for one in SHIPPED_CASES if one.went_wrong]


def test_everything_shipped_can_be_used_and_none_is_under_or_over_triaged() -> None:
    found = read(SHIPPED, content())
    assert found.problems == ()
    assert len(found.cases) >= 150
    assert [one.case.id for one in measure(found.cases, content()) if one.under or one.over] == []


def test_what_a_case_leaves_out_is_a_whole_calm_answer_to_every_question() -> None:
    assert list(USUAL) == [question.id for question in content().questions]
    assert read_answers(content(), USUAL) == case().said()
    for question in content().questions:
        calmest = [option.value for option in question.option if option.calmest]
        if question.id not in ("respondent", "duration", "checked", "otc"):
            assert list(USUAL[question.id]) == calmest


def test_all_tiers_and_all_who_answer_are_among_the_shipped_cases() -> None:
    tiers = Counter(one.least for one in SHIPPED_CASES)
    assert set(tiers) == set(content().tier) and min(tiers.values()) >= 10
    who = Counter(one.who for one in SHIPPED_CASES)
    assert set(who) == {"patient", "together", "caregiver"} and min(who.values()) >= 9
    assert len({one.condition for one in SHIPPED_CASES}) >= 12


def test_facts_are_a_sentence_or_two() -> None:
    for one in SHIPPED_CASES:
        assert 1 <= len([part for part in one.facts.split(". ") if part]) <= 2, one.id
        assert one.facts.endswith("."), one.id


def test_calm_cases_say_how_urgent_is_too_urgent() -> None:
    assert [one.id for one in SHIPPED_CASES if one.least in ("routine", "self_care") and one.most is None] == []


def test_at_least_twelve_cases_rest_on_inquiries_each_with_name_year_and_how_far_it_was_read() -> None:
    used = {key for one in INQUIRIES for key in one.sources}
    reports = {key: source for key, source in read(SHIPPED, content()).sources.items() if key in used}
    assert len(INQUIRIES) >= 12
    assert len(used) >= 12
    for one in INQUIRIES:
        (key,) = one.sources
        assert reports[key].title and reports[key].year, one.id
        assert reports[key].read == "own" or reports[key].note, f"{one.id}: say what was read in the report's place"
    assert len(reports) == len(used)


REFUSED = {
    "tier": (CASE.replace('"same_day"', '"today"'), "least must be one of"),
    "most": (CASE + 'most = "self_care"\n', "most is less urgent than least"),
    "source": (CASE.replace("nhs-back-pain", "somebody"), "'somebody' is not a source"),
    "neither": (CASE.replace('sources = ["nhs-back-pain"]', ""), "give its sources, or name whose judgement"),
    "both": (CASE + 'judgement = "me"\n', "and not both"),
    "answer": (CASE.replace('"fever"]', '"feverish"]'), "unknown_value at fever"),
    "voice": (CASE + 'answers.bladder_saddle = ["nothing_seen"]\n', "unknown_value at bladder_saddle"),
    "question": (CASE + 'not_asked = ["feever"]\n', "'feever' is not a question"),
    "stop": (CASE + 'stops_after = "feever"\n', "'feever' is not a question"),
    "unasked": (CASE + 'stops_after = "awake"\n', "fever is answered and not asked"),
    "reason": (CASE.replace("A fever with back pain is looked at today.", " "), "reason is empty"),
    "twice": (CASE + CASE, "this id stands twice"),
    "key": (CASE + 'moost = "soon"\n', "moost"),
    "toml": (CASE + "most = \n", "line"),
    "empty": ("# nothing yet\n", "there is no [[case]] in it"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_used_is_named_and_the_rest_is_still_used(what: str, tmp_path: Path) -> None:
    text, said = REFUSED[what]
    good = CASE.replace('"one"', '"two"')
    found = read(folder_with(tmp_path, bad=text, good=good), content())
    assert [one.id for one in found.cases] == ["two"]
    assert found.problems and all(problem.startswith("bad.toml: ") for problem in found.problems)
    assert said in " ".join(found.problems)


def test_no_file_is_passed_over_in_silence(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    folder_with(tmp_path / "below", deep=CASE)
    (tmp_path / "UPPER.TOML").write_bytes(b"\xef\xbb\xbf" + CASE.replace('"one"', '"upper"').encode())
    (tmp_path / "cases.tml").write_text(CASE)
    (tmp_path / "latin.toml").write_bytes("# caf\xe9".encode("latin-1"))
    (tmp_path / "gone.toml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "linked").symlink_to(tmp_path / "below", target_is_directory=True)
    os.mkfifo(tmp_path / "pipe.toml")
    found = read(tmp_path, content())
    assert sorted(one.id for one in found.cases) == ["one", "upper"]
    named = {problem.split(":")[0] for problem in found.problems}
    assert named == {"cases.tml", "latin.toml", "gone.toml", "linked", "pipe.toml"}


def test_a_folder_without_a_file_is_a_problem(tmp_path: Path) -> None:
    assert "there is no file of cases" in read(tmp_path, content()).problems[0]


def test_a_case_may_use_a_source_of_any_file_of_its_folder(tmp_path: Path) -> None:
    source = '[source.audit]\nbody = "Our clinic"\ntitle = "Audit"\nread = "own"\n'
    found = read(folder_with(tmp_path, a=CASE.replace("nhs-back-pain", "audit"), b=source), content())
    assert found.problems == () and len(found.cases) == 1


def test_questions_that_were_not_asked_have_no_answer() -> None:
    said = case(answers={"fever": ("fever",)}, not_asked=("weight", "limbs")).said()
    assert "weight" not in said and "limbs" not in said and said["fever"] == ("fever",)
    assert list(case(stops_after="breathing").said()) == ["respondent", "breathing"]


def measured(*cases: Case) -> tuple[Result, ...]:
    return measure(cases, content())


def test_under_over_and_exact_are_told_apart() -> None:
    fever = {"fever": ("fever",)}
    under, over, exact, more = measured(
        case(answers=fever, least="emergency_now"),
        case(answers=fever, least="self_care", most="soon"),
        case(answers=fever, least="same_day", most="same_day"),
        case(answers=fever, least="soon"),
    )
    assert (under.found, under.under, under.over, under.exact) == ("same_day", True, False, False)
    assert (over.under, over.over, over.exact) == (False, True, False)
    assert (exact.under, exact.over, exact.exact) == (False, False, True)
    assert (more.under, more.over, more.exact) == (False, False, False)


def test_the_rates_count_each_case_once_in_each_sort_of_group() -> None:
    results = measure(SHIPPED_CASES, content())
    for group in GROUPS:
        assert sum(rate.cases for rate in rates(results, group)) == len(results)
    assert [rate.name for rate in rates(results, "tier")] == [tier.id for tier in content().tiers]


def test_the_report_names_who_ends_otherwise_than_they_may() -> None:
    lines = list(
        report(
            measured(
                case(id="calm", answers={"respondent": ("caregiver",)}, least="soon"),
                case(id="hot", answers={"fever": ("fever",)}, least="soon", most="soon"),
            )
        )
    )
    assert lines[-2:] == [
        "UNDER-TRIAGE: calm: self_care is less urgent than soon",
        "over-triage: hot: same_day is more urgent than soon",
    ]
    everyone = next(line for line in lines if line.startswith("all "))
    assert everyone.split() == ["all", "2", "1", "(50.0%)", "1", "(50.0%)", "0", "(0.0%)"]
    assert any(line.split()[:3] == ["caregiver", "1", "1"] for line in lines)
