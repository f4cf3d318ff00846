"""The foot of every page. It says the same to everybody, so it is rendered once a place, and kept."""

from collections.abc import Callable
from functools import lru_cache

from flask import Flask, render_template, request
from markupsafe import Markup

from app.rules.load import content
from app.web.today import today


def init_footer(app: Flask, safety: Callable[[], str]) -> None:
    """Give templates ``footer()``. ``safety`` says what every page says last."""

    @lru_cache(maxsize=64)
    def rendered(root: str, overdue: bool) -> Markup:
        return Markup(render_template("web/footer.html", overdue=overdue, safety=safety()))  # noqa: S704 # nosec B704 - our own template, autoescaped

    app.jinja_env.globals["footer"] = lambda: rendered(request.script_root, content().overdue(today()))
