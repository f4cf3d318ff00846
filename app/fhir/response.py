"""Answers as a FHIR R4 QuestionnaireResponse, and back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

from app.fhir.questionnaire import CAREGIVER, NOTE, VOICES, canonical, caregiver_id, differs, part_id
from app.fhir.terms import ANSWERS, answer_coding
from app.rules.answers import Answers, read_answers
from app.rules.kept import kept
from app.rules.load import content
from app.rules.shape import RESPONDENT, Question, Voice
from app.visit.note import LONGEST
from app.web.types import Json
from app.words.speaker import Speaker

# A response that was made by mistake, or was given up, must not lead to advice.
STATUSES = ("completed", "amended", "in-progress")
DEEPEST = 4
# Items of the questionnaire that hold words and no answer.
POINTER = "caregiver-form"


class BadResponse(ValueError):
    """A resource that is no response to one of our questionnaires. ``reason`` is one of REASONS.

    ``where`` is a linkId of ours, or empty: nothing of the resource itself stands in the message.
    """

    REASONS = (
        "not_a_response",
        "unknown_questionnaire",
        "other_version",
        "bad_status",
        "bad_item",
        "unknown_item",
        "doubled",
        "bad_answer",
    )

    def __init__(self, reason: str, where: str = "") -> None:
        self.reason = reason
        self.where = where
        super().__init__(f"{reason} at {where}" if where else reason)


class Parties(NamedTuple):
    """References to the person with ALS, and to whoever answered for them or helped."""

    patient: Json
    helper: Json


def response_items(answers: Answers, note: str, speaker: Speaker) -> list[Json]:
    """The groups and answers, in the order asked. What was not asked is left out, and so is an empty group."""
    groups: dict[str, list[Json]] = {}
    for question in content().questions:
        if question.id in answers:
            groups.setdefault(question.stage, []).append(_said(question, answers[question.id], speaker))
    if note:
        groups[NOTE] = [{"linkId": NOTE, "answer": [{"valueString": note}]}]
    return [{"linkId": part_id(stage), "item": items} for stage, items in groups.items()]


def _said(question: Question, values: Sequence[str], speaker: Speaker) -> Json:
    said = [{"valueCoding": answer_coding(question, question.find(value), speaker)} for value in values]
    return {"linkId": question.id, "text": speaker.question(question), "answer": said}


def who_said(answers: Answers, parties: Parties) -> Json:
    """``source`` gave the answers and ``author`` entered them. Nobody is named before anybody said who they are."""
    if RESPONDENT not in answers:
        return {}
    source, author = {
        "patient": (parties.patient, parties.patient),
        "together": (parties.patient, parties.helper),
        "caregiver": (parties.helper, parties.helper),
    }[answers[RESPONDENT][0]]
    return {"author": author, "source": source}


def response_head(answers: Answers, voice: Voice) -> Json:
    """Which questionnaire was answered, and whether to the end."""
    finished = all(question.id in answers for question in content().questions)
    return {
        "questionnaire": f"{canonical(voice)}|{content().version}",
        "status": "completed" if finished else "in-progress",
    }


def answers_from_response(resource: object) -> Answers:
    """The answers in a QuestionnaireResponse to one of our questionnaires. A note in it is no answer.

    Raises BadResponse for anything that is not such a response of this version, and BadAnswer (see
    answers.py) for answers that do not go together.
    """
    items = _items_of(_checked_head(resource))
    known = _questions_of(_voice_of(cast(Json, resource)))
    found: dict[str, list[str]] = {}
    for item in items:
        if not _is_words(item):
            _read_item(item, known, found)
    return read_answers(content(), _by_question(found, known))


def _read_item(item: Json, known: Mapping[str, Question | None], found: dict[str, list[str]]) -> None:
    """Add the values of an item to what was found under its linkId."""
    link = item["linkId"]
    said = _answers_of(item, link if link in known else "")
    if link not in known:
        raise BadResponse("unknown_item")
    question = known[link]
    if question is None:
        _check_note(said)
    elif said:
        _add(found, link, question, [_value(question, one) for one in said])


def _add(found: dict[str, list[str]], link: str, question: Question, values: list[str]) -> None:
    """A form that lets its reader repeat a question with ticks (refero) sends an item for each time: all count."""
    before = found.get(link, [])
    if before and question.kind == "one":
        raise BadResponse("doubled", question.id)
    found[link] = [*before, *(value for value in values if value not in before)]


def _by_question(found: Mapping[str, list[str]], known: Mapping[str, Question | None]) -> dict[str, list[str]]:
    """The values of each question. One that was answered in both of its places says nothing certain."""
    raw: dict[str, list[str]] = {}
    for link, values in found.items():
        question = cast(Question, known[link])
        if question.id in raw:
            raise BadResponse("doubled", question.id)
        raw[question.id] = values
    return raw


def _checked_head(resource: object) -> Json:
    """A response as a table, with nothing in it that could change what it says and that we do not know."""
    if _holds(resource, "modifierExtension"):
        raise BadResponse("bad_item")
    if not isinstance(resource, dict) or resource.get("resourceType") != "QuestionnaireResponse":
        raise BadResponse("not_a_response")
    if resource.get("status") not in STATUSES:
        raise BadResponse("bad_status")
    return resource


def _voice_of(resource: Json) -> Voice:
    name, _, version = str(resource.get("questionnaire")).partition("|")
    voice = next((voice for voice in VOICES if canonical(voice) == name), None)
    if voice is None:
        raise BadResponse("unknown_questionnaire")
    if version not in ("", content().version):
        raise BadResponse("other_version")
    return voice


@kept()
def _questions_of(voice: Voice) -> Mapping[str, Question | None]:
    """linkId -> the question it answers, for one questionnaire; None for the note."""
    found: dict[str, Question | None] = {question.id: question for question in content().questions}
    if voice != CAREGIVER:
        found |= {caregiver_id(question): question for question in content().questions if differs(question)}
    return found | {NOTE: None}


def _items_of(resource: Json, depth: int = 0) -> Iterator[Json]:
    """The items that can hold an answer, taken out of their groups."""
    groups = {part_id(stage) for stage in (NOTE, *(question.stage for question in content().questions))}
    for item in _list(resource, "item", ""):
        if not isinstance(item, dict) or not isinstance(item.get("linkId"), str) or depth == DEEPEST:
            raise BadResponse("bad_item")
        if item["linkId"] in groups and "answer" not in item:
            yield from _items_of(item, depth + 1)
        else:
            yield item


def _is_words(item: object) -> bool:
    """Whether it is nothing but words of ours that a renderer showed and, as some honest ones do, sends back."""
    if not isinstance(item, dict) or item.keys() & {"answer", "item"}:
        return False
    link = item.get("linkId")
    return isinstance(link, str) and (link == POINTER or link.endswith("-help"))


def _answers_of(item: Json, where: str) -> list[Any]:
    """The answers of an item. Refero puts the words beside a question into them, or into an answer without a value.

    An answer inside an answer is not of ours: BadResponse, for it would be lost in silence.
    """
    _check_only_words(item, where)
    found = []
    for one in _list(item, "answer", where):
        if isinstance(one, dict) and "item" in one:
            _check_only_words(one, where)
            if one.keys() <= {"id", "item"}:
                continue
        found.append(one)
    return found


def _check_only_words(node: Json, where: str) -> None:
    if not all(map(_is_words, _list(node, "item", where))):
        raise BadResponse("bad_item", where)


def _holds(node: object, key: str) -> bool:
    """Whether a name stands anywhere in it. Without recursion, for JSON nests deeper than Python calls itself."""
    left = [node]
    while left:
        one = left.pop()
        if isinstance(one, dict):
            if key in one:
                return True
            left += one.values()
        elif isinstance(one, list):
            left += one
    return False


def _list(of: Mapping[str, Any], key: str, where: str) -> list[Any]:
    found = of.get(key, [])
    if not isinstance(found, list):
        raise BadResponse("bad_item", where)
    return found


def _value(question: Question, answer: object) -> str:
    """The contract's value of an answer. A client may add a display of its own; only the code counts."""
    said = answer.get("valueCoding") if isinstance(answer, dict) else None
    if not isinstance(said, dict) or said.get("system") != ANSWERS or not isinstance(said.get("code"), str):
        raise BadResponse("bad_answer", question.id)
    asked, _, value = str(said["code"]).partition(".")
    if asked != question.id:
        raise BadResponse("bad_answer", question.id)
    return value


def _check_note(said: list[Any]) -> None:
    if not said:
        return
    words = said[0].get("valueString") if isinstance(said[0], dict) else None
    if len(said) > 1 or not isinstance(words, str) or len(words) > LONGEST:
        raise BadResponse("bad_answer", NOTE)
