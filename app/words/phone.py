"""A phone number as people write it, made into the address of a link that calls it (RFC 3966)."""

import re

EXTENSION = re.compile(r",? ?(?:ext\.?|extension|x) ?([0-9]{1,6})$", re.IGNORECASE)
TRUNK_ZERO = re.compile(r"(?<=[0-9 ])\(0\)")  # "+44 (0)20": dialled inside the country only


def tel(number: str) -> str:
    """The ``tel:`` address of a number that the settings have accepted, for example ``tel:+442079460000``."""
    main, extension = number, ""
    if found := EXTENSION.search(number):
        main, extension = number[: found.start()], f";ext={found[1]}"
    if main.lstrip().startswith("+"):
        main = TRUNK_ZERO.sub("", main)
    return "tel:" + re.sub(r"[^0-9+*#]", "", main).replace("#", "%23") + extension
