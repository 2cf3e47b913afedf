#!/usr/bin/env bash
# Installs the other Node versions that the runtimes matrix runs on. They are npm packages, kept out of the workspace
# so that their `node` command does not shadow the workspace's own.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=packages/spillway/test/runtimes/node-versions

if [ -e "$folder/node_modules/.package-lock.json" ] && [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ]; then
  exit 0
fi
if [ "$(uname -sm)" != 'Linux x86_64' ]; then
  echo "The runtimes matrix skips the other Node versions: $folder has them for Linux on x64 only, not for $(uname -sm)."
  exit 0
fi
echo 'Installing the Node versions of the runtimes matrix'
if ! report=$(npm ci --prefix "$folder" --no-audit --no-fund 2>&1); then
  printf '%s\n' "$report" | tail -n 20
  echo 'The runtimes matrix skips the other Node versions: npm could not install them (its last words are above).'
fi
