"""What the service is made of is known: licences, a bill of materials, and code that a scanner finds nothing in."""

import json
import re
import subprocess
import sys
from pathlib import Path

from scripts.licences import FILE, licence, page, pins
from tests.ops.machines import PROJECT

BIN = Path(sys.executable).parent
PERMISSIVE = {
    "MIT", "MIT License", "MIT-0", "BSD License", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0",
    "Apache Software License",
    "PSF-2.0", "ISC", "OFL-1.1",
}  # fmt: skip


def test_the_list_of_licences_is_up_to_date() -> None:
    assert FILE.read_text() == page(), "python -m scripts.licences writes it"


def test_every_package_may_be_used_and_passed_on() -> None:
    said = {name: set(re.split(r" (?:AND|OR) |, ", licence(name))) for name in pins()}
    assert said
    assert {name: terms for name, terms in said.items() if not terms <= PERMISSIVE} == {}


def test_the_bill_of_materials_names_every_package_and_version(tmp_path: Path) -> None:
    bill = tmp_path / "sbom.json"
    command = [BIN / "cyclonedx-py", "requirements", "requirements.txt", "--output-reproducible", "-o", bill]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)  # it validates what it writes
    listed = {each["name"]: each["version"] for each in json.loads(bill.read_text())["components"]}
    assert listed == pins()


def test_bandit_finds_nothing() -> None:
    command = [BIN / "bandit", "-q", "-r", "app", "config.py", "site_settings.py", "serve.py", "wsgi.py"]
    found = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout
