"""A site's own rules, put in force only once it is shown that nobody is worse off by them.

The solver that shows it is no requirement of the service, and is loaded only where a site has rules of its own.
"""

from pathlib import Path

from app.rules.errors import ContentError, Problem
from app.rules.load import content, put_in_force, shipped
from app.rules.shape import Content
from app.rules.site import lay_over
from config import SettingsError, read_site_rules

NOT_INSTALLED = (
    "SITE_RULES needs the solver z3, which is not installed. To install it: "
    "python -m pip install --require-hashes -r requirements-site.txt"
)


def serve(folder: str) -> None:
    """Put in force what this process serves: the shipped content, with the rules of a folder if one is named.

    Raises ContentError or SettingsError when it may not be served; in force is then what was before.
    """
    put_in_force(_shown_safe(Path(folder)) if folder else None)


def served() -> Content:
    """What a service with this environment would serve, put in force for a command. Raises as ``serve`` does."""
    serve(read_site_rules())
    return content()


def _shown_safe(folder: Path) -> Content:
    merged = lay_over(shipped(), folder)
    try:
        from app.signoff.space import GaveUp
        from app.signoff.worse import WITHIN, worse
    except ImportError:
        raise SettingsError(NOT_INSTALLED) from None
    try:
        problems = [found._replace(file=f"{folder.name}/rules") for found in worse(shipped(), merged)]
    except GaveUp as error:
        what = f"whether {error} was not decided in {WITHIN // 1000} seconds, and not known is not no"
        remedy = "start again on a machine that is less busy, or make the rules fewer and simpler"
        raise ContentError([Problem(f"{folder.name}/rules", "the file", what, remedy)]) from None
    if problems:
        raise ContentError(problems)
    return merged
