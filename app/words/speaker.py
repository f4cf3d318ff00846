"""Turning content into sentences: in the reader's voice, in their language, with the site's numbers in place."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from string import Formatter
from typing import NamedTuple

from app.rules.shape import Option, Question, Text, Voice
from app.words.languages import gettext, language
from app.words.numbers import line, lines_of, numbers, texting
from site_settings import Site

SENTENCE_ENDS = re.compile(r"(?<=\.) ")


class Sentence(NamedTuple):
    """Words with every placeholder filled, and which placeholders they had: a number says not whose it is."""

    words: str
    names: frozenset[str]


class Speaker:
    """Says the content's texts to one reader at one site, in the language of the request that made it.

    It remembers what it said: the content is fixed, and looking words up and filling them in is slow.
    """

    def __init__(self, voice: Voice, site: Site, helped: bool = False) -> None:
        """``helped``: someone is beside the person, and is told what they can do."""
        self.voice = voice
        self.site = site
        self.helped = helped
        self._said: dict[str, str] = {}

    def say(self, text: Text | str) -> str:
        """A text in this reader's voice and language, with every ``{placeholder}`` filled."""
        english = self._english(text)
        if english not in self._said:
            words = gettext(english)
            self._said[english] = words.format_map(self.names) if "{" in words else words
        return self._said[english]

    def whole(self, text: Text) -> Sentence:
        """The same, with what it names."""
        return self._filled(gettext(self._english(text)))

    def sentences(self, text: Text) -> list[Sentence]:
        """The same, a sentence each. A name with a full stop in it, as in "Dr. Lee", ends none; nor does a question,
        for without its answer it says nothing."""
        return [self._filled(part) for part in SENTENCE_ENDS.split(gettext(self._english(text)))]

    def option(self, option: Option) -> str:
        """An answer, word for word as this reader saw it."""
        return self.say(option.words(self.voice))

    def question(self, question: Question) -> str:
        """A question as this reader was asked it."""
        return self.say(question.ask)

    def pick(self, patient: str, caregiver: str) -> str:
        """Of two sentences that are in the reader's language already, the one for this reader."""
        return patient if self.voice == "patient" else caregiver

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What each placeholder of the content stands for; empty where the site has nothing to put there."""
        own_team = gettext("your ALS team") if self.voice == "patient" else gettext("their ALS team")
        return {
            "emergency": numbers(self.site),
            "urgent_line": line(self.site.urgent_line) or gettext("an urgent care line"),
            "als_team": line(self.site.als_team) or own_team,
            "palliative_line": line(self.site.palliative_line),
            "crisis_line": lines_of(self.site.crisis_lines),
            "emergency_text": texting(self.site),
        }

    def lines(self, texts: Iterable[Text]) -> list[str]:
        """The texts that can be said here: one that needs a number the site does not have is left out."""
        return [self.say(text) for text in texts if all(self.names[name] for name in _placeholders(text.patient))]

    def _filled(self, words: str) -> Sentence:
        return Sentence(words.format_map(self.names), frozenset(_placeholders(words)))

    def _english(self, text: Text | str) -> str:
        return text if isinstance(text, str) else text.to(self.voice, self.helped)


def speaker_for(voice: Voice, site: Site, helped: bool = False) -> Speaker:
    """The one speaker of this process for this reader, site and language; nothing else about a visit is in it."""
    return _kept(voice, site, helped, language())


@lru_cache(maxsize=64)
def _kept(voice: Voice, site: Site, helped: bool, spoken: str) -> Speaker:
    return Speaker(voice, site, helped)


def _placeholders(words: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(words) if name]
