#!/usr/bin/env bash
# Brings what the tests need beyond npm's packages. Says nothing when all is there; where something cannot be had it
# says which tests will be skipped, and succeeds.
set -euo pipefail
cd "$(dirname "$0")"
bash install-debian-packages.sh
bash install-node-versions.sh
