#!/usr/bin/env bash
# Installs what tests need from Debian, or with the argument "benchmarks" what they need: when something is missing, we
# are root, and there is an apt-get.
set -euo pipefail
who=${1:-tests}

# package | the command or file that shows that it is there | what needs it
case $who in
tests)
  needs='
chromium         | chromium                                         | browser tests in Chromium
firefox-esr      | firefox-esr                                      | browser tests in Firefox
fonts-dejavu-core| /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf  | text in the screenshots of browser tests
nginx            | /usr/sbin/nginx                                  | tests of the hub and the client behind nginx
haproxy          | /usr/sbin/haproxy                                | a test of the health check of HAProxy
'
  ;;
benchmarks)
  needs='
nginx               | /usr/sbin/nginx                                | nchan, a peer of the fan-out benchmark
libnginx-mod-nchan  | /usr/lib/nginx/modules/ngx_nchan_module.so     | nchan, a peer of the fan-out benchmark
'
  ;;
*)
  echo "There is nothing that \"$who\" need: choose tests or benchmarks." >&2
  exit 1
  ;;
esac

is_there() {
  command -v "$1" >/dev/null || [ -e "$1" ]
}

missing=()
list_missing() {
  missing=()
  unmet=()
  while IFS='|' read -r package evidence reason; do
    read -r package <<<"$package"
    read -r evidence <<<"$evidence"
    read -r reason <<<"$reason"
    if [ -z "$package" ] || is_there "$evidence"; then continue; fi
    missing+=("$package")
    unmet+=("  $package: $reason")
  done <<<"$needs"
}

explain() {
  echo "What of $who needs these Debian packages will be skipped, because $1:"
  printf '%s\n' "${unmet[@]}"
}

list_missing
[ ${#missing[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null; then
  explain 'there is no apt-get here to install them with'
  exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
  explain "only root can install them (sudo apt-get install ${missing[*]})"
  exit 0
fi

echo "Installing what $who need from Debian: ${missing[*]}"
report=$(mktemp)
# Debian starts a server that it installs unless this file forbids it. Tests start servers of their own.
policy=/usr/sbin/policy-rc.d
if [ -e "$policy" ]; then
  policy=
else
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
fi
trap 'rm -f "$report" ${policy:+"$policy"}' EXIT
export DEBIAN_FRONTEND=noninteractive
# Another apt-get may be at work on a machine that has just started: wait for its lock.
apt() { apt-get -qq -o DPkg::Lock::Timeout=120 "$@" >>"$report" 2>&1; }
apt update || true
# One by one: what a distribution does not have must not keep the others out.
for package in "${missing[@]}"; do apt install -y --no-install-recommends "$package" || true; done

list_missing
if [ ${#missing[@]} -gt 0 ]; then
  grep '^E:' "$report" | tail -n 20 || true
  explain 'apt-get could not install them (its last words are above)'
fi
