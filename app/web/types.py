"""The shapes that rooms hand to each other and that have no home of their own."""

from collections.abc import Callable, Iterable
from typing import Any

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
"""A WSGI application: the request and what starts the response go in, the body comes out."""

Json = dict[str, Any]
"""An object of JSON, as it is read or will be written."""
