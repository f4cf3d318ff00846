"""The fixed words of the summary, so that print page, PDF and plain text call the same thing by the same name."""

from collections.abc import Mapping

from flask import current_app

from app.telling.disclaimer import for_staff
from app.telling.findings import before_treating, no_warning, stopped_early
from app.words.languages import gettext

Labels = Mapping[str, str]


def labels() -> Labels:
    """Every heading and label of the summary, in the language of this site."""
    kept: dict[str, Labels] = current_app.extensions
    if "labels" not in kept:
        kept["labels"] = {**_top(), **_findings(), **_by_hand(), **_staff(), **_foot()}
    return kept["labels"]


def _top() -> Labels:
    return {
        "title": gettext("Person with ALS (MND) and back pain"),
        "name": gettext("Name"),
        "born": gettext("Date of birth"),
        "record": gettext("Record number"),
        "how_soon": gettext("How soon"),
        "within": gettext("Time frame"),
        "answered_by": gettext("Answered by"),
        "completed": gettext("Completed"),
        "printed": gettext("Printed"),
        "alert": before_treating(),
        "unfinished": stopped_early(),
    }


def _findings() -> Labels:
    return {
        "why": gettext("Why: what was said, and what it may be"),
        "no_warning": no_warning(),
        "judgement": gettext("own judgement of the check"),
        "legend": gettext("Marked copy: read second-hand; title only: not read."),
        "sources": gettext("Sources of the warnings"),
        "see_why": gettext("see Why"),
        "also": gettext("Also, less urgent"),
        "new": gettext("New, or worse than usual"),
        "usual": gettext("As usual"),
        "nothing": gettext("nothing was said"),
        "pain": gettext("The pain"),
        "noes": gettext("Denied"),
        "none": gettext("none"),
        "unknown": gettext("Not known (do not read as No)"),
        "not_sure": gettext("Not sure"),
        "not_asked": gettext("Not asked"),
        "context": gettext("ALS and health context"),
        "causes": gettext("Possible causes, not a diagnosis"),
        "fits": gettext("fits:"),
        "more_causes": gettext("Other possible causes"),
        "told": gettext("What the person was told"),
        "ask": gettext("In their own words"),
        "unprinted": gettext(
            "Letters shown as ? cannot be printed in this PDF; the print page and the text have them."
        ),
        "suggested": gettext("Suggested by the check"),
        "situation": gettext("Situation"),
        "background": gettext("Background"),
        "assessment": gettext("Assessment, by rules, not a diagnosis"),
        "recommendation": gettext("Recommendation"),
        "safety": gettext("Safety net"),
        "all_answers": gettext("All answers, word for word"),
        "question": gettext("Asked about"),
        "answer": gettext("Answer"),
        "call_if": gettext("Call an ambulance if one of these starts"),
    }


def _by_hand() -> Labels:
    return {
        "by_hand": gettext("To fill in by hand"),
        "started": gettext("Pain started"),
        "urine": gettext("Last passed urine"),
        "temperature": gettext("Temperature"),
        "machine": gettext("Breathing machine, settings, hours a day"),
        "flat": gettext("Can lie flat"),
        "yes_no": gettext("How they say yes and no"),
        "feeding": gettext("Feeding route"),
        "allergies": gettext("Allergies"),
        "weight": gettext("Weight"),
        "rr": gettext("Resp. rate"),
        "spo2": gettext("SpO2, on/off machine"),
        "hr": gettext("Heart rate"),
        "bp": gettext("Blood pressure"),
        "gcs": gettext("GCS"),
        "pain_rest": gettext("Pain at rest"),
        "pain_moving": gettext("Pain moving"),
        "residual": gettext("Bladder scan after peeing"),
        "swallowing": gettext("Swallowing"),
        "medicines": gettext("Medicines, last doses"),
        "plan": gettext("Advance or resuscitation plan; who decides"),
        "team_phone": gettext("Phone of ALS and palliative team"),
        "phone": gettext("Caregiver's phone"),
        "yes": gettext("yes"),
        "no": gettext("no"),
    }


def _staff() -> Labels:
    return {
        "staff": gettext("For staff"),
        "identity": gettext("Identity checked"),
        "seen_by": gettext("Seen by"),
        "role": gettext("Role"),
        "time": gettext("Time"),
        "agree": gettext("Agree"),
        "override": gettext("Override"),
        "reason": gettext("Why"),
        "action": gettext("Action"),
        "signature": gettext("Signature"),
    }


def _foot() -> Labels:
    return {
        "code": gettext("Code"),
        "qr": gettext("QR code: opens this summary at the address of this site, with the code %(code)s"),
        "qr_code": gettext("QR code: holds the code %(code)s"),
        "open": gettext("to open at"),
        "page": gettext("Page {n} of {m}"),
        "disclaimer": for_staff(),
        "content": gettext("Content"),
    }
