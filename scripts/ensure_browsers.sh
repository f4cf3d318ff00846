#!/bin/sh
# Makes sure that the browser tests have a Chromium, a Firefox and a font as wide as Arial, and prints the browsers.
# As root on Debian it installs what is missing; anyone else is told in one line what to install, for a run that leaves
# tests out would look green.
first_of() {
    for name in "$@"; do
        command -v "$name" && return 0
    done
    return 1
}
a_chromium() { first_of chromium chromium-browser google-chrome; }
a_firefox() { first_of firefox-esr firefox; }

# What the printed summary is set in: a wider one may need a third page. A Debian without fc-match has no fonts yet, and
# what has neither fc-match nor apt-get (a Mac) has an Arial.
a_font() {
    if command -v fc-match >/dev/null; then
        fc-match Arial family | grep -Eq 'Arial|Liberation Sans|Arimo|Helvetica'
    else
        ! command -v apt-get >/dev/null
    fi
}

# The Debian package of each thing that is not there, a word each.
missing() {
    a_chromium >/dev/null || printf 'chromium '
    a_firefox >/dev/null || printf 'firefox-esr '
    a_font || printf 'fonts-liberation '
}

packages=$(missing)
if [ -n "$packages" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Debian's ${packages% } for the browser tests (some minutes, once)" >&2
    export DEBIAN_FRONTEND=noninteractive
    # DejaVu is the widest font that people have on screen, so the tests of layout look at that one.
    # shellcheck disable=SC2086  # a word a package
    { apt-get update -q && apt-get install -q -y --no-install-recommends $packages fonts-dejavu-core; } >&2 || exit 1
    # The same Chromium without a window: a page costs a third in it. Where there is none the tests are slower, no more.
    apt-get install -q -y --no-install-recommends chromium-headless-shell >&2 || true
    packages=$(missing)
fi
if [ -n "$packages" ]; then
    echo "The browser tests lack something. Install it, for example: sudo apt-get install ${packages% }" >&2
    exit 1
fi
a_chromium && a_firefox
