#!/bin/sh
# Makes .venv with exactly the packages of a lock file, and compiles the bokmål catalogue.
# Usage: tools/bootstrap.sh [requirements.lock | requirements-dev.lock]
# Plain sh, since the right Python is what it looks for. Says in one sentence what is missing.
set -eu
cd "$(dirname "$0")/.."
lock=${1:-requirements-dev.lock}
venv=.venv

fits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))'

stop() {
    printf '\n%s\n' "$1" >&2
    exit 1
}

on_debian() { [ -e /etc/debian_version ]; }

find_python() {
    for name in ${PYTHON:-python3.13 python3.12 python3.11 python3 python}; do
        if "$name" -c "$fits" >/dev/null 2>&1; then
            command -v "$name"
            return
        fi
    done
    if on_debian; then
        stop "Husrom trenger Python 3.11, 3.12 eller 3.13: installer den med «apt-get install python3 python3-venv»."
    fi
    stop "Husrom trenger Python 3.11, 3.12 eller 3.13: installer den fra python.org eller med «brew install python@3.13»."
}

make_venv() {
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        stop "Python mangler delen som lager virtuelle miljøer: installer den med «apt-get install python3-venv»."
    fi
    rm -rf "$venv"
    echo "Lager $venv med $("$python" --version) …"
    "$python" -m venv "$venv" || stop "Klarte ikke å lage $venv: slett mappen, se meldingen over, og prøv igjen."
}

"$venv/bin/python" -c "$fits" >/dev/null 2>&1 && "$venv/bin/python" -m pip --version >/dev/null 2>&1 || make_venv

echo "Installerer pakkene i $lock (et halvt minutt første gang) …"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r "$lock" ||
    stop "Klarte ikke å installere pakkene: sjekk at maskinen når pakkeregisteret for Python, og prøv igjen."

"$venv/bin/python" -c 'from admin.translations import compile_catalogue; compile_catalogue()'
touch "$venv/$(basename "$lock").installed"
