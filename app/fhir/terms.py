"""The names that FHIR resources of this project use: its own code systems, and small pieces made of them.

No standard terminology has codes for these questions, answers and time frames, and a near miss in a record
is worse than a code of our own. So the code systems are shipped with the data. SNOMED CT is used for the two
things it says exactly: the disease and the complaint.
"""

from collections.abc import Iterable, Mapping
from html import escape

from app.rules.load import content
from app.rules.shape import NOT_SURE, Option, Question, Voice
from app.telling.standing import signature
from app.web.types import Json
from app.words.languages import gettext, language_tag
from app.words.speaker import Speaker, speaker_for
from site_settings import Site

# A canonical is a name, not an address: it must be the same at every site, or a clinic that receives from two
# could not tell that both ask the same. ``.example`` is reserved, so nobody can ever put something else there.
BASE = "https://als-back-pain.example/fhir"

ANSWERS = f"{BASE}/CodeSystem/als-back-pain-answers"
URGENCY = f"{BASE}/CodeSystem/als-back-pain-urgency"
RULES = f"{BASE}/CodeSystem/als-back-pain-rules"
DIGEST = f"{BASE}/content-digest"
VERSION = f"{BASE}/content-version"
SUMMARY_CODE = f"{BASE}/summary-code"

SNOMED = "http://snomed.info/sct"
ALS = {"system": SNOMED, "code": "86044005", "display": "Amyotrophic lateral sclerosis"}
BACKACHE = {"system": SNOMED, "code": "161891005", "display": "Backache"}
ASKED_UNKNOWN = {
    "system": "http://terminology.hl7.org/CodeSystem/data-absent-reason",
    "code": "asked-unknown",
    "display": "Asked But Unknown",
}
ABSENT = "absent-reason"

EXTENSION = "http://hl7.org/fhir/StructureDefinition"
XHTML = "http://www.w3.org/1999/xhtml"


def answer_code(question: Question, value: str) -> str:
    """The code of an answer: the question's id and the value, since "no" means another thing in each question."""
    return f"{question.id}.{value}"


def answer_coding(question: Question, option: Option, speaker: Speaker) -> Json:
    """An answer as a Coding, worded as this reader saw it."""
    return {"system": ANSWERS, "code": answer_code(question, option.value), "display": speaker.option(option)}


def coding(system: str, code: str, display: str) -> Json:
    """A Coding of one of the project's code systems."""
    return {"system": system, "code": code, "display": display}


def concept(text: str, *codings: Mapping[str, str]) -> Json:
    """A CodeableConcept; with words alone where no code says exactly this."""
    return {"coding": [dict(one) for one in codings], "text": text} if codings else {"text": text}


def narrative(lines: Iterable[str]) -> Json:
    """The words of a resource for a reader whose system shows nothing else. Everything in them is escaped."""
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return {"status": "generated", "div": f'<div xmlns="{XHTML}">{paragraphs}</div>'}


def published(url: str, name: str, title: str, site: Site) -> Json:
    """What every published definition says of itself. Until a clinician has signed, it is a draft."""
    held = signature(content(), site)
    signed = {"status": "active", "approvalDate": held.date} if held else {"status": "draft"}
    return {
        "id": url.rpartition("/")[2],
        "language": language_tag(),
        "url": url,
        "version": content().version,
        "name": name,
        "title": title,
        **signed,
    }


def code_systems(speaker: Speaker) -> list[Json]:
    """The project's code systems, complete. Their words are those for the person; the caregiver's stand beside."""
    plain = speaker_for("patient", speaker.site)
    return [_answers(plain), _urgency(plain), _rules(plain)]


def _code_system(url: str, name: str, title: str, site: Site, concepts: list[Json], **more: object) -> Json:
    head = published(url, name, title, site)
    head.pop("approvalDate", None)  # a code system has no such element
    text = narrative([title, gettext("Codes of the ALS back pain check. Not a standard terminology.")])
    return {
        "resourceType": "CodeSystem",
        **head,
        "text": text,
        "caseSensitive": True,
        "content": "complete",
        **more,
        "count": sum(1 + len(one.get("concept", ())) for one in concepts),
        "concept": concepts,
    }


def _answers(speaker: Speaker) -> Json:
    concepts = [_question(question, speaker) for question in content().questions]
    absent = {
        "code": ABSENT,
        "description": gettext("Why the answer is not known. The person was asked, and was not sure."),
        "type": "Coding",
    }
    title = gettext("Questions and answers of the ALS back pain check")
    more = {"hierarchyMeaning": "grouped-by", "property": [absent]}
    return _code_system(ANSWERS, "AlsBackPainAnswers", title, speaker.site, concepts, **more)


def _question(question: Question, speaker: Speaker) -> Json:
    return {
        "code": question.id,
        "display": speaker.say(question.topic),
        "definition": speaker.say(question.ask),
        "designation": _designation(speaker.say(question.ask.caregiver)),
        "concept": [_option(question, option, speaker) for option in question.option],
    }


def _option(question: Question, option: Option, speaker: Speaker) -> Json:
    found: Json = {"code": answer_code(question, option.value), "display": speaker.option(option)}
    if option.caregiver_label is not None:
        found["designation"] = _designation(gettext(option.caregiver_label))
    if option.value == NOT_SURE:
        found["property"] = [{"code": ABSENT, "valueCoding": ASKED_UNKNOWN}]
    return found


def _designation(words: str) -> list[Json]:
    return [{"language": language_tag(), "value": words}]


def _urgency(speaker: Speaker) -> Json:
    concepts = [
        {"code": tier.id, "display": speaker.say(tier.urgency), "definition": speaker.say(tier.within)}
        for tier in content().tiers
    ]
    title = gettext("How soon back pain in ALS needs care")
    return _code_system(URGENCY, "AlsBackPainUrgency", title, speaker.site, concepts)


def _rules(speaker: Speaker) -> Json:
    concepts = [
        {
            "code": rule.id,
            "display": speaker.say(rule.points_to),
            "definition": speaker.say(rule.because),
            "property": [{"code": "urgency", "valueCode": rule.tier}],
        }
        for rule in content().rules
    ]
    urgency = {"code": "urgency", "description": gettext("How soon care is needed when it fires."), "type": "code"}
    title = gettext("Warnings of the ALS back pain check")
    return _code_system(RULES, "AlsBackPainWarnings", title, speaker.site, concepts, property=[urgency])


def voice_name(voice: Voice) -> str:
    """The id of the questionnaire in this voice."""
    return "als-back-pain" if voice == "patient" else "als-back-pain-caregiver"
