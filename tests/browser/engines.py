"""The browsers that tests drive: the ones Debian packages, where they are, and how each is started.

Chromium runs every browser test. Firefox runs those of the keyboard, of layout and of axe-core, through WebDriver
BiDi: why so, and what it cannot be asked, stands in docs/decisions/0006.
"""

import shutil
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Playwright

Engine = Literal["chromium", "firefox"]
CHROMIUM: Engine = "chromium"
FIREFOX: Engine = "firefox"
ENGINES: tuple[Engine, ...] = (CHROMIUM, FIREFOX)

# The names scripts/ensure_browsers.sh looks for; before them the Chromium without a window, quicker where it is there.
SHELL = "chromium-headless-shell"
PROGRAMS: dict[Engine, tuple[str, ...]] = {
    CHROMIUM: (SHELL, "chromium", "chromium-browser", "google-chrome"),
    FIREFOX: ("firefox-esr", "firefox"),
}
# Neither browser may ask another host for anything of its own.
QUIET_CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
)
QUIET_FIREFOX: dict[str, str | float | bool] = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "captivedetect.canonicalURL": "",
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.prefetch-next": False,
    "dom.ipc.processPrelaunch.enabled": False,  # no process is started for a page that may come
    "services.settings.server": "data:,",
}
# What a context in Firefox can be asked for. The rest passes without an error and without an effect.
HEEDED_BY_FIREFOX = frozenset({"viewport", "device_scale_factor"})

# Puts a test, or a whole module, before both browsers.
in_both = pytest.mark.parametrize("engine", ENGINES, indirect=True)


def program_of(engine: Engine, but: str = "") -> str:
    """Where this browser is. Ends the run with one line where there is none."""
    found = next((path for name in PROGRAMS[engine] if name != but and (path := shutil.which(name))), None)
    return found or pytest.exit(
        f"The browser tests need {engine}: `make test` installs it, or say -m 'not browser'.", returncode=1
    )


def chromium_options(window: bool = False) -> dict[str, Any]:
    """How to start Chromium, as Playwright takes it. Only the one with a window shows a PDF in a tab."""
    return {"executable_path": program_of(CHROMIUM, but=SHELL if window else ""), "args": list(QUIET_CHROMIUM)}


def launch_firefox(playwright: Playwright) -> Browser:
    """The Firefox of this machine, not a build of Playwright's own: that is what the channel says."""
    return playwright.firefox.launch(
        channel="moz-firefox", executable_path=program_of(FIREFOX), firefox_user_prefs=QUIET_FIREFOX
    )
