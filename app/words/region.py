"""Which emergency number comes first: the one of the region that a browser is set to.

The order is all that changes. Every number stays, each with where it works, for a browser can be set to a country that
its reader is not in.
"""

from functools import lru_cache

from babel.core import parse_locale
from msgspec.structs import replace
from werkzeug.datastructures import LanguageAccept

from site_settings import Site


def region_of(languages: LanguageAccept) -> str:
    """The region of the language a browser likes best, such as "GB" for en-GB; empty where it names none.

    A language further down its list says what somebody reads, not where they are: a browser in German has en-US there.
    """
    best = next(((tag, liked) for tag, liked in languages), ("", 0.0))
    try:
        return (parse_locale(best[0], sep="-")[1] or "") if best[1] > 0 else ""
    except ValueError:
        return ""


@lru_cache(maxsize=8)
def _ordered(site: Site, first: int) -> Site:
    numbers = site.emergency
    return replace(site, emergency=(numbers[first], *numbers[:first], *numbers[first + 1 :]))


def nearest_first(site: Site, region: str) -> Site:
    """The site with the first of its numbers that works in this region before the others; as it is, where none does."""
    first = next((place for place, number in enumerate(site.emergency) if region in number.regions), 0)
    return _ordered(site, first) if first else site
