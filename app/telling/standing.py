"""What stands on every output beside the result: who answered, what always holds, and who answers for the content."""

from app.rules.answers import Answers
from app.rules.shape import RESPONDENT, Content
from app.words.languages import gettext
from app.words.speaker import Speaker
from config import Site


def who_answered(answers: Answers) -> str:
    """Who gave the answers, as staff would say it."""
    if RESPONDENT not in answers:
        return gettext("not asked")
    return {
        "patient": gettext("the person"),
        "together": gettext("the person, with help"),
        "caregiver": gettext("a caregiver"),
    }[answers[RESPONDENT][0]]


def safety_net(content: Content, speaker: Speaker) -> tuple[str, ...]:
    """What every result says, whatever it says."""
    return tuple(speaker.lines(line.text for line in content.advice_in("always")))


def signed_off(site: Site) -> str:
    """Which clinician answers for the content at this site, if any does."""
    if site.sign_off is None:
        return gettext("not clinically signed off")
    signed = site.sign_off
    return gettext("signed off by %(name)s, %(role)s, %(date)s", name=signed.name, role=signed.role, date=signed.date)
