"""The check as an HL7 FHIR R4 Bundle, for a clinic's record system.

A ``collection`` and not a ``document``: a document has an author who attests to it and stays as it is for good.
Nobody has attested to this; it is patient-reported data that staff look through and take from what they need.
The Bundle holds every definition that it refers to, so it can be read with nothing else at hand.
"""

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from app.fhir.questionnaire import canonical, definitions
from app.fhir.response import Parties, response_head, response_items, who_said
from app.fhir.terms import (
    BACKACHE,
    DIGEST,
    RULES,
    SUMMARY_CODE,
    URGENCY,
    VERSION,
    coding,
    concept,
    narrative,
)
from app.rules.answers import Answers
from app.rules.engine import Outcome, Warning
from app.rules.load import content
from app.rules.shape import RESPONDENT
from app.telling.disclaimer import with_sign_off
from app.telling.findings import before_treating, no_warning, stopped_early
from app.telling.standing import edition
from app.telling.summary import Stamp, Summary, summarise
from app.telling.times import instant
from app.web.types import Json
from app.words.languages import gettext, language_tag
from app.words.speaker import Speaker

NAMESPACE = uuid.UUID("7c0b3c9e-3a53-5d0c-8f0e-6a1b1d1a9e42")


def as_bytes(resource: Json) -> bytes:
    """A resource as compact JSON."""
    return msgspec.json.encode(resource)


def bundle(answers: Answers, outcome: Outcome, speaker: Speaker, stamp: Stamp, seed: str) -> Json:
    """The whole check as a Bundle, told as ``speaker`` told it. The outcome must be the answers' own.

    ``seed`` sets the ids: the same for the same check, different for every other, and such that nobody can
    work out the answers from it. The definitions in it are shared: do not change the Bundle.
    """
    told = summarise(content(), answers, outcome, speaker, stamp)
    return _Maker(answers, outcome, speaker, stamp, seed, told).bundle()


class _Maker:
    """Makes the resources of one Bundle, which refer to each other by their ids."""

    def __init__(
        self, answers: Answers, outcome: Outcome, speaker: Speaker, stamp: Stamp, seed: str, told: Summary
    ) -> None:
        self._answers = answers
        self._outcome = outcome
        self._speaker = speaker
        self._stamp = stamp
        self._namespace = uuid.uuid5(NAMESPACE, seed)
        self._told = told
        self._helped = answers.get(RESPONDENT) in (("caregiver",), ("together",))

    def bundle(self) -> Json:
        people = [self._patient(), *self._helper()]
        made = [*people, self._device(), self._response(), self._risk(), self._provenance()]
        entries = [{"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource} for resource in made]
        shared = [{"fullUrl": one["url"], "resource": one} for one in definitions(self._speaker)]
        return {
            "resourceType": "Bundle",
            "id": self._id("Bundle"),
            "language": language_tag(),
            "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{self._id('Bundle')}"},
            "type": "collection",
            "timestamp": self._instant(self._stamp.printed),
            "entry": entries + shared,
        }

    def _id(self, kind: str) -> str:
        return str(uuid.uuid5(self._namespace, kind))

    def _refer(self, kind: str, display: str) -> Json:
        return {"reference": f"urn:uuid:{self._id(kind)}", "type": kind, "display": display}

    def _resource(self, kind: str, text: Iterator[str] | list[str], **more: Any) -> Json:
        return {"resourceType": kind, "id": self._id(kind), "language": language_tag(), "text": narrative(text), **more}

    @property
    def _person(self) -> Json:
        return self._refer("Patient", gettext("the person with ALS"))

    @property
    def _software(self) -> Json:
        return self._refer("Device", gettext("ALS back pain check"))

    @property
    def _parties(self) -> Parties:
        return Parties(self._person, self._refer("RelatedPerson", self._helper_name()))

    def _helper_name(self) -> str:
        return gettext("a caregiver") if self._answers.voice == "caregiver" else gettext("someone who helped to answer")

    def _patient(self) -> Json:
        return self._resource("Patient", [gettext("Name, date of birth and record number were not asked.")])

    def _helper(self) -> list[Json]:
        if not self._helped:
            return []
        name = self._helper_name()
        return [self._resource("RelatedPerson", [name], patient=self._person, relationship=[concept(name)])]

    def _device(self) -> Json:
        name = gettext("ALS back pain check")
        return self._resource(
            "Device",
            [name, self._content_words()],
            deviceName=[{"name": name, "type": "user-friendly-name"}],
            type=concept(gettext("Software that asks questions and applies fixed rules")),
            version=[
                {"type": concept(gettext("content version")), "value": content().version},
                {"type": concept(gettext("content digest")), "value": content().digest},
            ],
        )

    def _content_words(self) -> str:
        return edition(content())

    def _response(self) -> Json:
        lines = [f"{said.topic}: {'; '.join(said.words)}" for said in self._told.answers]
        return self._resource(
            "QuestionnaireResponse",
            [*lines, *self._unknown()],
            identifier={"system": SUMMARY_CODE, "value": self._stamp.code},
            **response_head(self._answers, self._speaker.voice),
            subject=self._person,
            authored=self._instant(self._stamp.completed),
            **who_said(self._answers, self._parties),
            item=response_items(self._answers, self._stamp.note, self._speaker),
        )

    def _unknown(self) -> Iterator[str]:
        if self._told.not_sure:
            yield gettext("Not sure: %(topics)s", topics="; ".join(self._told.not_sure))
        if self._told.not_asked:
            yield gettext("Not asked: %(topics)s", topics="; ".join(self._told.not_asked))

    def _risk(self) -> Json:
        notes = [*self._alerts(), *self._unknown(), *self._causes(), *self._told.safety, self._disclaimer()]
        predictions = [self._overall(), *map(self._prediction, self._outcome.warnings)]
        reasons = [f"{one['outcome']['text']}: {one['rationale']}" for one in predictions]
        return self._resource(
            "RiskAssessment",
            [f"{self._told.urgency} ({self._told.within})", *reasons, *notes],
            status="preliminary" if self._outcome.unfinished else "final",
            method=concept(self._method()),
            code=concept(gettext("How soon back pain needs care")),
            subject=self._person,
            occurrenceDateTime=self._instant(self._stamp.completed),
            performer=self._software,
            reasonCode=[concept(BACKACHE["display"], BACKACHE)],
            basis=[self._refer("QuestionnaireResponse", gettext("the answers"))],
            prediction=predictions,
            mitigation="\n".join(self._said_to_do()),
            note=[{"text": words} for words in notes],
        )

    def _said_to_do(self) -> Iterator[str]:
        """What the person was told, line by line."""
        told = self._told.told
        yield from (told.heading, *told.lines)

    def _method(self) -> str:
        return " ".join((gettext("Fixed rules: the most urgent one that fires decides."), self._content_words()))

    def _overall(self) -> Json:
        """The result as a whole: the tier, and what it rests on."""
        if deciding := [warned.points_to for warned in self._told.warnings if warned.decides]:
            why = gettext("The most urgent warnings: %(warnings)s", warnings="; ".join(deciding))
        elif self._outcome.unfinished:
            why = stopped_early()
        else:
            why = no_warning()
        return {
            "outcome": concept(gettext("How soon back pain needs care")),
            "qualitativeRisk": self._urgency(self._outcome.tier.id),
            "rationale": why,
        }

    def _prediction(self, warning: Warning) -> Json:
        """A warning: what it points to, how soon that needs care, and the answers that made it fire."""
        points_to = self._speaker.say(warning.rule.points_to)
        return {
            "outcome": concept(points_to, coding(RULES, warning.rule.id, points_to)),
            "qualitativeRisk": self._urgency(warning.rule.tier),
            "rationale": "; ".join(self._reasons(warning)),
        }

    def _urgency(self, tier_id: str) -> Json:
        tier = content().tier[tier_id]
        urgency, within = self._speaker.say(tier.urgency), self._speaker.say(tier.within)
        return concept(f"{urgency} ({within})", coding(URGENCY, tier.id, urgency))

    def _reasons(self, warning: Warning) -> Iterator[str]:
        for question, option in warning.reasons:
            words = self._speaker.option(option) if option else gettext("not asked")
            code = f" [{question.id}.{option.value}]" if option else f" [{question.id}]"
            yield f"{self._speaker.say(question.topic)}: {words}{code}"

    def _alerts(self) -> Iterator[str]:
        if self._told.alerts:
            yield f"{before_treating()}: {'; '.join(self._told.alerts)}"

    def _causes(self) -> Iterator[str]:
        supported = [cause.name for cause in self._told.causes if cause.said]
        if supported:
            yield gettext("Possible causes that answers support: %(causes)s", causes="; ".join(supported))

    def _disclaimer(self) -> str:
        return with_sign_off(self._told.sign_off)

    def _provenance(self) -> Json:
        made = ("QuestionnaireResponse", "RiskAssessment")
        version, digest = content().version, content().digest
        return self._resource(
            "Provenance",
            [gettext("Made from the answers by fixed rules."), self._content_words(), self._disclaimer()],
            target=[{"reference": f"urn:uuid:{self._id(kind)}", "type": kind} for kind in made],
            occurredDateTime=self._instant(self._stamp.completed),
            recorded=self._instant(self._stamp.printed),
            activity=concept(gettext("Triage by fixed rules, with no clinician taking part")),
            agent=self._agents(),
            entity=[
                {"role": "source", "what": {"reference": canonical(self._speaker.voice), "type": "Questionnaire"}},
                _entity(VERSION, version, gettext("Content version %(version)s", version=version)),
                _entity(DIGEST, digest, gettext("Content digest %(digest)s", digest=digest)),
            ],
        )

    def _agents(self) -> list[Json]:
        system = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
        assembler = {"type": concept("Assembler", coding(system, "assembler", "Assembler")), "who": self._software}
        said = who_said(self._answers, self._parties)
        if not said:
            return [assembler]
        informant = {"type": concept("Informant", coding(system, "informant", "Informant")), "who": said["source"]}
        return [informant, assembler]

    def _instant(self, moment: datetime) -> str:
        return instant(moment, self._speaker.site.time_zone)


def _entity(system: str, value: str, display: str) -> Json:
    return {"role": "source", "what": {"identifier": {"system": system, "value": value}, "display": display}}
