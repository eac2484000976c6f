#!/bin/sh
# Gets a Chromium for the browser tests where that needs no question: as root on Debian. Elsewhere uses what is there.
set -u

browser_is_there() {
    for name in ${HUSROM_BROWSER:-} chromium chromium-browser google-chrome google-chrome-stable chrome; do
        command -v "$name" >/dev/null 2>&1 && return
    done
    for name in "Google Chrome" Chromium "Microsoft Edge"; do
        [ -x "/Applications/$name.app/Contents/MacOS/$name" ] && return
    done
    return 1
}

driver_runs() { # Playwright's own driver needs libatomic, which a bare Debian lacks
    .venv/bin/python -m playwright --version >/dev/null 2>&1
}

browser_is_there && driver_runs && exit 0
if [ "$(id -u)" = 0 ] && grep -q '^ID=debian' /etc/os-release 2>/dev/null; then
    echo "Installerer Chromium for nettlesertestene …"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core libatomic1 >/dev/null
    browser_is_there && driver_runs && exit 0
fi
if browser_is_there; then
    echo "Playwright starter ikke, så nettlesertestene blir utelatt; «apt-get install libatomic1» pleier å hjelpe." >&2
else
    echo "Fant verken Chromium eller Chrome, så nettlesertestene blir utelatt; installer en av dem for å kjøre dem." >&2
fi
