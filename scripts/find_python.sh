#!/bin/sh
# Prints the first Python that is new enough, or says what to install. PYTHON=... in the environment wins.
# Each is tried by running it: a name on the PATH may be too old, or a stand-in that runs nothing.
for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        echo "$candidate"
        exit 0
    fi
done
echo "Python 3.11 or newer is needed and was not found (tried: ${PYTHON:-python3, python3.14 to python3.11}). Install it, or name one: make PYTHON=/path/to/python3" >&2
exit 1
