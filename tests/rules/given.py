"""The YAML the project was given, where it stands beside the repository."""

from pathlib import Path
from typing import Any

import pytest
import yaml

GIVEN = Path(__file__).resolve().parents[3] / "shared" / "clinical"

given_contract = pytest.mark.skipif(
    not GIVEN.is_dir(), reason="shared/clinical does not stand beside this repository; contract.json is compared alone"
)


def load(name: str) -> list[dict[str, Any]]:
    """One of the YAML files the project was given."""
    found: list[dict[str, Any]] = yaml.safe_load((GIVEN / f"{name}.yaml").read_text(encoding="utf-8"))
    return found
