"""The summary code: nothing is lost in it, no slip of the pen gets through it, and printed codes open for ever."""

import json
import random
import string
from collections.abc import Iterator
from itertools import pairwise
from math import prod
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from app.rules import load
from app.rules.answers import Answers, keep_valid
from app.rules.codes import check_letters, released
from app.rules.codes import code as summary_code
from app.rules.codes.code import EPOCH, LAST_MINUTE, decode, encode
from app.rules.codes.letters import ALPHABET, BadCode
from app.rules.engine import triage
from app.rules.errors import ContentError
from app.rules.load import content
from app.rules.shape import NONE, Content
from scripts.freeze import main as write_layout
from tests.rules.people import CALM, crowd, random_answers

GOLDEN = json.loads(Path(__file__).with_name("golden_codes.json").read_text())
NOW = 1_795_410_000  # in November 2026
LAST = EPOCH + LAST_MINUTE * 60
LAYOUT = released.BY_VERSION[content().version]

LONGEST_ANSWERS = Answers(
    {
        question.id: tuple(value for value in question.values if value != NONE)
        if question.kind == "many"
        else (question.values[-1],)
        for question in content().questions
    }
)
EMPTIEST, ALL_CALM = Answers(), Answers(CALM)


def coded(answers: Answers, at: int = NOW) -> str:
    return encode(content(), answers, at, triage(answers).tier.id)


def letters_of(code: str) -> str:
    return code.replace("-", "")


def reason_of(text: str) -> str | None:
    """Why a text is no code; None when it is one."""
    try:
        decode(text)
    except BadCode as error:
        return error.reason
    return None


def samples() -> Iterator[str]:
    """Codes of every length there is, from the emptiest answers to the fullest."""
    yield from (coded(EMPTIEST), coded(Answers({"respondent": ("patient",)})), coded(ALL_CALM), coded(LONGEST_ANSWERS))
    yield from map(coded, crowd(content(), 60))


# --- nothing is lost ---


@settings(max_examples=400, deadline=None)
@given(
    seed=st.integers(min_value=0),
    asked=st.sampled_from([1.0, 0.9, 0.3]),
    calm=st.sampled_from([0.9, 0.5, 0.0]),
    at=st.integers(min_value=EPOCH, max_value=LAST),
    tier=st.sampled_from(LAYOUT.tiers),
)
def test_every_set_of_answers_survives_the_round_trip(seed: int, asked: float, calm: float, at: int, tier: str) -> None:
    """What was said, what was not asked, when, and the result of then; and the same code comes out again."""
    answers = random_answers(content(), seed, asked, calm)
    code = encode(content(), answers, at, tier)
    decoded = decode(code)
    assert decoded == (answers, at - at % 60, content().version, tier)
    assert encode(content(), decoded.answers, decoded.answered_at, decoded.tier) == code


@pytest.mark.parametrize("question", LAYOUT.question, ids=lambda asked: asked.id)
def test_every_state_of_every_question_survives(question: released.Asked) -> None:
    """Each single answer, each set of ticks and "not asked", one question at a time, among calm and full answers."""
    for state in range(question.size):
        said = question.said(state)
        assert said == () or question.state(said) == state
        for rest in (CALM, dict(LONGEST_ANSWERS)):
            others = {id: values for id, values in rest.items() if id != question.id}
            answers = Answers({**others, question.id: said} if said else others)
            assert decode(coded_as(answers)).answers == answers


def coded_as(answers: Answers) -> str:
    return encode(content(), answers, NOW, "soon")


def test_a_wrong_clock_makes_a_code_all_the_same() -> None:
    """Times that no code can hold are put at the nearest end."""
    for at, kept in ((0, EPOCH), (-5, EPOCH), (EPOCH - 1, EPOCH), (LAST + 60, LAST), (10**15, LAST)):
        assert decode(encode(content(), ALL_CALM, at, "soon")).answered_at == kept


# --- as short as the answers allow ---


def test_the_lengths_that_the_readme_promises() -> None:
    """Letters without dashes: emptiest, every answer calm, and every tick there is."""
    lengths = [len(letters_of(coded(answers))) for answers in (EMPTIEST, ALL_CALM, LONGEST_ANSWERS)]
    assert lengths == [11, 16, 33]


def test_no_valid_answers_make_more_than_36_letters() -> None:
    """By counting every state of every question, at the last minute of all; the dense form is never longer."""
    largest = 2 * len(LAYOUT.tiers) * (len(LAYOUT.question) + 1) * prod(asked.size for asked in LAYOUT.question)
    bits = (largest * (LAST_MINUTE + 1)).bit_length()
    assert 1 + -(-bits // 5) + check_letters.COUNT <= check_letters.LONGEST == 36


def test_most_people_have_a_code_of_under_26_letters() -> None:
    """People with about six answers of 23 that are not the calmest one."""
    lengths = [len(letters_of(coded(random_answers(content(), seed, calm=0.75)))) for seed in range(500)]
    assert sum(length < 26 for length in lengths) > 0.95 * len(lengths)


def test_groups_of_four_and_nothing_else() -> None:
    for code in samples():
        groups = code.split("-")
        assert all(len(group) == 4 for group in groups[:-1]) and 1 <= len(groups[-1]) <= 4
        assert set(letters_of(code)) <= set(ALPHABET)


# --- read as people write ---


@pytest.mark.parametrize(
    "written",
    [
        str.lower,
        str.swapcase,
        letters_of,
        lambda code: code.replace("-", " "),
        lambda code: f"  {code}\r\n",
        lambda code: "\t".join(letters_of(code)),
        lambda code: code.replace("-", "\N{EN DASH}"),
        lambda code: code.replace("-", "\N{NON-BREAKING HYPHEN}\N{ZERO WIDTH SPACE}"),
        lambda code: code.replace("1", "I").replace("0", "O"),
        lambda code: code.replace("1", "l").replace("0", "o"),
        lambda code: code.replace("1", "L").replace("0", "o"),
        lambda code: f"Code: {code}",
        lambda code: f"code:{code.lower()}",
        lambda code: f"\u201c{code}\u201d",
        lambda code: f"'{code}'",
        lambda code: code.translate({ord(letter): ord(letter) + 0xFEE0 for letter in ALPHABET}),
        lambda code: f"https://clinic.example/open#{code}",
        lambda code: f"HTTPS://CLINIC.EXAMPLE/OPEN#{code.lower()}\n",
        lambda code: f"Code {code}",
        lambda code: f"CODE\n{code}",
        lambda code: f"({code})",
        lambda code: f"Code ({code}).",
        lambda code: f"[{code}]",
        lambda code: f"{code}.",
        lambda code: f"{code},",
        lambda code: f"{code}:",
        lambda code: f"\u2039{code}\u203a",
        lambda code: f"\u203a{code}\u2039",
        lambda code: f"\u00ab{code}\u00bb",
        lambda code: f"\u00bb {code} \u00ab",
        lambda code: f"\u201e{code}\u201c,",
        lambda code: f"Code: {code}\nContent 1.1 (ecd24239)",
        lambda code: f"Content version 1.1, ecd24239.\r\nCode: {code}\r\nWhat it said, and what was right:\r\n",
        lambda code: f"Code: {code}. Page 12.",
        lambda code: f"Lower back pain since 2023\n{code}\nCall 911 or 112",
        lambda code: f"https://clinic.example:8000/open#{code}\nCode: {code}",
        lambda code: f"Code:\n{code[:9]}\n{code[9:]}",
        lambda code: f"Page 2 of 2\nCode: {code[:14]}\n{code[14:]}",
    ],
)
def test_every_common_way_of_writing_a_code_is_read(written) -> None:
    for code in samples():
        assert decode(written(code)) == decode(code)


@pytest.mark.parametrize(
    "together",
    ["{0}\n{1}", "{0}, {1}", "{0}; {1}", "Code: {0}\nCode: {1}", "Code: {0} Code: {1}", "{0} ({1})", "Code {1}.\n{0}"],
)
def test_of_two_codes_none_is_taken_not_even_when_one_has_a_slip(together: str) -> None:
    one, other = coded(ALL_CALM), coded(LONGEST_ANSWERS)
    slip = other[:-1] + ("8" if other[-1] != "8" else "9")
    assert reason_of(together.format(one, other)) == "several"
    assert reason_of(together.format(one, slip)) == "several"
    assert reason_of(together.format(slip, one)) == "several"


def test_the_same_code_twice_is_one() -> None:
    for code in samples():
        assert (
            decode(f"{code}, {code.lower()}")
            == decode(f"Code: {code}\nhttps://clinic.example/open#{code}")
            == decode(code)
        )


def test_no_line_of_a_code_with_a_slip_is_taken_for_a_code() -> None:
    """Lines that have its letters and nothing else: together they are no code, though one of them may be."""
    one = coded(EMPTIEST)
    assert len(letters_of(one)) < 18
    for text in (f"{one}\n{one}", f"Code: {one}\n1234", f"12G1\n{one}"):
        assert reason_of(text) == "mistyped"
    assert reason_of(f"{one}\n{coded(Answers({'respondent': ('patient',)}))}") == "several"


# --- no slip gets through ---


def test_every_single_wrong_letter_is_caught() -> None:
    """Each letter of each sample put in place of each letter; U, which no code has, by its own reason."""
    for code in samples():
        letters = letters_of(code)
        for place, right in enumerate(letters):
            for wrong in ALPHABET:
                if wrong != right:
                    assert reason_of(letters[:place] + wrong + letters[place + 1 :]) == "mistyped"
            assert reason_of(letters[:place] + "u" + letters[place + 1 :]) == "letter_u"


def group_of(text: str) -> int | None:
    """The group that a mistyped code is said to be wrong in."""
    assert reason_of(text) == "mistyped"
    return summary_code.wrong_group(text)


def test_a_single_wrong_letter_is_placed_in_its_group() -> None:
    dice = random.Random(12)
    for code in (*samples(), *(golden["code"] for golden in GOLDEN)):
        letters = letters_of(code)
        for place, right in enumerate(letters):
            wrong = dice.choice([letter for letter in ALPHABET if letter != right])
            text = letters[:place] + wrong + letters[place + 1 :]
            if reason_of(text) == "mistyped":  # another first letter may be that of a release to come
                assert group_of(text) == place // 4 + 1, (code, text)


def test_two_wrong_letters_name_no_group() -> None:
    """One letter away from another code, they would point to a group that is right."""
    dice = random.Random(13)
    for code in samples():
        letters = letters_of(code)
        for one, other in (sorted(dice.sample(range(1, len(letters)), 2)) for _ in range(40)):
            wrong = list(letters)
            for place in (one, other):
                wrong[place] = dice.choice([letter for letter in ALPHABET if letter != letters[place]])
            assert group_of("".join(wrong)) is None


def test_every_swap_of_neighbours_is_caught() -> None:
    for code in samples():
        letters = letters_of(code)
        for place, (left, right) in enumerate(pairwise(letters)):
            if left != right:
                assert reason_of(letters[:place] + right + left + letters[place + 2 :]) == "mistyped"


SCHEMES = pytest.mark.parametrize("scheme", [check_letters.FIRST, check_letters.LATER], ids=["1.0", "later"])


@SCHEMES
def test_no_one_or_two_wrong_letters_make_another_right_code(scheme: check_letters.Scheme) -> None:
    """A proof for every code of a length: what errors do to the check does not depend on the letters they hit."""
    for length in range(1 + check_letters.COUNT, scheme.longest + 1):
        effects = effects_of(scheme, length)
        assert (0, 0, 0, 0) not in effects  # no single one goes unseen
        assert len(set(effects)) == len(effects)  # and no two hide each other


@SCHEMES
def test_no_three_wrong_letters_make_another_right_code(scheme: check_letters.Scheme) -> None:
    """In the longest words, which hold all shorter ones: no two errors together do what a third one does."""
    length = scheme.longest
    effects = effects_of(scheme, length)
    known = set(effects)
    by_place = [effects[place * 31 : (place + 1) * 31] for place in range(length)]
    for place, ones in enumerate(by_place):
        # A common factor changes nothing, so the first error may be the smallest one.
        others = (other for later in by_place[place + 1 :] for other in later)
        assert not any(tuple(a ^ b for a, b in zip(ones[0], other, strict=True)) in known for other in others)


def effects_of(scheme: check_letters.Scheme, length: int) -> list[tuple[int, ...]]:
    """By how much a right code's check letters are off, for each wrong letter at each place, place by place."""
    right = scheme.check([0] * (length - check_letters.COUNT))
    effects = []
    for place in range(length):
        for error in range(1, 32):
            wrong = [error if here == place else 0 for here in range(length)]
            begin, end = wrong[: -check_letters.COUNT], wrong[-check_letters.COUNT :]
            effects.append(tuple(a ^ b ^ c for a, b, c in zip(scheme.check(begin), end, right, strict=True)))
    return effects


@SCHEMES
def test_what_errors_do_does_not_depend_on_the_letters(scheme: check_letters.Scheme) -> None:
    """What the proof above rests on: the check letters of a sum are the sum of the check letters."""
    rng = random.Random(3)
    for length in range(1, scheme.longest - check_letters.COUNT + 1):
        one, other = ([rng.randrange(32) for _ in range(length)] for _ in range(2))
        summed = [a ^ b for a, b in zip(one, other, strict=True)]
        checks = [scheme.check(word) for word in (one, other, summed, [0] * length)]
        assert all(a ^ b == c ^ d for a, b, c, d in zip(*checks, strict=True))


def test_letters_left_out_or_put_in_are_caught() -> None:
    """Not proved, but so unlikely to slip through (one in a million) that none of these some 50,000 does."""
    for code in samples():
        letters = letters_of(code)
        for place in range(len(letters)):
            assert reason_of(letters[:place] + letters[place + 1 :]) == "mistyped"
            for more in ALPHABET:
                assert reason_of(letters[:place] + more + letters[place:]) in ("mistyped", "too_long")


def test_up_to_three_letters_missing_at_the_end_are_always_noticed() -> None:
    """Words of every length, of few kinds of letters, so that most runs at an end are among them."""
    rng = random.Random(5)
    for length in [*range(3, 27)] * 50 + [*range(3, 32)] * 50:
        begin = [
            1 if length < 27 and rng.random() < 0.5 else LAYOUT.letter,
            *(rng.choice((0, 1, 2, 31)) for _ in range(length)),
        ]
        whole = begin + check_letters.check_letters(begin)
        assert check_letters.are_right(whole)
        assert not any(check_letters.are_right(whole[:-missing]) for missing in (1, 2, 3))


def test_cut_short_or_doubled() -> None:
    for code in samples():
        letters = letters_of(code)
        assert all(reason_of(letters[:length]) in ("empty", "too_short", "mistyped") for length in range(len(letters)))
        assert reason_of(code + code) in ("mistyped", "too_long")


# --- whatever else is typed ---


@settings(max_examples=1000, deadline=None)
@given(
    st.one_of(
        st.text(),
        st.text(alphabet=ALPHABET, max_size=40),
        st.text(alphabet=string.printable),
        st.binary().map(lambda raw: raw.decode("utf-8", "surrogateescape")),
        st.text(alphabet="\x00\ud800\u202e\ufeff\N{FULLWIDTH LATIN CAPITAL LETTER A}\N{ARABIC-INDIC DIGIT ONE}1-"),
    )
)
@example("")
@example("#")
@example("ſ" * 16)
@example("1" * 100_000)
def test_random_text_gives_a_reason_and_never_another_error(text: str) -> None:
    assert reason_of(text) in (*BadCode.REASONS, None)


def test_each_reason_has_its_text() -> None:
    """One text for each, so that none is left without a message that was tried."""
    version = [31, 0, 0]  # the question set of a release far from now
    newer = "".join(ALPHABET[letter] for letter in version + check_letters.check_letters(version))
    texts = {
        "": "empty",
        " - \n": "empty",
        "1234U": "letter_u",
        "12!4": "bad_letter",
        "12É4": "bad_letter",
        "1234U?": "bad_letter",
        "12345": "too_short",
        "1" * 37: "too_long",
        "ABCD-EFGH": "mistyped",
        newer: "newer",
        f"{newer}\n{coded(ALL_CALM)}!": "newer",
        f"{newer}, {coded(ALL_CALM)}": "several",
    }
    assert {text: reason_of(text) for text in texts} == texts
    assert set(texts.values()) == set(BadCode.REASONS)


def test_the_text_stays_out_of_the_error() -> None:
    """Messages reach logs, and codes must not."""
    for text in ("12!4SECRET", "ABCD-EFGH-SECRET"):
        with pytest.raises(BadCode) as caught:
            decode(text)
        assert "SECRET" not in repr(caught.value) and str(caught.value) in BadCode.REASONS


def test_right_check_letters_alone_do_not_make_a_code() -> None:
    """No answers are written with a leading zero, in the longer form, at too late a time, or with no tick at all."""
    rng = random.Random(1)
    refused = 0
    for _ in range(2000):
        begin = [LAYOUT.letter, *(rng.randrange(32) for _ in range(rng.randrange(1, 27)))]
        text = "".join(ALPHABET[letter] for letter in begin + check_letters.check_letters(begin))
        reason = reason_of(text)
        refused += reason == "mistyped"
        assert reason == "mistyped" or letters_of(again(text)) == text
    assert refused > 500


def again(text: str) -> str:
    decoded = decode(text)
    return encode(content(), decoded.answers, decoded.answered_at, decoded.tier)


# --- for ever ---


@pytest.mark.parametrize("golden", GOLDEN, ids=[golden["what"] for golden in GOLDEN])
def test_a_printed_code_opens_for_ever(golden: dict) -> None:
    """Codes as they were printed by each release. When one of these fails, mend the program, never the file."""
    decoded = decode(golden["code"])
    assert (decoded.version, decoded.tier, decoded.answered_at) == (
        golden["version"],
        golden["tier"],
        golden["answered_at"],
    )
    assert {question: list(said) for question, said in decoded.answers.items()} == golden["answers"]


def test_every_release_has_its_printed_codes() -> None:
    assert {golden["version"] for golden in GOLDEN} == set(released.BY_VERSION)


def test_a_slip_in_the_first_letter_is_caught_between_releases() -> None:
    """Codes of 1.0 and later have other check letters; a later code that fits both is never made, nor read."""
    rng = random.Random(11)
    for _ in range(200):
        begin = [1, *(rng.randrange(32) for _ in range(rng.randrange(6, 26)))]
        one = [*begin, *check_letters.check_letters(begin)]
        other = [LAYOUT.letter, *one[1:]]
        text = "".join(ALPHABET[letter] for letter in other)
        assert reason_of(text) == "mistyped"
    assert summary_code._is_ambiguous(other)


def test_an_ambiguous_code_is_made_a_minute_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary_code, "_is_ambiguous", lambda letters: True)
    encoded = encode(content(), ALL_CALM, NOW, "soon")
    monkeypatch.undo()
    assert decode(encoded).answered_at == NOW - NOW % 60 + 60


def test_every_release_has_a_letter_of_its_own() -> None:
    assert len(released.BY_LETTER) == len(released.BY_VERSION)
    assert all(0 < letter < check_letters.LETTERS for letter in released.BY_LETTER)


def test_a_code_of_an_older_release_is_read_by_its_own_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions in another order, with other answers, and tiers that are no more; what is left of them is dropped."""
    asked = (
        released.Asked("severity", "one", ("awful", "mild", "not_sure"), "mild"),
        released.Asked("mood", "many", ("none", "low", "angry"), "none"),
        released.Asked("respondent", "one", ("caregiver", "patient"), "patient"),
        released.Asked("fever", "many", ("cold", "sweats", "none"), "none"),
    )
    old = released.Layout("0.5", 7, ("now", "later"), asked)
    monkeypatch.setitem(released.BY_VERSION, "0.5", old)
    monkeypatch.setitem(released.BY_LETTER, 7, old)
    said = {"severity": ("awful",), "mood": ("low", "angry"), "respondent": ("caregiver",), "fever": ("cold",)}
    decoded = decode(encode(replace(content(), version="0.5"), Answers(said), NOW, "later"))
    assert decoded == (Answers(said), NOW - NOW % 60, "0.5", "later")
    assert keep_valid(content(), decoded.answers) == Answers({"respondent": ("caregiver",), "fever": ("cold",)})


# --- content that outgrew its layout ---


def test_todays_content_is_as_it_was_released() -> None:
    """When this fails: a question or answer was changed, so CONTENT_VERSION has to change, with a new file."""
    assert [str(problem) for problem in released.check(content())] == []


def test_freeze_writes_the_file_that_is_there() -> None:
    file = released.FOLDER / f"{content().version}.toml"
    assert released.freeze(content(), LAYOUT.letter) == file.read_text()


def test_a_new_version_gets_a_file_with_the_next_letter_and_no_file_is_written_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The content does not load until the file is there, so it is made of content that nobody has checked yet."""
    monkeypatch.setattr(load, "CONTENT_VERSION", "9.9")
    with pytest.raises(ContentError, match=r"scripts\.freeze"):
        load.read()
    file = write_layout(tmp_path)
    made = released._read(file)
    assert (file.name, made.version, made.letter) == ("9.9.toml", "9.9", max(released.BY_LETTER) + 1)
    assert made.question == LAYOUT.question
    with pytest.raises(FileExistsError):
        write_layout(tmp_path)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (replace(content(), version="0.9"), "no released layout"),
        (replace(content(), questions=content().questions[1:]), "other answers"),
        (replace(content(), questions=content().questions[::-1]), "other answers"),
        (replace(content(), tiers=content().tiers[1:]), "other tiers"),
    ],
)
def test_content_that_outgrew_its_version_is_found(wrong: Content, says: str) -> None:
    (problem,) = released.check(wrong)
    assert says in problem.what
    assert "freeze" in problem.remedy
