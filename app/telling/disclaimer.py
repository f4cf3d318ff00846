"""What stands on whatever is handed to staff or to another program: nobody has checked it, and it is no diagnosis."""

from app.words.languages import gettext


def for_staff() -> str:
    """In few words."""
    return gettext("Patient-reported, not verified; not a diagnosis.")


def with_sign_off(signed_off: str) -> str:
    """The same for other programs, which have no place of their own for who answers for the content."""
    return f"{for_staff()} {gettext('Content: %(signed)s.', signed=signed_off)}"


def for_blanks(version: str) -> str:
    """At the foot of each page that is handed out blank."""
    return gettext("ALS back pain check. Not a diagnosis. Content %(version)s.", version=version)
