"""`flask content cases`: the shipped cases, and a clinic's own."""

from pathlib import Path

from tests.rules.test_cases import CASE
from tests.signoff.test_command import Run, run

__all__ = ["run"]


def test_the_shipped_cases_are_tried_without_a_folder(run: Run) -> None:
    result = run("cases")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("1") and "cases, content 1." in result.stdout
    for line in ("by condition", "by tier", "by who"):
        assert line in result.stdout
    assert result.stderr == ""


def test_a_clinics_own_cases_end_with_0_when_none_is_under_triaged(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(CASE)
    result = run("cases", str(tmp_path))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("1 cases")


def test_one_under_triaged_case_ends_with_1_and_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(CASE.replace('"same_day"', '"emergency_now"'))
    result = run("cases", str(tmp_path))
    assert result.exit_code == 1
    assert "UNDER-TRIAGE: one: same_day is less urgent than emergency_now" in result.stdout


def test_over_triage_is_named_and_no_failure(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(CASE.replace('"same_day"', '"routine"\nmost = "soon"'))
    result = run("cases", str(tmp_path))
    assert result.exit_code == 0
    assert "over-triage: one: same_day is more urgent than soon" in result.stdout


def test_a_file_that_cannot_be_read_ends_with_1_though_the_others_are_well(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(CASE)
    (tmp_path / "notes.txt").write_text("cases to write")
    (tmp_path / "broken.toml").write_text("[[case]")
    result = run("cases", str(tmp_path))
    assert result.exit_code == 1
    assert result.stdout.startswith("1 cases")
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == ["broken.toml", "notes.txt"]


def test_a_folder_that_is_not_there_is_said(run: Run, tmp_path: Path) -> None:
    result = run("cases", str(tmp_path / "nowhere"))
    assert result.exit_code == 2
    assert "does not exist" in result.stderr
