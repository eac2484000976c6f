#!/bin/sh
# Gets a Chromium for the browser tests where that needs no question: as root on Debian. Elsewhere uses what is there.
set -u
for name in ${HUSROM_BROWSER:-} chromium chromium-browser google-chrome google-chrome-stable chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
for name in "Google Chrome" Chromium "Microsoft Edge"; do
    [ -x "/Applications/$name.app/Contents/MacOS/$name" ] && exit 0
done
if [ "$(id -u)" = 0 ] && grep -q '^ID=debian' /etc/os-release 2>/dev/null; then
    echo "Installerer Chromium for nettlesertestene …"
    if apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; then
        exit 0
    fi
fi
echo "Fant verken Chromium eller Chrome, så nettlesertestene blir utelatt; installer en av dem for å kjøre dem." >&2
