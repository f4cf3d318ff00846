"""What nobody has checked or tested, for whoever answered."""

from app.words.languages import gettext


def unchecked() -> str:
    """Beside the answers and what the check made of them."""
    return gettext("Nobody has checked these answers. This is not a diagnosis.")


def untested() -> str:
    """For whoever wonders whether to trust the check."""
    return gettext("No person with ALS has tested it yet.")
