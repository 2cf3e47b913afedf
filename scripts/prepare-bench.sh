#!/usr/bin/env bash
# Installs the peer of the fan-out benchmark that npm does not have: nginx with nchan, from Debian. Where they cannot be
# had it says so and succeeds: the benchmark then reports that peer as skipped.
set -euo pipefail

if command -v nginx >/dev/null && [ -e /usr/lib/nginx/modules/ngx_nchan_module.so ]; then exit 0; fi

explain() {
  echo "The fan-out benchmark will skip nchan, because $1."
  exit 0
}

command -v apt-get >/dev/null || explain 'there is no apt-get here to install it with'
[ "$(id -u)" -eq 0 ] || explain 'only root can install it (sudo apt-get install nginx libnginx-mod-nchan)'

echo 'Installing nginx and nchan from Debian'
report=$(mktemp)
trap 'rm -f "$report"' EXIT
export DEBIAN_FRONTEND=noninteractive
apt() { apt-get -qq -o DPkg::Lock::Timeout=120 "$@" >>"$report" 2>&1; }

# The package starts the server that it installs, unless this says no: the benchmark starts its own.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
  trap 'rm -f "$report" "$policy"' EXIT
fi

apt update || true
if ! apt install -y --no-install-recommends nginx libnginx-mod-nchan; then
  grep '^E:' "$report" | tail -n 20 || true
  explain 'apt-get could not install it (its last words are above)'
fi
