"""A signature holds for what was signed and nothing else; versions, review dates, and the document to sign."""

import io
import re
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pypdf
import pytest
from flask import Flask

from app import create_app
from app.rules.load import CONTENT_FOLDER, content, read
from app.signoff import changelog, clinician, differences
from app.signoff.proof import proof
from config import SettingsError, read_site
from site_settings import SignOff, Site
from tests.conftest import TEST_KEY
from tests.visitor import Visitor

PROJECT = Path(__file__).parents[2]
AS_CALM = {"respondent": "patient"}


def signed(digest: str) -> Site:
    return Site(sign_off=SignOff("Dr A. Person", "neurologist", "2026-11-23", digest))


def app_of(site: Site, **settings: object) -> Flask:
    return create_app({"SECRET_KEY": TEST_KEY, "TESTING": True, "RATELIMIT_ENABLED": False, "SITE": site, **settings})


def outputs(app: Flask) -> dict[str, str]:
    """What each place that states the sign-off says, as text."""
    visitor = Visitor(app)
    visitor.result(AS_CALM)
    pages = {path: visitor.get(path).text for path in ("/about", "/result", "/summary")}
    files = {path: visitor.client.get(path) for path in ("/summary.txt", "/summary.pdf", "/summary.json")}
    pages["/summary.txt"] = files["/summary.txt"].text
    pages["/summary.json"] = files["/summary.json"].text
    drawn = pypdf.PdfReader(io.BytesIO(files["/summary.pdf"].data))
    pages["/summary.pdf"] = " ".join(page.extract_text() for page in drawn.pages)
    return {path: " ".join(words.split()) for path, words in pages.items()}


@pytest.mark.parametrize("digest", ["", "00000000"])
def test_a_signature_for_other_content_is_none_on_every_output(digest: str) -> None:
    for path, words in outputs(app_of(signed(digest))).items():
        assert re.search(
            "not clinically signed off for this version|No clinician has signed off this version", words
        ), path
        assert "Dr A. Person" not in words, path


def test_a_signature_for_this_content_stands_on_every_output() -> None:
    for path, words in outputs(app_of(signed(content().digest))).items():
        assert "Dr A. Person" in words, path
        assert "not clinically signed off" not in words, path


def test_the_log_says_at_the_start_that_a_signature_does_not_hold(caplog: pytest.LogCaptureFixture) -> None:
    app_of(signed(content().digest))
    assert not caplog.records
    app_of(signed("00000000"))
    assert content().digest in caplog.text
    assert "not signed off for this version" in caplog.text


def test_after_the_review_date_every_page_and_print_says_overdue(caplog: pytest.LogCaptureFixture) -> None:
    overdue = app_of(Site(), TODAY=content().review_by + timedelta(days=1))
    for path in ("/", "/about", "/check/breathing", "/help-now", "/result"):
        assert "overdue for review" in overdue.test_client().get(path, follow_redirects=True).text, path
    assert "overdue" in caplog.text
    in_time = app_of(Site(), TODAY=content().review_by)
    assert "overdue" not in in_time.test_client().get("/about").text


def test_the_print_says_overdue_by_the_day_of_printing() -> None:
    from app.telling.standing import signed_off

    app = app_of(Site())
    with app.test_request_context():
        late = content().review_by + timedelta(days=1)
        assert f"review overdue since {content().review_by}" in signed_off(content(), Site(), late)
        assert "overdue" not in signed_off(content(), Site(), content().review_by)


def test_a_translation_needs_a_signature_of_its_own(tmp_path: Path) -> None:
    target = tmp_path / "eo" / "LC_MESSAGES"
    target.mkdir(parents=True)
    shutil.copyfile(_empty_catalogue(tmp_path), target / "messages.mo")
    settings = {"BABEL_DEFAULT_LOCALE": "eo", "BABEL_TRANSLATION_DIRECTORIES": str(tmp_path)}
    unsigned = app_of(signed(content().digest), **settings)
    assert "Nobody has signed off this translation" in Visitor(unsigned).get("/about").text
    import hashlib

    digest = hashlib.sha256((target / "messages.mo").read_bytes()).hexdigest()[:8]
    own = SignOff("Dr B.", "neurologist", "2026-11-23", digest)
    both = Site(sign_off=signed(content().digest).sign_off, translation_sign_off=own)
    assert "translation" not in Visitor(app_of(both, **settings)).get("/about").text


def _empty_catalogue(folder: Path) -> Path:
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    made = folder / "empty.mo"
    with made.open("wb") as opened:
        write_mo(opened, Catalog(locale="eo"))
    return made


# ---- versions


def test_the_changelog_names_this_version() -> None:
    assert changelog.releases()[0].version == content().version


def test_content_that_changed_without_a_new_version_is_a_problem(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(CONTENT_FOLDER, tmp_path / "content"))
    changelog.record(read(folder), folder / changelog.NAME)
    assert not list(changelog.problems(read(folder), changelog.releases(folder)))
    rules = folder / "rules.toml"
    rules.write_text(rules.read_text() + "\n# one word\n")
    (problem,) = changelog.problems(read(folder), changelog.releases(folder))
    assert "needs a new version" in problem


def test_diff_says_in_words_what_changed(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(CONTENT_FOLDER, tmp_path / "content"))
    rules = folder / "rules.toml"
    rule = content().rules[0]
    rules.write_text(rules.read_text().replace(rule.because.patient, "Another reason entirely.", 1))
    lines = list(differences.differences(content(), differences.find(str(folder))))
    assert any(line.startswith("CHANGED") and rule.id in line for line in lines)
    assert f"    was because, person: {rule.because.patient}" in lines
    assert "    is  because, person: Another reason entirely." in lines
    assert not list(differences.differences(content(), differences.find(str(CONTENT_FOLDER / "rules.toml"))))


def test_diff_reads_a_revision_of_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(shutil.copytree(CONTENT_FOLDER, tmp_path / differences.GIT_PLACE))
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"]):
        subprocess.run([*git, *words], cwd=tmp_path, check=True)
    monkeypatch.setattr(differences, "CONTENT_FOLDER", folder)
    assert differences.find("HEAD").digest == content().digest
    with pytest.raises(differences.NotFound):
        differences.find("--output=x")


# ---- the document to sign


def test_the_document_holds_every_question_rule_text_and_item() -> None:
    page = clinician.html(content())
    entries = {entry.name: entry for section in clinician.document(content()).sections for entry in section.entries}
    words = {row.words for entry in entries.values() for row in entry.rows}
    for question in content().questions:
        assert {question.ask.patient, question.ask.caregiver} <= words
        assert {option.words("caregiver") for option in question.option if len(option.voices) == 2} <= words
    for rule in content().rules:
        assert entries[rule.id].judgement == rule.judgement
        assert {rule.because.patient, rule.because.caregiver} <= words
    for tier in content().tiers:
        assert {text.patient for text in tier.actions} <= words
    assert {item.says for item in content().article} <= words
    assert page.count('type="checkbox"') >= len(entries)
    assert content().digest in page


def test_the_pdf_of_it_is_tagged_and_has_room_to_sign() -> None:
    made = clinician.pdf(content())
    assert pypdf.PdfReader(io.BytesIO(made)).trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "SIGN_OFF_DIGEST" in pypdf.PdfReader(io.BytesIO(made)).pages[-1].extract_text()


# ---- pages for the public


def test_the_proof_holds_for_the_content_that_is_served(visitor: Visitor) -> None:
    assert proof().digest == content().digest, "the content changed: run `make prove`"
    assert proof().survivors == 0
    page = visitor.get("/proof")
    assert "other content" not in page.text
    for one in proof().properties:
        assert one.what in page.text
    assert proof().digest in (PROJECT / "docs" / "proof.md").read_text()


def test_a_proof_for_other_content_says_so(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    import msgspec

    monkeypatch.setattr("app.signoff.views.proof", lambda: msgspec.structs.replace(proof(), digest="00000000"))
    assert "It says nothing about this site" in visitor.get("/proof").text


def test_the_report_holds_the_code_and_sends_nothing(visitor: Visitor) -> None:
    assert "Code:" not in visitor.get("/report").text
    visitor.result(AS_CALM)
    page = visitor.get("/report")
    code = re.search(r"Code: (\S+)", page.text)
    assert code
    assert not any(code[1] in link for link in page.links)
    assert "whom to send it to" in page.text
    told = Visitor(app_of(Site(report_contact="safety@clinic.example"))).get("/report")
    assert "safety@clinic.example" in told.text


def test_the_changes_are_shown(visitor: Visitor) -> None:
    page = visitor.get("/changes")
    for line in changelog.releases()[0].changes:
        assert line in page.text


def test_robots_are_kept_from_what_belongs_to_a_visit(visitor: Visitor) -> None:
    lines = visitor.client.get("/robots.txt").text.splitlines()
    assert lines[-1] == "Disallow: /"
    assert not any(word in line for line in lines for word in ("result", "summary", "open", "check/"))


def test_security_txt_is_there_with_a_contact_until_its_day(visitor: Visitor) -> None:
    place = "/.well-known/security.txt"
    assert visitor.client.get(place).status_code == 404
    site = Site(security_contact="mailto:security@clinic.example", security_contact_until="2027-01-01")
    there = app_of(site, TODAY=date(2027, 1, 1)).test_client().get(place)
    assert "Contact: mailto:security@clinic.example\nExpires: 2027-01-01T23:59:59Z" in there.text
    assert app_of(site, TODAY=date(2027, 1, 2)).test_client().get(place).status_code == 404


@pytest.mark.parametrize(
    ("zone", "until"),
    [("America/Los_Angeles", "2027-01-01T23:59:59-08:00"), ("Pacific/Auckland", "2027-01-01T23:59:59+13:00")],
)
def test_security_txt_expires_when_the_day_ends_at_the_site(zone: str, until: str) -> None:
    contact = "mailto:security@clinic.example"
    site = Site(time_zone=zone, security_contact=contact, security_contact_until="2027-01-01")
    there = app_of(site, TODAY=date(2027, 1, 1)).test_client().get("/.well-known/security.txt")
    assert f"Expires: {until}\n" in there.text


@pytest.mark.parametrize(
    "environ",
    [
        {"SECURITY_CONTACT": "mailto:a@b.example"},
        {"SECURITY_CONTACT": "call us", "SECURITY_CONTACT_UNTIL": "2027-01-01"},
        {"SECURITY_CONTACT": "mailto:a@b.example", "SECURITY_CONTACT_UNTIL": "soon"},
    ],
)
def test_a_wrong_security_contact_stops_the_start(environ: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="security_contact"):
        read_site(environ, tmp_path / "none.toml")
