"""The Chromium in which form renderers are tried."""

from typing import Any

import pytest

from tests.browser.engines import chromium_options


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How to start the Chromium of this machine: pytest-playwright asks for it."""
    return chromium_options()
