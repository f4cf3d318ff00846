"""Two voices, each written for its reader: no sentence is the other's with the pronouns changed."""

import re

import pytest

from tests.words.texts import Pair, Said, pairs, picks, said

# Where the words are meant to be alike but for the pronoun, and why.
AN_ANSWER = "staff take both for one answer, so neither may hold more than the other"
AN_ORDER = "a heading is the order itself, and there is one plain way to give it"
A_CUE = "a few words beside a button: there is one plain way to say them"
ALIKE = {
    "chest_sudden sudden_severe label": AN_ANSWER,
    "limbs none label": AN_ANSWER,
    "breathing slow_known label": AN_ANSWER,
    "otc prescribed_helps label": AN_ANSWER,
    "otc prescribed_no_help label": AN_ANSWER,
    "pattern night label": AN_ANSWER,
    "usual eases_position label": AN_ANSWER,
    "usual slouch label": AN_ANSWER,
    "emergency_now heading": AN_ORDER,
    "same_day heading": AN_ORDER,
    "soon heading": AN_ORDER,
    "app/templates/check/question.html": AN_ORDER,
    "app/templates/layout.html": A_CUE,
    "app/templates/result/crew.html": A_CUE,
}
LONGEST_ALIKE = 16

PEOPLE = frozenset(
    re.findall(
        r"\w+",
        "i me my mine myself you your yours yourself they them their theirs themselves "
        "we us our ours ourselves he him his himself she her hers herself",
    )
)
THE_PERSON = re.compile(r"\b(this|the) person( with als)?('s)?|\bsomeone( with als)?('s)?")
SAME = {
    **dict.fromkeys(("am", "is", "are", "was", "were", "been"), "be"),
    **dict.fromkeys(("has", "had"), "have"),
    **dict.fromkeys(("does", "did"), "do"),
    "this": "the",
}  # fmt: skip
ARTICLES = frozenset({"the", "a", "an"})
LEADING_TO_A_PERSON = frozenset({"for", "of", "to", "in"})


def without_people(words: str) -> list[str]:
    """What is left of a sentence when it no longer matters who is spoken of: no pronouns, no verb endings."""
    bare = re.sub(r"[^\w\s{}]", " ", THE_PERSON.sub("they", words.lower().replace("’", "'"))).split()
    left = []
    for word, following in zip(bare, [*bare[1:], ""], strict=True):
        if word in PEOPLE or word in ARTICLES or (word in LEADING_TO_A_PERSON and following in PEOPLE):
            continue
        word = SAME.get(word, word)
        if word not in ARTICLES:
            left.append(re.sub(r"(?<=\w{3})e?s$", "", word))
    return left


def swapped(pair: Pair) -> bool:
    return without_people(pair.patient) == without_people(pair.caregiver)


def for_a_stranger(pair: Pair) -> bool:
    """What a device says on the phone, and the crew's card: told about one person to somebody who knows neither, so
    the two may differ in who speaks alone."""
    return pair.where.startswith("crew")


def test_no_two_voices_are_equal() -> None:
    equal = [str(pair) for pair in pairs() if pair.patient == pair.caregiver]
    assert not equal, "\n".join(equal)


def test_no_voice_is_made_from_the_other_by_swapping_pronouns() -> None:
    made = [str(pair) for pair in pairs() if swapped(pair) and pair.where not in ALIKE and not for_a_stranger(pair)]
    assert not made, "\n".join(["say what a caregiver sees, hears or does:", *made])


@pytest.mark.parametrize("where", ALIKE)
def test_what_may_be_alike_is_alike_and_short(where: str) -> None:
    alike = [pair for pair in pairs() if pair.where == where and swapped(pair)]
    assert alike, "it is no longer alike: take it off the list"
    assert all(len(pair.patient.split()) <= LONGEST_ALIKE for pair in alike)


@pytest.mark.parametrize(
    ("patient", "caregiver", "made"),
    [
        ("Your back hurts.", "Their back hurts.", True),
        ("If you fall, call your doctor.", "If the person with ALS falls, call their doctor.", True),
        ("You are tired and have pain.", "They are tired and have a pain.", True),
        ("I cannot sleep. What can help me?", "They cannot sleep. What can help them?", True),
        ("It hurts to breathe in.", "It hurts them to breathe in.", True),
        ("Your muscles may twitch.", "You may see their muscles twitch.", False),
        ("Are you in pain?", "Do they show pain in their face?", False),
    ],
)
def test_swapping_is_told_from_writing(patient: str, caregiver: str, made: bool) -> None:
    assert swapped(Pair("", patient, caregiver)) is made


# A heuristic: words for the body and its troubles, which belong to the person with ALS and to nobody else here.
BODY = (
    r"(own )?(back|neck|head|skin|leg|legs|arm|arms|tummy|chest|spine|nerves?|muscles?|bones?|kidneys?|bladder|pee|poo|"
    r"breathing|temperature|pain|fever|fall|weight|medicines?|tablets|ALS|main artery|feeding tube|wheelchair)\b"
)
WRONG = {
    "patient": rf"\bthe person with ALS\b|\bthis person\b|\b(their|his|her) {BODY}",
    "caregiver": rf"\b(your|my) {BODY}|\byou(r| are| have| feel) (weak|numb|short of breath|in pain|had|a fever)\b",
    None: rf"\b(their|his|her|my|your) {BODY}",
}
# "ALS" after "your" or "their" is also the first word of the name of their team.
NOT_THE_BODY = re.compile(r"\b(your|their) ALS team\b")


def addresses_wrongly(one: Said) -> bool:
    return re.search(WRONG[one.voice], NOT_THE_BODY.sub("the team", one.words), re.IGNORECASE) is not None


def test_each_voice_speaks_of_the_right_person() -> None:
    wrong = [str(one) for one in said() if addresses_wrongly(one)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("voice", "words", "wrong"),
    [
        ("patient", "Ask the person with ALS.", True),
        ("patient", "Tell them if their breathing is weak.", True),
        ("patient", "Tell your ALS team. They can look at your back.", False),
        ("caregiver", "Is your breathing worse?", True),
        ("caregiver", "Show your answers to their ALS team.", False),
        (None, "Where does your back hurt?", True),
        (None, "Your browser sent answers that are too old.", False),
    ],
)
def test_the_wrong_person_is_noticed(voice, words: str, wrong: bool) -> None:
    assert addresses_wrongly(Said("", words, voice)) is wrong


def test_every_pick_between_voices_is_read() -> None:
    assert picks() == len([pair for pair in pairs() if pair.where.startswith("app/")])
