"""A site's own rules can only make it safer: shown for every set of answers, or the service does not start."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import z3
from click.testing import Result
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app import create_app
from app.rules.answers import Answers
from app.rules.engine import Outcome, Rulebook, rulebook
from app.rules.errors import ContentError
from app.rules.load import CONTENT_FOLDER, content, put_in_force, shipped
from app.rules.shape import NOT_SURE, Content, Question
from app.rules.site import lay_over
from app.signoff import site_rules
from app.signoff.command import content_cli
from app.signoff.worse import worse
from app.telling.told import Told, told
from app.web.forms import form_class
from app.words.speaker import speaker_for
from config import SettingsError, read_config
from site_settings import SignOff, Site
from tests.conftest import TEST_KEY
from tests.rules.people import CALM, with_answers
from tests.rules.site_folders import EXAMPLE, MORE, instead_of, own, site
from tests.telling.summary_help import sheets, squeezed
from tests.visitor import Visitor

PROJECT = Path(__file__).parents[2]
PIN = r"^z3-solver==.*(?:\n    --hash.*)*"
PINNED_IN = ("requirements-site.txt", "requirements-dev.txt")
STAFF = ("print", "text", "PDF")
CALMEST = {**CALM, "respondent": ("patient",)}
STRONG_PAIN = with_answers(
    CALM, {"respondent": ("caregiver",), "severity": ("severe",), "risk": ("breathing_support",)}
)
ON_A_MACHINE = {"respondent": "caregiver", "severity": "severe", "risk": ["breathing_support"]}
RULE = "site-strong-pain-on-a-breathing-machine"


@pytest.fixture(autouse=True)
def shipped_again() -> Iterator[None]:
    """No other test meets the rules of a site."""
    yield
    put_in_force(None)


def app_of(folder: Path | str, **changed: object) -> Flask:
    """The application of a site with rules of its own; of one without where the folder is empty."""
    return create_app({"SECRET_KEY": TEST_KEY, "RATELIMIT_ENABLED": False, "SITE_RULES": str(folder), **changed})


def outputs(app: Flask) -> dict[str, str]:
    """What each page and output says of somebody with strong pain on a breathing machine."""
    visitor = Visitor(app)
    visitor.result(ON_A_MACHINE)
    get = visitor.client.get
    sent = {"answers": {question: list(values) for question, values in STRONG_PAIN.items()}}
    said = {
        "result": visitor.get("/result").text,
        "why": visitor.get("/result/why").text,
        "print": visitor.get("/summary").text,
        "text": get("/summary.txt").text,
        "PDF": "".join(sheets(get("/summary.pdf").data)),
        "FHIR": get("/summary.json").text,
        "API": visitor.client.post("/api/triage", json=sent).text,
    }
    return {name: squeezed(words) for name, words in said.items()}


# What a site may do


def test_a_rule_that_raises_is_named_with_its_reason_on_every_output() -> None:
    before, after = outputs(app_of("")), outputs(app_of(EXAMPLE))
    rule = next(rule for rule in content().rules if rule.id == RULE)
    reason = {"why": rule.because.caregiver, "FHIR": RULE, "API": RULE} | dict.fromkeys(STAFF, rule.points_to)
    for name, words in reason.items():
        assert squeezed(words) in after[name] and squeezed(words) not in before[name], name
    for name in before:
        assert squeezed(shipped().tier["soon"].urgency) in before[name], name
        assert squeezed(shipped().tier["same_day"].urgency) in after[name], name


def test_every_output_says_that_a_site_has_rules_of_its_own_and_its_fingerprint() -> None:
    before, after = outputs(app_of("")), outputs(app_of(EXAMPLE))
    for name in (*STAFF, "FHIR"):
        assert squeezed("with rules of this site") in after[name] and "rulesofthissite" not in before[name], name
    for name in (*STAFF, "FHIR", "API"):
        assert squeezed(content().digest) in after[name] and "+site-" not in before[name], name
    assert squeezed("They can make care come sooner, never later.") in after["result"]
    about = Visitor(app_of(EXAMPLE)).get("/about").text
    assert content().digest in about and "This site added rules of its own." in about


def test_the_tier_rises_and_falls_back_with_the_rules() -> None:
    seen = []
    for folder in ("", str(EXAMPLE), ""):
        site_rules.serve(folder)
        seen.append(rulebook().tier(STRONG_PAIN).id)
    assert seen == ["soon", "same_day", "soon"]


def test_whatever_was_made_of_the_content_is_made_anew() -> None:
    """A service that reads a folder again shows its rules in what it had shown before."""
    ids = []
    for folder in ("", EXAMPLE):
        described = Visitor(app_of(folder)).client.get("/api/openapi.json").text
        ids.append(RULE in described)
        assert form_class("fever", "patient") is form_class("fever", "patient")
    assert ids == [False, True]


def test_a_shipped_rule_may_wait_for_more_and_be_more_urgent(tmp_path: Path) -> None:
    wider = instead_of("severe-pain", tier="same_day", when=[{"severity": ["moderate", "severe"]}])
    site_rules.serve(str(site(tmp_path / "ours", rules={"rule": [wider]})))
    assert rulebook().tier(with_answers(CALM, {"severity": ("moderate",)})).id == "same_day"


# What stops the start


def refusal(folder: Path) -> tuple[list[str], Content]:
    """Why the rules of a folder are not served, and what would be if they were. What was in force stays in force."""
    before = content()
    with pytest.raises(ContentError) as caught:
        site_rules.serve(str(folder))
    assert content() is before
    return [str(problem) for problem in caught.value.problems], lay_over(shipped(), folder)


def answers_told(words: str) -> Answers:
    """The set of answers that a refusal tells in words, by the texts of the questions and the labels of the answers."""
    told = re.search(r" for these answers: (.*?)\. To mend it: ", words)
    assert told
    answers, rest = dict(CALMEST), told[1]
    for question in content().questions:
        for voice in ("patient", "caregiver"):
            if f"{question.ask.to(voice)!r}: " in rest:
                answers[question.id] = chosen(question, rest.partition(f"{question.ask.to(voice)!r}: ")[2])
    return Answers({id: values for id, values in answers.items() if values})


def chosen(question: Question, told: str) -> tuple[str, ...]:
    """The answers whose labels stand first in what is told; none where it was not asked."""
    if told.startswith("not asked"):
        return ()
    labels = [label.strip("'\"") for label in told.partition("; ")[0].split(" and '")]
    values = tuple(option.value for option in question.option if option.label in labels)
    assert len(values) == len(labels), (labels, values)
    return values


LOWERING = {
    "a tier that is calmer": instead_of("stroke-signs", tier="soon"),
    "a condition more": instead_of("stroke-signs", when=[{"limbs": ["sudden_one_side"], "fever": ["fever"]}]),
    "an answer less": instead_of("fever-with-back-pain", when=[{"fever": ["fever"]}]),
    "other answers": instead_of("severe-pain", when=[{"severity": ["unbearable"]}]),
    "not sure is no longer heard": instead_of("possible-leg-clot", when=[{"swollen_leg": ["yes"]}]),
    "an answer that not everyone is offered": instead_of(
        "weight-loss-known", when=[{"weight": ["yes_known"], "bladder_saddle": ["nothing_seen"]}]
    ),
}


@pytest.mark.parametrize("name", LOWERING)
def test_a_rule_that_lowers_is_refused_with_answers_that_really_lower(tmp_path: Path, name: str) -> None:
    told, merged = refusal(site(tmp_path / "ours", rules={"rule": [LOWERING[name], own()]}))
    assert told[0].startswith(f"ours/rules.toml: rule {LOWERING[name]['id']!r}: the result would be ")
    answers = answers_told(told[0])
    before, after = Rulebook(shipped()).tier(answers), Rulebook(merged).tier(answers)
    assert shipped().urgency[after.id] < shipped().urgency[before.id]
    assert f"{after.urgency!r} in place of {before.urgency!r}" in told[0]


def test_a_warning_that_another_rule_of_the_site_covers_is_still_missed(tmp_path: Path) -> None:
    """The tier is the same for everyone, yet the shipped words are not heard."""
    quiet = instead_of("allergic-reaction", when=[{"awake": ["swelling"], "fever": ["fever"]}])
    cover = own(tier="emergency_now", when=[{"awake": ["swelling"]}])
    [told], merged = refusal(site(tmp_path / "ours", rules={"rule": [quiet, cover]}))
    assert "rule 'allergic-reaction': this warning would be missing" in told
    answers = answers_told(told)
    fired = [{each.rule.id for each in Rulebook(one).triage(answers).warnings} for one in (shipped(), merged)]
    assert "allergic-reaction" in fired[0] - fired[1]


def test_extra_words_that_another_rule_of_the_site_leaves_unsaid_are_missed(app: Flask, tmp_path: Path) -> None:
    lower = instead_of("allergic-reaction", tier="soon")
    cover = own(tier="emergency_now", when=[{"awake": ["swelling"]}])
    [problem], merged = refusal(site(tmp_path / "ours", rules={"rule": [lower, cover]}))
    assert "rule 'allergic-reaction': its extra words would be missing" in problem
    with app.test_request_context():
        before, after = (told_by(one, answers_told(problem)).extras for one in (shipped(), merged))
    assert set(before) > set(after)


def test_words_in_place_of_what_a_result_says_to_do_are_refused(app: Flask, tmp_path: Path) -> None:
    """A rule of the most urgent result that would say "come to us" where "Do not drive yourself" stood."""
    instead = own(tier="emergency_now", when=[{"chest_sudden": ["chest_pain"]}], extra=MORE, extra_replaces=True)
    [problem], merged = refusal(site(tmp_path / "ours", rules={"rule": [instead]}))
    assert "rule 'site-own': extra_replaces would leave out what the result says to do" in problem
    answers = answers_told(problem)
    with app.test_request_context():
        assert told_by(shipped(), answers).actions and not told_by(merged, answers).actions


def told_by(one: Content, answers: Answers) -> Told:
    return told(Rulebook(one).triage(answers), speaker_for(answers.voice, Site()))


def test_a_solver_that_does_not_know_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unknown is never no. So it is too when only the last thing it is asked remains open."""
    for knows in (0, 1):
        found = iter([z3.unsat] * knows)
        monkeypatch.setattr(z3.Solver, "check", lambda *_, found=found: next(found, z3.unknown))
        with pytest.raises(ContentError, match=r"was not decided in 10 seconds, and not known is not no"):
            site_rules.serve(str(EXAMPLE))
        assert content() is shipped()


def test_the_solver_has_a_limit_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(z3.Solver, "set", lambda _, *words: asked.append(words))
    site_rules.serve(str(EXAMPLE))
    assert set(asked) == {("timeout", 10_000)}


def test_without_the_solver_the_start_stops_and_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("app.signoff.space", "app.signoff.worse"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "z3", None)
    with pytest.raises(SettingsError, match=r"z3, which is not installed\. .* -r requirements-site\.txt"):
        app_of(EXAMPLE)
    app_of("")


def test_the_solver_is_pinned_alike_where_a_site_and_where_a_developer_installs_it() -> None:
    pins = [re.findall(PIN, (PROJECT / name).read_text(), re.MULTILINE) for name in PINNED_IN]
    assert len(pins[0]) == 1 and pins[0] == pins[1] and "--hash=sha256:" in pins[0][0]


def test_without_rules_of_a_site_no_solver_is_loaded() -> None:
    start = f"import sys; from app import create_app; create_app({{'SECRET_KEY': {TEST_KEY!r}}}); "
    command = [sys.executable, "-c", start + "print('z3' in sys.modules)"]
    assert subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout == "False\n"


def test_a_folder_that_is_not_there_is_a_wrong_setting(tmp_path: Path) -> None:
    key = {"SECRET_KEY": TEST_KEY}
    assert read_config(key)["SITE_RULES"] == ""
    assert read_config(key | {"SITE_RULES": f" {tmp_path} "})["SITE_RULES"] == str(tmp_path)
    with pytest.raises(SettingsError, match=r"SITE_RULES: there is no folder .*nowhere\. Create it, or unset"):
        read_config(key | {"SITE_RULES": str(tmp_path / "nowhere")})


def test_a_broken_folder_leaves_in_force_what_was(tmp_path: Path) -> None:
    """A worker that takes the place of another must not meet a folder that was refused."""
    app = app_of(EXAMPLE)
    before = content()
    with pytest.raises(ContentError):
        app_of(site(tmp_path / "ours", rules="[[rule]\n"))
    assert content() is before
    assert Visitor(app).client.get("/healthz").json["digest"] == before.digest


# Signing


def test_who_signed_the_released_content_has_not_signed_the_sites() -> None:
    for digest, signs in ((shipped().digest, False), (lay_over(shipped(), EXAMPLE).digest, True)):
        own_site = Site(sign_off=SignOff("Dr A. Person", "neurologist", "2026-11-23", digest))
        said = outputs(app_of(EXAMPLE, SITE=own_site))
        for name in (*STAFF, "result"):
            assert (squeezed("Dr A. Person") in said[name]) == signs, name
        for name in STAFF:
            assert (squeezed("not clinically signed off for this version") in said[name]) != signs, name


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs `flask content ...` for a site with these rules."""
    app = Flask("bare")
    app.cli.add_command(content_cli)

    def runs(folder: Path, *words: str) -> Result:
        monkeypatch.setenv("SITE_RULES", str(folder))
        return app.test_cli_runner().invoke(args=["content", *words])

    return runs


def test_the_commands_work_on_what_is_served(run: Callable[..., Result], tmp_path: Path) -> None:
    digest = lay_over(shipped(), EXAMPLE).digest
    checked = run(EXAMPLE, "check")
    assert (checked.exit_code, checked.stderr) == (0, "")
    assert f"({digest})" in checked.stdout and f"{len(shipped().rules) + 2} rules" in checked.stdout
    for words in (("show",), ("show", "--for", "clinician")):
        shown = run(EXAMPLE, *words).stdout
        assert digest in shown and RULE in shown
    assert f"content 1.1 ({digest})" in run(EXAMPLE, "cases").stdout
    assert RULE not in run(EXAMPLE, "show", "--folder", str(CONTENT_FOLDER)).stdout


@pytest.mark.parametrize("command", ["check", "show", "dmn", "cases"])
def test_a_command_says_each_mistake_on_a_line_and_ends_with_1(
    run: Callable[..., Result], tmp_path: Path, command: str
) -> None:
    rules = [instead_of("stroke-signs", tier="soon")]
    result = run(site(tmp_path / "ours", rules={"rule": rules}), command)
    assert (result.exit_code, result.stdout) == (1, "")
    assert {line.partition(": ")[0] for line in result.stderr.splitlines()} == {"ours/rules.toml"}
    missing = run(tmp_path / "nowhere", command)
    assert missing.exit_code == 1 and "SITE_RULES: there is no folder" in missing.stderr


# Accepted exactly when nobody is worse off

ASKED = ("fall", "swollen_leg", "fever")
SHIPPED = ("possible-leg-clot", "fever-with-back-pain", "fall-new-pain", "knock-without-change")


def conditions() -> st.SearchStrategy[dict[str, list[str]]]:
    """A clause of one or two of the questions, with answers that a rule may wait for."""
    answers = {id: st.lists(st.sampled_from(awaited(id)), min_size=1, max_size=3, unique=True) for id in ASKED}
    ids = st.lists(st.sampled_from(ASKED), min_size=1, max_size=2, unique=True)
    return ids.flatmap(lambda chosen: st.fixed_dictionaries({id: answers[id] for id in chosen}))


def awaited(id: str) -> list[str]:
    return [one.value for one in question(id).option if one.tripwire or one.fixed or one.value == NOT_SURE]


def question(id: str) -> Question:
    return shipped().question[id]


@st.composite
def folders(draw: st.DrawFn) -> list[dict[str, Any]]:
    """One rule in place of a shipped one, kept or changed in tier and conditions, and perhaps one of the site's own."""
    id = draw(st.sampled_from(SHIPPED))
    rule = next(rule for rule in shipped().rules if rule.id == id)
    kept = [dict(clause) for clause in rule.when] if draw(st.booleans()) else []
    when = kept + draw(st.lists(conditions(), min_size=0 if kept else 1, max_size=2))
    tier = draw(st.sampled_from([rule.tier, "same_day", "soon", "routine"]))
    changed = instead_of(rule.id, when=when, tier=tier, judgement=True)
    own_tier = draw(st.sampled_from(["same_day", "soon"]))
    new = own(tier=own_tier, when=[draw(conditions())], extra=MORE, extra_replaces=draw(st.booleans()))
    return [changed, new] if draw(st.booleans()) else [changed]


@given(rules=folders())
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.generate],
)
def test_a_folder_is_accepted_exactly_when_nobody_is_worse_off(
    app: Flask, tmp_path: Path, rules: list[dict[str, Any]]
) -> None:
    """Held against the engine and what it tells, for every set of answers to the questions that the rules ask about."""
    merged = lay_over(shipped(), site(tmp_path / "ours", rules={"rule": rules}))
    engines = Rulebook(shipped()), Rulebook(merged)
    concerned = [one for one in (*shipped().rules, *merged.rules) if one.id in {rule["id"] for rule in rules}]
    ids = dict.fromkeys(id for one in concerned for clause in one.when for id in clause)
    people = (with_answers(CALM, dict(zip(ids, said, strict=True))) for said in product(*map(ways, ids)))
    with app.test_request_context():
        harmed = next((one for one in people if worse_off(*(engine.triage(one) for engine in engines))), None)
    refused = list(worse(shipped(), merged))
    assert bool(refused) == (harmed is not None), (refused, harmed)


def ways(id: str) -> list[tuple[str, ...]]:
    """Each answer to a question, one at a time: of ticks too, for one more can only add what speaks for urgency."""
    return [(value,) for value in question(id).values]


def worse_off(before: Outcome, after: Outcome) -> bool:
    """The result is calmer, a warning is missing, or the result no longer says what to do."""
    if shipped().urgency[after.tier.id] < shipped().urgency[before.tier.id]:
        return True
    if {one.rule.id for one in before.warnings} - {one.rule.id for one in after.warnings}:
        return True
    speaker = speaker_for("patient", Site())
    old, new = told(before, speaker), told(after, speaker)
    same = before.tier.id == after.tier.id
    return bool(same and set(old.extras) - set(new.extras)) or (not new.actions and bool(old.actions or not same))
