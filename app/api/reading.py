"""Reads answers that another program sends, strictly: whatever is not understood is refused, never guessed.

Nothing that came in stands in a message, for messages reach logs, and answers must not.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from app.api.outcome import Given
from app.fhir.response import BadResponse, answers_from_response
from app.rules.answers import Answers, BadAnswer, read_answers, read_values
from app.rules.load import content
from app.rules.shape import Question, Voice

ANSWERS = "answers"
RESPONSE = "QuestionnaireResponse"


class Fault(Given, frozen=True):
    """One thing that is wrong: where (a JSON pointer, made of our own names alone), which kind, and what to do."""

    pointer: str
    reason: str
    detail: str


class BadDocument(ValueError):
    """What came in holds no answers. ``readable`` is false when it is not even JSON."""

    def __init__(self, faults: Iterable[Fault], readable: bool = True) -> None:
        self.faults = tuple(faults)
        self.readable = readable
        super().__init__("; ".join(f"{fault.reason} at {fault.pointer or '/'}" for fault in self.faults))


DETAILS: Mapping[str, str] = {
    "not_utf8": "The text is not UTF-8. Send UTF-8.",
    "not_json": "The text is not JSON. Check the commas, brackets and quotes.",
    "too_deep": "The JSON is nested too deeply to be answers.",
    "doubled_key": "A name stands twice in one JSON object. Keep one of them.",
    "not_an_object": "A JSON object is needed.",
    "no_answers": 'Put the answers under "answers", and give at least one.',
    "unknown_key": 'Nothing but "answers" may stand here.',
    "unknown_question": "There is no question with this id. The list of questions is in /api/openapi.json.",
    "not_a_value": "An answer is a text, or a list of texts.",
    "missing": "A question that was asked needs at least one answer. Leave out what was not asked.",
    "doubled": "The same answer stands twice, or a question with one answer has several.",
    "unknown_value": "This question has no such answer for whoever is answering. The answers are in /api/openapi.json.",
    "none_with_others": 'The answer "none" cannot stand beside others.',
    "not_a_response": "A FHIR R4 QuestionnaireResponse is needed.",
    "unknown_questionnaire": "Name the questionnaire by its canonical url, as /fhir/Questionnaire/als-back-pain does.",
    "other_version": "It answers another version of the questionnaire. Fetch the present one.",
    "bad_status": 'Its status must be "completed", "amended" or "in-progress".',
    "bad_item": "An item is not of the form that FHIR gives it.",
    "unknown_item": "An item has a linkId that the questionnaire does not have.",
    "bad_answer": "An answer must be a valueCoding of this question, or a short text for the note.",
}


def fault(reason: str, pointer: str = "") -> Fault:
    """A fault with the words that belong to its reason."""
    return Fault(pointer, reason, DETAILS[reason])


def read_document(data: bytes, fhir: bool | None = None) -> Answers:
    """The answers in a JSON text: ``{"answers": {...}}``, or a FHIR QuestionnaireResponse.

    ``fhir`` says which of the two it must be; None takes either. Raises BadDocument.
    """
    document = parse(data)
    if fhir is None:
        fhir = isinstance(document, dict) and document.get("resourceType") == RESPONSE
    return _from_fhir(document) if fhir else _from_table(document)


def parse(data: bytes) -> Any:
    """Strict JSON: no name twice, no NaN, nothing but UTF-8. Raises BadDocument."""
    try:
        return json.loads(data.decode(), object_pairs_hook=_unique, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise BadDocument([fault("not_utf8")], readable=False) from None
    except RecursionError:
        raise BadDocument([fault("too_deep")], readable=False) from None
    except BadDocument:
        raise
    except ValueError:
        raise BadDocument([fault("not_json")], readable=False) from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        # Which of the two is meant nobody knows, and programs differ in which one they take.
        raise BadDocument([fault("doubled_key")], readable=False)
    return table


def _no_constant(name: str) -> NoReturn:
    raise ValueError


def _from_table(document: object) -> Answers:
    if not isinstance(document, dict):
        raise BadDocument([fault("not_an_object")])
    faults = [fault("unknown_key")] if document.keys() - {ANSWERS} else []
    given = document.get(ANSWERS)
    if not isinstance(given, dict):
        raise BadDocument([*faults, fault("no_answers", f"/{ANSWERS}")])
    raw = {key: [said] if isinstance(said, str) else said for key, said in given.items()}
    faults += _faults(raw)
    if faults:
        raise BadDocument(faults)
    return read_answers(content(), raw)


def _faults(raw: Mapping[str, Any]) -> list[Fault]:
    """Everything that is wrong with the answers, question by question, so that it can be mended in one go."""
    known = content().question
    found = [] if raw else [fault("no_answers", f"/{ANSWERS}")]
    if any(key not in known for key in raw):
        found.append(fault("unknown_question", f"/{ANSWERS}"))  # the unknown id itself may be anything
    voice = Answers({key: tuple(said) for key, said in raw.items() if isinstance(said, list)}).voice
    for key, question in known.items():
        if key in raw and (reason := _wrong(question, raw[key], voice)):
            found.append(fault(reason, f"/{ANSWERS}/{key}"))
    return found


def _wrong(question: Question, values: object, voice: Voice) -> str | None:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        return "not_a_value"
    try:
        read_values(question, values, voice)
    except BadAnswer as error:
        return error.reason
    return None


def _from_fhir(document: object) -> Answers:
    try:
        answers = answers_from_response(document)
    except BadResponse as error:
        raise BadDocument([fault(error.reason, f"/{error.where}" if error.where else "")]) from None
    except BadAnswer as error:
        raise BadDocument([fault(error.reason, f"/{error.question}")]) from None
    if not answers:
        raise BadDocument([fault("no_answers")])
    return answers
