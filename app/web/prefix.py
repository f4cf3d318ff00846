"""Serving below a path such as /backcheck, whether the proxy takes the path off or not."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from app.web.types import Wsgi

PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]+)+")  # what a proxy sends may be what a visitor sent it
LONGEST = 200  # letters; it stands in every address of a page


class Below:
    """A WSGI application below ``prefix``, or below what a trusted proxy names in X-Forwarded-Prefix."""

    def __init__(self, application: Wsgi, prefix: str, trusts_proxy: bool) -> None:
        """``prefix``: without a slash at its end; empty for the root."""
        self._application = application
        self._prefix = prefix
        self._trusts_proxy = trusts_proxy

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Put the prefix into SCRIPT_NAME, and take it off the path where it still stands there."""
        if prefix := self._asked(environ) or self._prefix:
            path = environ.get("PATH_INFO", "")
            environ["SCRIPT_NAME"] = prefix
            if path == prefix or path.startswith(f"{prefix}/"):
                environ["PATH_INFO"] = path.removeprefix(prefix) or "/"
        return self._application(environ, start_response)

    def _asked(self, environ: dict[str, Any]) -> str:
        said = environ.get("HTTP_X_FORWARDED_PREFIX", "").rstrip("/") if self._trusts_proxy else ""
        return said if len(said) <= LONGEST and PREFIX.fullmatch(said) else ""
