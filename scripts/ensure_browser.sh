#!/bin/sh
# Makes sure there is a Chromium for the browser tests, and prints which. As root on Debian it installs one;
# anyone else is told in one line what to install, for a test run that leaves tests out would look green.
find_browser() {
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" && return 0
    done
    return 1
}

find_browser && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Debian's chromium for the browser tests (some minutes, once)" >&2
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -q && apt-get install -q -y --no-install-recommends chromium fonts-dejavu-core; } >&2 || exit 1
    find_browser && exit 0
fi
echo "The browser tests need Chromium. Install it, for example: sudo apt-get install chromium" >&2
exit 1
