#!/usr/bin/env bash
# Brings what the benchmarks need beyond npm's packages: nginx with nchan. Where it cannot be had it says so and
# succeeds: the benchmark then reports that peer as skipped.
set -euo pipefail
cd "$(dirname "$0")"

# Debian's nginx starts as soon as it is installed, unless this file says no; the benchmark starts its own.
policy=/usr/sbin/policy-rc.d
if [ "$(id -u)" -eq 0 ] && [ -d "${policy%/*}" ] && [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
fi
bash install-debian-packages.sh benchmarks
