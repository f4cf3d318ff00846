#!/bin/sh
# Makes sure that the tests of whole machines have nginx and Redis. As root they are installed, like the browsers, and
# not started. Without them those tests are left out: this says so in one line, and is no failure.
set -u
missing=""
SBIN="${SBIN:-/usr/sbin}"
PATH="$PATH:$SBIN"
for program in nginx redis-server; do
    command -v "$program" >/dev/null || missing="$missing $program"
done
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing$missing for the tests of whole machines" >&2
    policy="$SBIN/policy-rc.d" # Debian asks it before it starts what it has installed
    if [ ! -e "$policy" ]; then
        trap 'rm -f "$policy"' EXIT
        printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
    fi
    # shellcheck disable=SC2086 # names of packages, one word each
    { apt-get update -q && apt-get install -q -y --no-install-recommends $missing; } >&2 && exit 0
fi
echo "Left out: tests that need$missing. To run them too: sudo apt-get install$missing" >&2
