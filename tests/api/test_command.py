"""``flask triage``: the same answers and the same outcome, offline, for a file or a folder."""

import errno
import json
import os
from pathlib import Path

import pytest
from click.testing import Result

from app.rules.engine import triage
from app.rules.load import content
from app.telling.told import told
from app.words.speaker import speaker_for
from tests.fhir.fhir_help import PEOPLE, make_bundle, only
from tests.rules.people import CALM, crowd, with_answers

SECRET = "pain-in-my-left-toe"


@pytest.fixture
def run(app):
    def run_with(*arguments: str | Path) -> Result:
        return app.test_cli_runner().invoke(args=["triage", *map(str, arguments)])

    return run_with


def write(folder: Path, name: str, answers: object) -> Path:
    file = folder / name
    file.write_text(json.dumps({"answers": answers}))
    return file


def test_a_file_gives_the_tier_first_then_what_to_do_and_why(run, tmp_path: Path) -> None:
    file = write(tmp_path, "answers.json", {**with_answers(CALM, {"awake": ("drowsy",), "fever": ("not_sure",)})})
    result = run(file)
    assert result.exit_code == 0, result.output
    first, heading, *_ = result.output.splitlines()
    assert first == "emergency_now: Emergency: ambulance now (now)"
    assert heading == "Call 911, 999 or 112 now"
    assert content().question["awake"].find("drowsy").label in result.output
    assert "Not sure: fever" in result.output
    assert "not a diagnosis" in result.output
    assert content().digest in result.output


@pytest.mark.parametrize("severity", ["unbearable", "severe", "mild"])
def test_all_that_the_person_is_told_is_printed_in_its_order(app, run, tmp_path: Path, severity: str) -> None:
    answers = with_answers(CALM, {"severity": (severity,)})
    with app.test_request_context():
        found = told(triage(answers), speaker_for("patient", app.config["SITE"]))
    printed = run(write(tmp_path, "answers.json", {**answers})).output.splitlines()
    assert printed[1] == found.heading
    assert printed[2 : 2 + len(found.lines)] == [f"  {line}" for line in found.lines]


def test_json_is_what_the_api_gives(app, run, tmp_path: Path) -> None:
    answers = {question: list(values) for question, values in PEOPLE["caregiver"].items()}
    result = run("--json", write(tmp_path, "answers.json", answers))
    assert json.loads(result.output) == app.test_client().post("/api/triage", json={"answers": answers}).json


def test_a_fhir_response_works_as_well(app, run, tmp_path: Path) -> None:
    response = only(make_bundle(app, PEOPLE["helped"]), "QuestionnaireResponse")
    file = tmp_path / "response.json"
    file.write_text(json.dumps(response))
    assert run(file).output.startswith(f"{triage(PEOPLE['helped']).tier.id}: ")


def test_a_folder_gives_a_line_a_file(run, tmp_path: Path) -> None:
    people = {f"{number:02}.json": answers for number, answers in enumerate(crowd(content(), 12)) if answers}
    for name, answers in people.items():
        write(tmp_path, name, {question: list(values) for question, values in answers.items()})
    (tmp_path / "notes.txt").write_text("not answers")
    lines = [line.split("\t") for line in run(tmp_path).output.splitlines()]
    assert [(name, tier) for name, tier, _ in lines] == [
        (name, triage(people[name]).tier.id) for name in sorted(people)
    ]
    outcomes = [json.loads(line) for line in run("--json", tmp_path).output.splitlines()]
    assert [(one["file"], one["tier"]["id"]) for one in outcomes] == [(name, tier) for name, tier, _ in lines]


def test_a_bad_file_is_named_with_what_to_do_and_the_others_are_done(run, tmp_path: Path) -> None:
    write(tmp_path, "bad.json", {"fall": SECRET, "awake": []})
    write(tmp_path, "good.json", {"fall": "no"})
    (tmp_path / "worse.json").write_text('{"answers": ')
    result = run(tmp_path)
    assert result.exit_code == 1
    assert [line.split("\t")[0] for line in result.stdout.splitlines()] == ["good.json"]
    *complaints, counted = result.stderr.splitlines()
    assert counted == "2 of 3 files gave no result."
    assert [line.split(": ")[0] for line in complaints] == ["bad.json", "bad.json", "worse.json"]
    assert "/answers/awake" in complaints[0] and "/answers/fall" in complaints[1]
    assert SECRET not in result.output


@pytest.mark.parametrize("name", ["missing.json", "empty"])
def test_nothing_to_read_is_a_usage_error(run, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    result = run(tmp_path / name)
    assert result.exit_code == 2
    assert "Traceback" not in result.output and "Error: " in result.output


def test_a_huge_file_is_not_read(run, tmp_path: Path) -> None:
    file = tmp_path / "huge.json"
    file.write_bytes(b" " * (1024 * 1024 + 1))
    result = run(file)
    assert result.exit_code == 1
    assert "huge.json: too large" in result.output


def test_nothing_is_passed_over_in_silence(run, tmp_path: Path) -> None:
    """A name in capitals, a folder below, a folder named like a file, a link to nowhere: each is read or named."""
    write(tmp_path, "a.json", {"fall": "no"})
    write(tmp_path, "B.JSON", {"breathing": "much_worse"})
    (tmp_path / "below").mkdir()
    write(tmp_path / "below", "c.json", {"fall": "no"})
    (tmp_path / "._a.json").write_text("what a Mac leaves beside a file")
    (tmp_path / "m.json").mkdir()
    (tmp_path / "gone.json").symlink_to(tmp_path / "nowhere")
    result = run(tmp_path)
    assert result.exit_code == 1
    assert {line.split("\t")[0] for line in result.stdout.splitlines()} == {"a.json", "B.JSON", "below/c.json"}
    *named, counted = result.stderr.splitlines()
    assert {line.split(":")[0] for line in named} == {"m.json", "gone.json"}
    assert counted == "2 of 5 files gave no result."


def test_two_files_of_one_name_are_told_apart(run, tmp_path: Path) -> None:
    for folder, said in (("one", "no"), ("two", "much_worse")):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder, "1.json", {"breathing": said})
    lines = dict(line.split("\t")[:2] for line in run(tmp_path).stdout.splitlines())
    assert lines.keys() == {"one/1.json", "two/1.json"}
    assert lines["two/1.json"] == "emergency_now"
    files = [json.loads(line)["file"] for line in run(tmp_path, "--json").stdout.splitlines()]
    assert files == ["one/1.json", "two/1.json"]


def test_a_folder_that_is_not_looked_into_is_named(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.json", {"fall": "no"})
    (tmp_path / "locked").mkdir()
    (tmp_path / "linked").symlink_to(tmp_path)
    look = os.scandir  # taken away here, for a test may be root, whom no permission stops

    def refuse(path: Path) -> object:
        if str(path).endswith("locked"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return look(path)

    monkeypatch.setattr(os, "scandir", refuse)
    result = run(tmp_path)
    assert (result.exit_code, len(result.stdout.splitlines())) == (1, 1)
    assert {line.partition(":")[0] for line in result.stderr.splitlines()} == {"locked", "linked"}
    (tmp_path / "a.json").unlink()  # what is closed may hold answers, so there is not nothing to read
    result = run(tmp_path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert {line.partition(":")[0] for line in result.stderr.splitlines()} == {"locked", "linked"}


def test_a_byte_order_mark_is_no_mistake(run, tmp_path: Path) -> None:
    (tmp_path / "bom.json").write_bytes(b'\xef\xbb\xbf{"answers":{"breathing":"no"}}')
    assert run(tmp_path / "bom.json").exit_code == 0
