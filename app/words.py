"""Turning content into sentences: in the reader's voice, in their language, with the site's numbers in place."""

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from string import Formatter
from typing import cast

from flask import Flask, current_app, g
from flask_babel import get_locale

from app.i18n import gettext
from app.rules.content import Option, Question, Text, Voice, content
from config import Line, Site


class Speaker:
    """Says the content's texts to one reader at one site, in the language of the request that made it.

    It remembers what it said: the content is fixed, and looking words up and filling them in is slow.
    """

    def __init__(self, voice: Voice, site: Site) -> None:
        self.voice = voice
        self.site = site
        self._said: dict[str, str] = {}

    def say(self, text: Text | str) -> str:
        """A text in this reader's voice and language, with every ``{placeholder}`` filled."""
        english = text if isinstance(text, str) else text.to(self.voice)
        if english not in self._said:
            words = gettext(english)
            self._said[english] = words.format_map(self.names) if "{" in words else words
        return self._said[english]

    def option(self, option: Option) -> str:
        """An answer, word for word as this reader saw it."""
        return self.say(option.words(self.voice))

    def question(self, question: Question) -> str:
        """A question as this reader was asked it."""
        return self.say(question.ask)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What each placeholder of the content stands for; empty where the site has nothing to put there."""
        own_team = gettext("your ALS team") if self.voice == "patient" else gettext("their ALS team")
        return {
            "emergency": numbers(self.site),
            "urgent_line": line(self.site.urgent_line) or gettext("an urgent care line"),
            "als_team": line(self.site.als_team) or own_team,
            "palliative_line": line(self.site.palliative_line),
        }

    def lines(self, texts: Iterable[Text]) -> list[str]:
        """The texts that can be said here: one that needs a number the site does not have is left out."""
        return [self.say(text) for text in texts if all(self.names[name] for name in _placeholders(text.patient))]


def speaker_for(voice: Voice, site: Site) -> Speaker:
    """The one speaker of this process for this reader, site and language; nothing else about a visit is in it."""
    return _kept(voice, site, str(get_locale()))


@lru_cache(maxsize=64)
def _kept(voice: Voice, site: Site, language: str) -> Speaker:
    return Speaker(voice, site)


def numbers(site: Site) -> str:
    """The emergency numbers as words: "999", or "911, 999 or 112"."""
    *most, last = [emergency.number for emergency in site.emergency]
    if not most:
        return last
    return gettext("%(most)s or %(last)s", most=", ".join(most), last=last)


def line(someone: Line) -> str:
    """A name and number to call: "the clinic (555 0100)", or whichever of them there is."""
    if someone.name and someone.number and someone.number not in someone.name:
        return f"{someone.name} ({someone.number})"
    return someone.name or someone.number or ""


def _placeholders(words: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(words) if name]


def speaker() -> Speaker:
    """The speaker of this request; the views set its voice from the answers."""
    if "speaker" not in g:
        g.speaker = speaker_for("patient", current_app.config["SITE"])
    return cast(Speaker, g.speaker)


def speak_to(voice: Voice) -> Speaker:
    """From here on in this request, speak to this reader."""
    g.speaker = speaker_for(voice, current_app.config["SITE"])
    return cast(Speaker, g.speaker)


def init_words(app: Flask) -> None:
    """Give templates ``say``, ``answer``, ``lines`` and ``pick`` for the content's texts, and the site's settings."""
    filters = app.jinja_env.filters
    filters["say"] = lambda text: speaker().say(text)
    filters["answer"] = lambda option: speaker().option(option)
    filters["lines"] = lambda texts: speaker().lines(texts)
    app.jinja_env.globals.update(pick=_pick, site=app.config["SITE"], content=content())


def _pick(patient: str, caregiver: str) -> str:
    """Of two sentences of a template, each already translated, the one for this reader."""
    return patient if speaker().voice == "patient" else caregiver
