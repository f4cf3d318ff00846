"""`flask content check` and `flask content show`."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import Result
from flask import Flask
from msgspec import structs

from app.rules.load import CONTENT_FOLDER, content
from app.rules.shape import Content
from app.signoff import changelog
from app.signoff.command import content_cli
from app.signoff.flow import stages

PROJECT = Path(__file__).parents[2]

Run = Callable[..., Result]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def run() -> Run:
    """Runs `flask content ...` in an app that has nothing else."""
    app = Flask("bare")
    app.cli.add_command(content_cli)
    return lambda *words: app.test_cli_runner().invoke(args=["content", *words])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content, to spoil."""
    return Path(shutil.copytree(CONTENT_FOLDER, tmp_path / "content"))


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def flat(text: str) -> str:
    """Text with line breaks and the flow's marks taken out, so that wrapped sentences can be found."""
    return " ".join(re.sub(r"^[ |]+", " ", text, flags=re.MULTILINE).split())


@pytest.fixture
def loaded() -> Content:
    return content()


def test_check_counts_what_it_read(run: Run, loaded: Content) -> None:
    result = run("check")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout == (
        f"Content {loaded.version} ({loaded.digest}): {len(loaded.questions)} questions, {len(loaded.rules)} rules, "
        f"{len(loaded.tiers)} tiers, {len(loaded.causes)} causes, {len(loaded.risk_factors)} risk factors, "
        f"{len(loaded.advice)} lines of advice, {len(loaded.sources)} sources, {len(loaded.article)} article items; "
        "no problems\n"
    )


def test_check_fails_when_content_changed_without_a_new_version(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = structs.replace(changelog.releases()[0], digest="00000000")
    monkeypatch.setattr(changelog, "releases", lambda _: (earlier,))
    result = run("check")
    assert result.exit_code == 1
    assert "needs a new version" in result.stderr


def test_the_document_to_sign_and_the_differences_are_written(run: Run, folder: Path, tmp_path: Path) -> None:
    for ending, start in (("html", b"<!doctype html>"), ("pdf", b"%PDF")):
        made = tmp_path / f"content.{ending}"
        assert run("show", "--for", "clinician", "--output", str(made)).exit_code == 0
        assert made.read_bytes().startswith(start)
    assert run("diff", str(folder), str(CONTENT_FOLDER)).exit_code == 0
    assert run("diff", str(folder), "no such thing").exit_code == 1


def test_check_reads_another_folder(run: Run, folder: Path, loaded: Content) -> None:
    (folder / "rules.toml").write_text((folder / "rules.toml").read_text() + "\n# a comment changes the digest\n")
    result = run("check", "--folder", str(folder))
    assert result.exit_code == 0
    assert loaded.digest not in result.stdout


def test_check_says_each_problem_on_a_line_of_its_own(run: Run, folder: Path) -> None:
    edit(folder / "rules.toml", 'tier = "emergency_now"', 'tier = "emergency_soon"')
    edit(folder / "rules.toml", 'breathing = ["much_worse"]', 'breathing = ["worst"]')
    result = run("check", "--folder", str(folder))
    assert result.exit_code == 1
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert any("rules.toml" in line and "no tier 'emergency_soon'" in line and "To mend it" in line for line in lines)
    assert any("'worst' is no answer to 'breathing'" in line for line in lines)
    assert all("To mend it" in line for line in lines)


@pytest.mark.parametrize("spoil", ["[[rule]]\nid = 'x", "\n[[rule]]\nid = 5\n", "[other]\nkey = 1\n"])
def test_check_says_one_line_about_a_file_that_cannot_be_read(run: Run, folder: Path, spoil: str) -> None:
    (folder / "rules.toml").write_text((folder / "rules.toml").read_text() + spoil)
    result = run("check", "--folder", str(folder))
    assert result.exit_code == 1
    assert result.stderr.startswith("rules.toml: ")
    assert len(result.stderr.splitlines()) == 1


def test_a_missing_folder_or_file_is_a_message_not_a_traceback(run: Run, folder: Path) -> None:
    (folder / "tiers.toml").unlink()
    for place in (folder, folder / "nowhere"):
        result = run("check", "--folder", str(place))
        assert result.exit_code == 1
        assert "No such file" in result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_show_refuses_a_bad_content_as_check_does(run: Run, folder: Path) -> None:
    edit(folder / "rules.toml", 'tier = "emergency_now"', 'tier = "emergency_soon"')
    result = run("show", "--folder", str(folder))
    assert result.exit_code == 1
    assert result.stdout == ""


def test_the_table_holds_every_rule_under_its_tier_with_all_a_clinician_needs(run: Run, loaded: Content) -> None:
    table = run("show").stdout.split("THE RULES")[1]
    at = [table.index(f"\n{tier.id.upper()}: ") for tier in loaded.tiers]
    assert at == sorted(at)
    parts = dict(zip([tier.id for tier in loaded.tiers], split_at(table, at), strict=True))
    for rule in loaded.rules:
        entry = flat(re.split(rf"^{re.escape(rule.id)}$", parts[rule.tier], flags=re.MULTILINE)[1])
        for words in (rule.points_to, rule.because.patient, rule.because.caregiver):
            assert " ".join(words.split()) in entry, f"{rule.id}: {words}"
        for clause in rule.when:
            for question, values in clause.items():
                asked = loaded.question[question]
                assert f"{asked.topic}: '{asked.find(values[0]).label}'" in entry
                assert all(f"'{asked.find(value).label}'" in entry for value in values)
        for source in rule.sources:
            assert flat(loaded.sources[source].title) in entry


def split_at(text: str, places: list[int]) -> Iterator[str]:
    for start, end in zip(places, [*places[1:], len(text)], strict=True):
        yield text[start:end]


def test_the_table_says_what_is_judgement_and_what_was_not_read(run: Run, loaded: Content) -> None:
    table = run("show").stdout
    assert table.count("  JUDGEMENT ") == sum(rule.judgement for rule in loaded.rules)
    cited = [loaded.sources[key] for rule in loaded.rules for key in rule.sources]
    for read, words in (("own", "the original"), ("copy", "a copy"), ("no", "NOT read for this project")):
        expected = f"read in {words}" if read != "no" else words
        assert flat(table).count(expected) == sum(source.read == read for source in cited)


def test_no_line_of_the_report_is_wider_than_a_page(run: Run) -> None:
    assert max(map(len, run("show").stdout.splitlines())) <= 100


def test_the_flow_has_every_question_in_order(run: Run, loaded: Content) -> None:
    flow = run("show").stdout.split("THE RULES")[0]
    places = [flow.index(f"|    {question.id}: {question.topic}") for question in loaded.questions]
    assert places == sorted(places)


def test_the_flow_offers_stop_here_only_after_the_danger_questions(loaded: Content) -> None:
    steps = [step for _, members in stages(loaded) for step in members]
    assert [step.may_stop for step in steps] == [step.question.stage not in ("start", "danger") for step in steps]


def test_the_flow_shows_the_emergency_interrupt_where_it_happens(loaded: Content) -> None:
    steps = {step.question.id: step for _, members in stages(loaded) for step in members}
    breathing, skin = loaded.question["breathing"], loaded.question["skin"]
    assert steps["breathing"].alone == (breathing.find("much_worse").label,)
    assert steps["breathing"].joint == ()
    assert skin.find("infected").label in steps["skin"].joint  # only with a danger sign answered before it
    assert steps["mobility"].emergencies == ()


def test_every_way_into_an_emergency_is_in_the_flow(loaded: Content) -> None:
    shown = {
        (step.question.id, label)
        for _, members in stages(loaded)
        for step in members
        for label in (*step.alone, *step.joint)
    }
    for rule in loaded.rules:
        for clause in rule.when if rule.tier == loaded.tiers[0].id else ():
            listed = {(key, loaded.question[key].find(value).label) for key in clause for value in clause[key]}
            assert listed & shown, rule.id


def test_the_drawing_is_an_svg_that_stands_alone_and_names_itself(run: Run, loaded: Content) -> None:
    root = ET.fromstring(run("show", "--format", "svg").stdout)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    assert [named[name].tag for name in root.get("aria-labelledby", "").split()] == [f"{SVG}title", f"{SVG}desc"]
    assert loaded.version in (named["title"].text or "")
    words = "\n".join(element.text or "" for element in root.iter(f"{SVG}text"))
    for question in loaded.questions:
        assert question.topic in words
    assert "Emergency page at once" in words
    assert "Stop here" in words


def test_the_drawing_escapes_the_words_of_the_content(run: Run, folder: Path) -> None:
    edit(folder / "questions.toml", 'topic = "Breathing"', 'topic = "<b>Air & \\"breath\\"</b>"')
    drawing = run("show", "--format", "svg", "--folder", str(folder)).stdout
    assert "<b>" not in drawing
    assert any(text.text == '<b>Air & "breath"</b> (one of 6)' for text in ET.fromstring(drawing).iter(f"{SVG}text"))


def test_nothing_is_drawn_outside_the_page(run: Run) -> None:
    root = ET.fromstring(run("show", "--format", "svg").stdout)
    height, width = float(root.get("height", 0)), float(root.get("width", 0))
    for box in root.iter(f"{SVG}rect"):
        assert float(box.get("x", 0)) + float(box.get("width", 0)) <= width
        assert float(box.get("y", 0)) + float(box.get("height", 0)) <= height


def test_an_unknown_format_is_refused(run: Run) -> None:
    assert run("show", "--format", "png").exit_code == 2


def test_a_clinician_needs_no_secret_key() -> None:
    """`flask content ...` reads files and nothing else."""
    without = {name: value for name, value in os.environ.items() if name != "SECRET_KEY"}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "content", "check"]
    checked = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, env=without)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.startswith(f"Content {content().version}")
