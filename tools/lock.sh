#!/bin/sh
# Writes the lock files anew from pyproject.toml: every package, every hash, for Python 3.11 to 3.13 on Linux and macOS.
set -eu
cd "$(dirname "$0")/.."
uv=var/lock/bin/uv
[ -x "$uv" ] || { .venv/bin/python -m venv var/lock && var/lock/bin/pip install --quiet uv==0.13.9; }

compile() { # FILE EXTRA…: `--upgrade` as UPGRADE= moves what pyproject.toml leaves open
    file=$1
    shift
    "$uv" pip compile --quiet ${UPGRADE:+--upgrade} --universal --python-version 3.11 --generate-hashes --no-header \
        --no-annotate "$@" --output-file "$file" pyproject.toml
}

compile requirements-dev.lock --extra embedded --extra dev
compile requirements.lock --constraints requirements-dev.lock
