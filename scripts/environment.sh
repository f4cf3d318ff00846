#!/bin/sh
# Makes .venv where there is none that runs here: one half made, copied from elsewhere, or of a removed Python is made
# anew, and its stamps go with it.
set -eu
runs_here='
import os, sys
script = open(".venv/bin/pip").readline()
sys.exit(os.path.realpath(".venv") not in os.path.realpath(script.lstrip("#!").strip().split("/bin/")[0]))
'
if .venv/bin/python -c "$runs_here" 2>/dev/null; then
    exit 0
fi
python="$(scripts/find_python.sh)"
version="$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "This Python has no venv module. Install it, for example: sudo apt-get install python$version-venv" >&2
    exit 1
fi
echo "Setting up: making .venv with Python $version"
rm -rf .venv
"$python" -m venv .venv
