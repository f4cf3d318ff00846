"""/clinic with two codes: what changed, in words, what got worse first."""

import re

import pytest

from app.clinic.compare import Comparison, compare
from app.clinic.opening import open_code
from app.rules.answers import Answers
from app.rules.load import content
from app.rules.shape import NOT_SURE
from tests.clinic.codes import BAD_CODES, CALM_ANSWERS, NOW, THEN, changed, code_of
from tests.rules.people import crowd
from tests.visitor import Visitor


def compared(then: Answers, now: Answers) -> Comparison:
    return compare(open_code(code_of(then, THEN)), open_code(code_of(now, NOW)))


def named(changes) -> list[str]:
    return [change.question.id for change in changes]


@pytest.mark.parametrize(
    ("question", "calmer", "graver"),
    [
        ("severity", ("moderate",), ("severe",)),
        ("breathing", ("slow",), ("a_bit_worse",)),
        ("bladder_saddle", ("none",), ("leak_pee",)),
        ("fever", ("none",), ("not_sure",)),
        ("belly", ("burn",), ("burn", "side_pain")),
        ("risk", ("none",), ("steroids",)),
        ("risk", ("age_65",), ("age_65", "weak_immune")),
    ],
)
def test_what_makes_care_more_urgent_is_worse_and_back_again_is_better(question, calmer, graver) -> None:
    one, other = changed(**{question: calmer}), changed(**{question: graver})
    assert named(compared(one, other).worse) == [question]
    assert named(compared(other, one).better) == [question]


@pytest.mark.parametrize("question", [one.id for one in content().questions if NOT_SURE in one.values])
def test_what_nobody_is_sure_of_is_never_better(question) -> None:
    asked = content().question[question]
    for option in asked.option:
        if option.value in asked.offered["patient"]:
            then, now = changed(**{question: (option.value,)}), changed(**{question: (NOT_SURE,)})
            assert not compared(then, now).better


def test_an_answer_may_be_worse_only_beside_the_others() -> None:
    """Weak bones alone change nothing; after a fall without more pain they do."""
    fallen = changed(fall=("fall_no_change",))
    assert named(compared(fallen, changed(fall=("fall_no_change",), risk=("osteoporosis",))).worse) == ["risk"]


def test_the_most_urgent_comes_first() -> None:
    now = changed(severity=("severe",), limbs=("weak_both",), belly=("lump",))
    assert named(compared(CALM_ANSWERS, now).worse) == ["limbs", "belly", "severity"]


def test_what_is_neither_stands_between() -> None:
    now = changed(location=("upper",), mobility=("bed",), usual=("cramps",), respondent=("caregiver",))
    assert named(compared(CALM_ANSWERS, now).changed) == ["respondent", "location", "mobility", "usual"]


def test_what_was_asked_only_once_is_neither_worse_nor_better() -> None:
    less = Answers({question: said for question, said in CALM_ANSWERS.items() if question not in ("fever", "usual")})
    assert named(compared(CALM_ANSWERS, less).asked_once) == ["fever", "usual"]
    assert named(compared(less, changed(fever=("fever",))).asked_once) == ["fever", "usual"]


def test_the_earlier_code_is_then_whichever_comes_first() -> None:
    one, other = open_code(code_of(CALM_ANSWERS, THEN)), open_code(code_of(changed(severity=("severe",)), NOW))
    assert compare(one, other) == compare(other, one)


def test_every_question_stands_in_one_group_or_was_never_asked() -> None:
    people = list(crowd(content(), 60))
    for then, now in zip(people, people[7:], strict=False):
        found = compared(then, now)
        groups = (found.worse, found.changed, found.asked_once, found.better)
        seen = [change.question.id for group in groups for change in group] + [one.id for one in found.same]
        assert sorted(seen) == sorted({*then, *now})


# --- the page ---


def test_the_page_shows_both_results_and_every_change_in_words(visitor: Visitor) -> None:
    now = changed(respondent=("caregiver",), severity=("severe",), otc=("prescribed_no_help",), checked=("changed",))
    then = changed(checked=("no",))
    page = visitor.post("/clinic", {"code_then": code_of(then, THEN), "code_now": code_of(now, NOW)})
    assert (page.status, page.path, page.h1) == (200, "/clinic", "What changed between two codes")
    assert "At home: check again" in page.text
    assert "Soon: doctor or team" in page.text
    assert "Then: Mild: comes and goes, can be ignored Now: Severe: stops sleep" in page.text
    assert "Now: They use prescribed pain relief" in page.text  # word for word as the caregiver saw it
    headings = [page.text_of(heading) for heading in page.all("h2")]
    assert headings == ["Then", "Now", "Worse", "Different", "The same"]


def test_one_line_on_top_sums_up(visitor: Visitor) -> None:
    then = changed(fever=("fever",), usual=("cramps",))
    less = dict(changed(severity=("severe",), limbs=("weak_both",)).items())
    del less["otc"]
    page = visitor.post("/clinic", {"code_then": code_of(then, THEN), "code_now": code_of(Answers(less), NOW)})
    [line] = [page.text_of(one) for one in page.all("strong") if "the same in" in page.text_of(one)]
    same = len(content().questions) - 5
    assert line == f"Worse in 2, different in 1, asked only once: 1, better in 1, the same in {same}."
    assert page.text.index(line) < page.text.index("Answered by")


def test_the_same_code_twice_says_that_nothing_changed(visitor: Visitor) -> None:
    code = code_of(CALM_ANSWERS)
    page = visitor.post("/clinic", {"code_then": code, "code_now": code})
    assert "No answer changed." in page.text


def test_comparing_leaves_the_answers_in_this_browser_alone(visitor: Visitor) -> None:
    visitor.walk({"severity": "unbearable"})
    visitor.post("/clinic", {"code_then": code_of(CALM_ANSWERS), "code_now": code_of(CALM_ANSWERS)})
    assert visitor.get("/result").tier == "same_day"


@pytest.mark.parametrize("field", ["code_then", "code_now"])
@pytest.mark.parametrize(("typed", "says"), BAD_CODES.values(), ids=list(BAD_CODES))
def test_a_bad_code_is_named_and_both_stay_in_their_fields(visitor: Visitor, field: str, typed: str, says: str) -> None:
    codes = {"code_then": code_of(CALM_ANSWERS), "code_now": code_of(CALM_ANSWERS), field: typed}
    page = visitor.post("/clinic", codes)
    assert page.status == 400
    assert says in page.text
    assert f"#{field}" in page.links
    kept = {one.get("name"): one.text or "" for one in page.all("textarea") if one.get("name") in codes}
    assert kept == codes


def test_two_bad_codes_make_two_errors(visitor: Visitor) -> None:
    page = visitor.post("/clinic", {"code_then": "", "code_now": "U"})
    assert {"#code_then", "#code_now"} <= set(page.links)


def test_a_form_with_no_field_at_all_asks_for_both(visitor: Visitor) -> None:
    page = visitor.post("/clinic", {})
    assert page.status == 400
    assert {"#code_then", "#code_now"} <= set(page.links)


def test_the_desk_has_every_way_on(visitor: Visitor) -> None:
    before = visitor.get("/clinic")
    assert {"/paper.pdf", "/paper.pdf?voice=caregiver", "/paper.pdf?size=letter", "/clinic/enter"} <= set(before.links)
    assert "For the person, on US Letter paper (PDF)" in before.text
    assert {"/paper.pdf?letters=large", "/paper.pdf?voice=caregiver&letters=large"} <= set(before.links)
    assert {"/board.pdf", "/board.pdf?size=letter", "/clinic/enter?from=boards"} <= set(before.links)
    assert "/summary.pdf" not in before.unmarked
    visitor.post("/clinic", {"code": code_of(CALM_ANSWERS)})
    after = visitor.get("/clinic")
    assert {"/result", "/summary", "/summary.pdf", "/summary.txt", "/summary.json", "/clear"} <= set(after.unmarked)


# ---- the comparison has a page of its own ----


def compare_in(visitor: Visitor, *codes: str):
    token = visitor.get("/clinic").token
    sent = {"code_then": codes[0], "code_now": codes[1], "csrf_token": token}
    return visitor.client.post("/clinic", data=sent)


CODES = (code_of(CALM_ANSWERS, THEN), code_of(changed(severity=("severe",))))
OTHERS = (code_of(CALM_ANSWERS, THEN), code_of(changed(limbs=("weak_both",))))


def test_back_leads_to_the_comparison_without_sending_anything_again(visitor: Visitor) -> None:
    answer = compare_in(visitor, *CODES)
    assert answer.status_code == 303
    address = answer.headers["Location"]
    assert re.fullmatch(r"/clinic\?compared=[0-9a-f]{12}", address)
    for _ in range(2):
        page = visitor.get(address)
        assert (page.status, page.h1) == (200, "What changed between two codes")
        assert "Worse" in page.text
        visitor.get("/help-now")


def test_it_outlives_opening_one_of_the_two_and_not_clearing(visitor: Visitor) -> None:
    address = compare_in(visitor, *CODES).headers["Location"]
    visitor.post("/clinic", {"code": CODES[1]})
    assert visitor.get(address).h1 == "What changed between two codes"
    visitor.post("/clear", {})
    assert visitor.get(address).h1 == "For clinic staff"


def test_the_first_tabs_comparison_is_not_the_second_tabs(visitor: Visitor) -> None:
    first, second = (compare_in(visitor, *codes).headers["Location"] for codes in (CODES, OTHERS))
    assert first != second
    assert visitor.get(second).status == 200
    refused = visitor.get(first)
    assert (refused.status, refused.h1) == (409, "Other answers are in this browser now")


def test_however_the_codes_were_typed_little_is_kept(visitor: Visitor) -> None:
    long = [f"https://check.example/{'x' * 900}/open#{code.lower()}" for code in CODES]
    assert visitor.get(compare_in(visitor, *long).headers["Location"]).status == 200
    with visitor.client.session_transaction() as session:
        assert list(session["compared"])[1:] == [code.replace("-", "") for code in CODES]


def test_without_a_comparison_its_address_leads_to_the_desk(visitor: Visitor) -> None:
    assert visitor.get("/clinic?compared=0123456789ab").h1 == "For clinic staff"


def test_a_kept_code_that_no_longer_opens_breaks_nothing(visitor: Visitor) -> None:
    visitor.get("/clinic")
    with visitor.client.session_transaction() as session:
        session["compared"] = ["id", "nothing", "nothing"]
    assert visitor.get("/clinic?compared=0123456789ab").h1 == "For clinic staff"
