"""What stands on every output beside the result: who answered, and who answers for the content."""

from collections.abc import Iterator
from datetime import date

from app.rules.answers import Answers
from app.rules.shape import RESPONDENT, Content
from app.words.languages import gettext, translation_digest
from site_settings import SignOff, Site


def who_answered(answers: Answers) -> str:
    """Who gave the answers, as staff would say it."""
    if RESPONDENT not in answers:
        return gettext("not asked")
    return {
        "patient": gettext("the person"),
        "together": gettext("the person, with help"),
        "caregiver": gettext("a caregiver"),
    }[answers[RESPONDENT][0]]


def edition(content: Content) -> str:
    """Which content this is."""
    return gettext("Content version %(version)s, %(digest)s.", version=content.version, digest=content.digest)


def signature(content: Content, site: Site) -> SignOff | None:
    """The signature that holds for exactly this content; None when there is none, or one for another version."""
    signed = site.sign_off
    return signed if signed is not None and signed.digest == content.digest else None


def translation_signed(site: Site) -> bool:
    """Whether the words of this request's language are English, or a translation that somebody signed as it is."""
    digest = translation_digest()
    return not digest or (site.translation_sign_off is not None and site.translation_sign_off.digest == digest)


def signed_off(content: Content, site: Site, today: date) -> str:
    """Which clinician answers for the content at this site, if any does; and what else to know of it, for staff."""
    return ", ".join(_signed_off(content, site, today))


def _signed_off(content: Content, site: Site, today: date) -> Iterator[str]:
    signed = signature(content, site)
    if signed:
        yield gettext(
            "signed off by %(name)s, %(role)s, %(date)s", name=signed.name, role=signed.role, date=signed.date
        )
    elif site.sign_off:
        yield gettext("not clinically signed off for this version")
    else:
        yield gettext("not clinically signed off")
    if not translation_signed(site):
        yield gettext("translation not signed off")
    if content.site:
        yield gettext("with rules of this site")
    if content.overdue(today):
        yield gettext("review overdue since %(date)s", date=content.review_by.isoformat())


def standing(content: Content, site: Site) -> Iterator[str]:
    """The same in sentences, for whoever answers; that a review is overdue stands at the foot of each page."""
    signed = signature(content, site)
    if signed:
        yield gettext(
            "At this site the content was signed off by %(name)s, %(role)s, on %(date)s.",
            name=signed.name,
            role=signed.role,
            date=signed.date,
        )
    elif site.sign_off:
        yield gettext("No clinician has signed off this version of the content. Another version was signed off before.")
    else:
        yield gettext("No clinician has signed this content off.")
    if not translation_signed(site):
        yield gettext("Nobody has signed off this translation.")
    if content.site:
        yield gettext("This site added rules of its own. They can make care come sooner, never later.")
