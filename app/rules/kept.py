"""What is made of the content is made once and kept, until other content is put in force."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])

_kept: list[Any] = []


def kept(most: int | None = None) -> Callable[[Function], Function]:
    """Keep what a function gives, for at most so many arguments; for any number when not given."""

    def keep(function: Function) -> Function:
        _kept.append(lru_cache(maxsize=most)(function))
        return cast(Function, _kept[-1])

    return keep


def forget() -> None:
    """Make all of it anew when it is next asked for."""
    for function in _kept:
        function.cache_clear()
