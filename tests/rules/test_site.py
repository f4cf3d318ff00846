# ruff: noqa: E501 - a table is read by its rows
"""A folder of a site's own rules: what it adds, and how a mistake in it is told."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from app.rules.errors import ContentError
from app.rules.load import shipped
from app.rules.shape import Content, Text
from app.rules.site import SITE_FILES, lay_over
from app.rules.site_words import lost
from tests.rules.site_folders import EXAMPLE, MORE, SAID, instead_of, own, site

Files = dict[str, Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "ours"


def test_the_example_is_laid_over_the_shipped_content() -> None:
    before, after = shipped(), lay_over(shipped(), EXAMPLE)
    assert {file.stem for file in EXAMPLE.iterdir()} == set(SITE_FILES)
    added = [rule.id for rule in after.rules if rule.id not in {rule.id for rule in before.rules}]
    assert added == ["site-fall-on-a-breathing-machine", "site-strong-pain-on-a-breathing-machine"]
    assert [rule.id for rule in after.rules][: len(before.rules)] == [rule.id for rule in before.rules]
    assert after.causes[-1].id == "site-hoist-sling"
    assert after.advice[-1].id == "site-equipment-desk"
    assert after.tier["same_day"].after[:-1] == before.tier["same_day"].after
    assert (after.questions, after.version) == (before.questions, before.version)


def test_the_fingerprint_names_both_and_changes_with_any_file(folder: Path) -> None:
    site(folder, **{file.stem: file.read_bytes() for file in EXAMPLE.iterdir()})
    first = lay_over(shipped(), folder)
    assert first.digest == f"{shipped().digest}+site-{first.site}"
    assert first.digest == lay_over(shipped(), EXAMPLE).digest
    seen = {first.digest}
    for file in sorted(folder.iterdir()):
        file.write_bytes(file.read_bytes() + b"\n# one remark more\n")
        seen.add(lay_over(shipped(), folder).digest)
    assert len(seen) == 1 + len(SITE_FILES)


def test_a_byte_order_mark_and_files_that_are_no_toml_do_no_harm(folder: Path) -> None:
    site(folder, rules={"rule": [own()]})
    (folder / "rules.toml").write_bytes(b"\xef\xbb\xbf" + (folder / "rules.toml").read_bytes())
    (folder / "README.md").write_text("Ours.")
    assert lay_over(shipped(), folder).rules[-1].id == "site-own"


def rules(*entries: dict[str, Any]) -> Files:
    return {"rules": {"rule": entries}}


def said(words: Text | None, **changed: str | None) -> dict[str, str]:
    """A shipped sentence in each voice, but for those that are changed."""
    assert words is not None
    every = {"patient": words.patient, "caregiver": words.caregiver, "together": words.together, **changed}
    return {voice: sentence for voice, sentence in every.items() if sentence is not None}


CAUSE = {
    "id": "site-bed",
    "area": "any",
    "mechanism": "posture",
    "name": "Bed",
    "text": SAID,
    "supported_by": {"mobility": ["bed"]},
    "judgement": True,
}
STROKE = next(rule for rule in shipped().rules if rule.id == "stroke-signs")
ALLERGY = next(rule for rule in shipped().rules if rule.id == "allergic-reaction")
CALL = shipped().most_urgent
DRIVE = "Drive to our desk now"

MISTAKES: dict[str, tuple[Files, str, str, str, str]] = {
    "nothing at all": ({}, "ours", "the folder", "it holds nothing", "unset SITE_RULES"),
    "an empty file": ({"rules": ""}, "ours", "the folder", "it holds nothing", "rules.toml"),
    "questions": ({"questions": "question = []"}, "ours/questions", "the file", "cannot add or change questions or answers: printed codes rely on them", "remove the file"),
    "a file of another name": ({"rule": "rule = []"}, "ours/rule", "the file", "no file of this name is read", "use one of rules.toml"),
    "no TOML": ({"rules": "[[rule]\n"}, "ours/rules", "the file", "line 1", "correct the TOML"),
    "another encoding": ({"rules": "# Ménière".encode("latin-1")}, "ours/rules", "the file", "utf-8", "correct the TOML"),
    "an unknown key": (rules(own(unless=[{"fever": ["none"]}])), "ours/rules", "rule 'site-own'", "unknown field `unless`", "use one of ['id', "),
    "a key that switches off": ({"rules": 'remove = ["stroke-signs"]'}, "ours/rules", "the file", "unknown field `remove`", "use one of ['rule']"),
    "an id that is nobody's": (rules(own("stroke-sings")), "ours/rules", "rule 'stroke-sings'", "neither the site's own nor shipped", "begin the id with 'site-', or name one that is shipped"),
    "an id twice": (rules(own(), own()), "ours/rules", "rule 'site-own'", "used twice", "rename or remove"),
    "a shipped rule twice": (rules(instead_of("stroke-signs"), instead_of("stroke-signs", tier="soon")), "ours/rules", "rule 'stroke-signs'", "used twice", "rename or remove"),
    "a tier that is none": (rules(own(tier="at_once")), "ours/rules", "rule 'site-own'", "no tier 'at_once'", "emergency_now"),
    "a question that is none": (rules(own(when=[{"shoe_size": ["large"]}])), "ours/rules", "rule 'site-own'", "no question 'shoe_size'", "use one of"),
    "an answer that is none": (rules(own(when=[{"severity": ["awful"]}])), "ours/rules", "rule 'site-own'", "'awful' is no answer to 'severity'", "use one of"),
    "no condition": (rules(own(when=[])), "ours/rules", "rule 'site-own'", "a condition is empty", "name a question"),
    "an answer without a tripwire": (rules(own(when=[{"usual": ["cramps"]}])), "ours/rules", "question 'usual' answer 'cramps'", "no tripwire", "have the rule wait for other answers"),
    "no sources": (rules(own(judgement=None)), "ours/rules", "entry 'site-own'", "neither sources nor judgement", "judgement = true"),
    "a source that is none": (rules(own(sources=["site-paper"])), "ours/rules", "entry 'site-own'", "no source 'site-paper'", "sources.toml"),
    "a shipped source anew": ({"sources": "[source.article]\nbody = 'Us'\ntitle = 'Ours'\nread = 'own'"}, "ours/sources", "source 'article'", "neither the site's own", "begin the id with 'site-'"),
    "one voice only": (rules(own(because={"patient": "For you."})), "ours/rules", "rule 'site-own' because", "missing required field `caregiver`", "add it"),
    "a number that no site has": (rules(own(because={"patient": "Call {clinic}.", "caregiver": "Call {clinic}."})), "ours/rules", "entry 'site-own'", "no placeholder {clinic}", "emergency"),
    "an emergency nobody can say": (rules(own(tier="emergency_now", when=[{"risk": ["past_clot"], "severity": ["moderate"]}])), "ours/crew", "rule 'site-own'", "nothing can be said for it", "add a [[rule]]"),
    "other words for a rule that has words": ({"crew": {"rule": [{"id": "cannot-tell-and-ill", "text": SAID}]}}, "ours/crew", "rule 'cannot-tell-and-ill'", "neither the site's own nor shipped", "begin the id"),
    "a shipped cause anew": ({"causes": {"cause": [{**CAUSE, "id": "lower-sitting"}]}}, "ours/causes", "cause 'lower-sitting'", "neither the site's own", "begin the id with 'site-'"),
    "a mechanism that is none": ({"causes": {"cause": [{**CAUSE, "mechanism": "luck"}]}}, "ours/causes", "cause 'site-bed'", "no mechanism 'luck'", "use one of"),
    "a tier of its own": ({"tiers": {"tier": [{"id": "tomorrow", "after": [SAID]}]}}, "ours/tiers", "tier 'tomorrow'", "a site cannot add one", "use one of ['emergency_now'"),
    "a tier of its own with a site's id": ({"tiers": {"tier": [{"id": "site-tomorrow", "after": [SAID]}]}}, "ours/tiers", "tier 'site-tomorrow'", "a site cannot add one", "use one of ['emergency_now'"),
    "no number to call for the person": ({"tiers": {"tier": [{"id": CALL.id, "heading": said(CALL.heading, patient=DRIVE)}]}}, "ours/tiers", f"tier {CALL.id!r} heading, for the person:", f"it no longer says {CALL.heading.patient!r}", "write these words first"),
    "no number to call for a caregiver": ({"tiers": {"tier": [{"id": CALL.id, "heading": said(CALL.heading, caregiver=DRIVE)}]}}, "ours/tiers", f"tier {CALL.id!r} heading, for a caregiver:", f"it no longer says {CALL.heading.caregiver!r}", "write these words first"),
    "no number to call for two": ({"tiers": {"tier": [{"id": CALL.id, "heading": said(CALL.heading, together=DRIVE)}]}}, "ours/tiers", f"tier {CALL.id!r} heading, for the person with a helper:", f"it no longer says {CALL.heading.patient!r}", "write these words first"),
    "other words to say": ({"tiers": {"tier": [{"id": CALL.id, "say": SAID}]}}, "ours/tiers", f"tier {CALL.id!r} say, for the person:", "it no longer says", "write these words first"),
    "another reason": (rules(instead_of("stroke-signs", because=said(STROKE.because, caregiver="They may be tired."))), "ours/rules", "rule 'stroke-signs' because, for a caregiver:", "it no longer says", "write these words first"),
    "a reason less for two": (rules(instead_of("allergic-reaction", because=said(ALLERGY.because, together=None))), "ours/rules", "rule 'allergic-reaction' because, for the person with a helper:", "it no longer says", "write these words first"),
    "no extra words": (rules(instead_of("stroke-signs", extra=None)), "ours/rules", "rule 'stroke-signs' extra, for the person:", "it no longer says", "write these words first"),
    "nothing to ask": (rules(instead_of("cauda-equina", ask=None)), "ours/rules", "rule 'cauda-equina' ask, for a caregiver:", "it no longer says", "write these words first"),
    "another thing for staff": (rules(instead_of("stroke-signs", points_to="tiredness")), "ours/rules", "rule 'stroke-signs' points_to", "it no longer says 'stroke'", "write these words first"),
    "words that no longer stay": (rules(instead_of("cannot-go-on", extra_stays=None)), "ours/rules", "rule 'cannot-go-on'", "no longer marked extra_stays", "set extra_stays = true"),
    "judgement that is owned up to no more": (rules(instead_of("cord-abscess-or-bleed", judgement=None)), "ours/rules", "rule 'cord-abscess-or-bleed'", "no longer marked judgement", "set judgement = true"),
    "a source less": (rules(instead_of("stroke-signs", sources=None, judgement=True)), "ours/rules", "rule 'stroke-signs'", "no longer names 'nhs-stroke'", "name it among the sources"),
    "another line of the article": (rules(instead_of("stroke-signs", article="fever")), "ours/rules", "rule 'stroke-signs'", "no longer carries what the article says", "set article = 'neurological-symptoms'"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_place_and_its_remedy(folder: Path, name: str) -> None:
    files, file, where, what, remedy = MISTAKES[name]
    with pytest.raises(ContentError) as caught:
        lay_over(shipped(), site(folder, **files))
    told = [str(problem) for problem in caught.value.problems]
    assert any(
        one.startswith(f"{file}.toml: {where}") and what in one and remedy in one.partition(" To mend it: ")[2]
        for one in told
    ), told


def test_words_behind_the_shipped_ones_are_no_mistake(folder: Path) -> None:
    longer = {voice: f"{words} And come here." for voice, words in said(ALLERGY.because).items()}
    site(
        folder,
        rules={"rule": [instead_of("allergic-reaction", because=longer)]},
        tiers={"tier": [{"id": CALL.id, "actions": [MORE]}]},
    )
    after = lay_over(shipped(), folder)
    assert after.tier[CALL.id].actions[-1] == Text(**MORE)
    assert after.tier[CALL.id].heading == CALL.heading


def without(content: Content, name: str) -> Content:
    return replace(content, **{name: getattr(content, name)[:-1]})


@pytest.mark.parametrize("name", ["questions", "tiers", "rules", "mechanisms", "causes", "risk_factors", "advice"])
def test_an_entry_that_is_gone_is_told(name: str) -> None:
    """No folder can take one away as folders are laid over today; should one be able to, it is noticed."""
    found = list(lost(shipped(), without(shipped(), name)))
    assert [problem.what for problem in found] == ["it is gone"]
    assert not list(lost(without(shipped(), name), shipped()))
