"""The check as a FHIR R4 Questionnaire, so that a clinic portal can ask the same questions.

Two variants, for the sentences of the two readers are written for each of them. The one for the person takes
any respondent and stands alone: whoever answers for someone else is offered the caregiver's answers where
they differ (enableWhen), and is pointed to the variant in their own words.
"""

from app.fhir.terms import (
    ALS,
    ANSWERS,
    BACKACHE,
    BASE,
    DIGEST,
    EXTENSION,
    answer_code,
    answer_coding,
    code_systems,
    coding,
    concept,
    narrative,
    published,
    voice_name,
)
from app.rules.kept import kept
from app.rules.load import content
from app.rules.shape import NONE, RESPONDENT, Option, Question, Voice
from app.telling import disclaimer
from app.visit.note import LONGEST
from app.web.types import Json
from app.words.languages import gettext, language_tag
from app.words.speaker import Speaker, speaker_for
from app.words.stages import stage_name
from site_settings import Site

CAREGIVER = "caregiver"
NOTE = "note"
# One answer a line, as in the check: side by side, it is easy to hit the wrong one.
_UPRIGHT = {"url": f"{EXTENSION}/questionnaire-choiceOrientation", "valueCode": "vertical"}
# What some renderers go by where others go by the control: without it, Smart Forms shows no help at all.
_INSTRUCTIONS = {
    "url": f"{EXTENSION}/questionnaire-displayCategory",
    "valueCodeableConcept": {
        "coding": [{"system": "http://hl7.org/fhir/questionnaire-display-category", "code": "instructions"}]
    },
}
VOICES: tuple[Voice, Voice] = ("patient", "caregiver")


def canonical(voice: Voice) -> str:
    """The name of the questionnaire in this voice, without its version."""
    return f"{BASE}/Questionnaire/{voice_name(voice)}"


def definitions(speaker: Speaker) -> list[Json]:
    """What responses of this reader refer to: their questionnaire, then the code systems. Not to be changed."""
    return _definitions(speaker.voice, speaker.site, language_tag())


@kept(16)
def _definitions(voice: Voice, site: Site, spoken: str) -> list[Json]:
    """Made once for each reader, site and language (``spoken``), for nothing else in them varies."""
    speaker = speaker_for(voice, site)
    return [questionnaire(speaker), *code_systems(speaker)]


def questionnaire(speaker: Speaker) -> Json:
    """The Questionnaire in this reader's voice."""
    title = gettext("Back pain check for people with ALS")
    if speaker.voice == CAREGIVER:
        title = gettext("Back pain check for people with ALS, answered by a caregiver")
    name = "AlsBackPain" if speaker.voice == "patient" else "AlsBackPainCaregiver"
    described = f"{gettext('How soon back pain needs care.')} {disclaimer.for_staff()}"
    return {
        "resourceType": "Questionnaire",
        **published(canonical(speaker.voice), name, title, speaker.site),
        "text": narrative([title, described]),
        "identifier": [{"system": DIGEST, "value": content().digest}],
        **_derived(speaker.voice),
        "subjectType": ["Patient"],
        "description": described,
        "useContext": [_focus(ALS), _focus(BACKACHE)],
        "item": [*_parts(speaker), _note_part()],
    }


def _derived(voice: Voice) -> Json:
    return {"derivedFrom": [canonical("patient")]} if voice == CAREGIVER else {}


def _focus(on: Json) -> Json:
    system = "http://terminology.hl7.org/CodeSystem/usage-context-type"
    return {
        "code": coding(system, "focus", "Clinical Focus"),
        "valueCodeableConcept": concept(on["display"], on),
    }


def part_id(stage: str) -> str:
    """The linkId of the group that holds a stage's questions."""
    return f"part-{stage}"


def _parts(speaker: Speaker) -> list[Json]:
    stages = dict.fromkeys(question.stage for question in content().questions)
    return [
        {
            "linkId": part_id(stage),
            "text": stage_name(stage),
            "type": "group",
            "item": [item for one in content().questions if one.stage == stage for item in _items(one, speaker)],
        }
        for stage in stages
    ]


def _note_part() -> Json:
    text = gettext("What I most want to ask")
    note = {"linkId": NOTE, "text": text, "type": "text", "maxLength": LONGEST, "required": False}
    return {"linkId": part_id(NOTE), "text": gettext("Your question"), "type": "group", "item": [note]}


def _items(question: Question, speaker: Speaker) -> list[Json]:
    """The item of a question; two, of which one is shown, where the answers depend on who answers."""
    if question.id == RESPONDENT:
        return _respondent(question, speaker)
    if speaker.voice == CAREGIVER or not differs(question):
        return [_item(question, question.id, question.options_for(speaker.voice), speaker)]
    return [
        {**_item(question, question.id, question.options_for("patient"), speaker), **_shown_to("patient", "together")},
        {
            **_item(question, caregiver_id(question), question.options_for("caregiver"), speaker),
            **_shown_to(CAREGIVER),
        },
    ]


def differs(question: Question) -> bool:
    """True when a caregiver is offered other answers than the person."""
    return question.options_for("patient") != question.options_for("caregiver")


def caregiver_id(question: Question) -> str:
    """The linkId of a question with the caregiver's answers, in the questionnaire for everyone."""
    return f"{question.id}-{CAREGIVER}"


def _respondent(question: Question, speaker: Speaker) -> list[Json]:
    if speaker.voice == CAREGIVER:
        item = _item(question, question.id, (question.find(CAREGIVER),), speaker)
        item["answerOption"][0]["initialSelected"] = True
        return [item]
    pointer = gettext("There is a form in a caregiver's own words: %(name)s", name=canonical("caregiver"))
    display = {"linkId": "caregiver-form", "text": pointer, "type": "display", **_shown_to(CAREGIVER)}
    return [_item(question, question.id, question.option, speaker), display]


def _shown_to(*respondents: str) -> Json:
    """Only when one of these answers. Two "equals" and not one "differs": no answer yet must show neither."""
    asked = content().question[RESPONDENT]
    when = [
        {
            "question": RESPONDENT,
            "operator": "=",
            "answerCoding": {"system": ANSWERS, "code": answer_code(asked, respondent)},
        }
        for respondent in respondents
    ]
    return {"enableWhen": when, "enableBehavior": "any"} if len(when) > 1 else {"enableWhen": when}


def _item(question: Question, link: str, options: tuple[Option, ...], speaker: Speaker) -> Json:
    help_text = [_help(link, speaker.say(question.hint))] if question.hint else []
    return {
        "extension": [_control("radio-button" if question.kind == "one" else "check-box"), _UPRIGHT],
        "linkId": link,
        "code": [coding(ANSWERS, question.id, speaker.say(question.topic))],
        "text": speaker.question(question),
        "type": "choice",
        "required": question.must_be_answered,  # the check lets nobody stop before, so a finished response has it
        "repeats": question.kind == "many",
        "answerOption": [_option(question, option, speaker) for option in options],
        **({"item": help_text} if help_text else {}),
    }


def _option(question: Question, option: Option, speaker: Speaker) -> Json:
    found: Json = {"valueCoding": answer_coding(question, option, speaker)}
    if option.value == NONE:
        found["extension"] = [{"url": f"{EXTENSION}/questionnaire-optionExclusive", "valueBoolean": True}]
    return found


def _help(link: str, words: str) -> Json:
    return {"extension": [_control("help"), _INSTRUCTIONS], "linkId": f"{link}-help", "text": words, "type": "display"}


def _control(code: str) -> Json:
    """How an item is to be drawn; without it, a client draws a drop-down, which hides the answers."""
    control = {"system": "http://hl7.org/fhir/questionnaire-item-control", "code": code}
    return {"url": f"{EXTENSION}/questionnaire-itemControl", "valueCodeableConcept": {"coding": [control]}}
