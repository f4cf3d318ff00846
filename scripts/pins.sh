#!/bin/sh
# Writes the versions and hashes of every package, for all systems and Pythons from 3.11 on. What the files pin already
# stays unless --upgrade is given.
set -eu
for name in requirements requirements-site requirements-dev; do
    "${UV:-.venv/bin/uv}" pip compile "$name.in" --output-file "$name.txt" --universal --python-version 3.11 \
        --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --quiet "$@"
done
