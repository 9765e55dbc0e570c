#!/usr/bin/env bash
# Gradescope runs this once, when it builds the image: it installs the grader and, where there is none that will do,
# Node.
set -euo pipefail
node=22.23.3
cd "${AUTOGRADER:-/autograder}/source"

major=$(node --print 'process.versions.node.split(".")[0]' 2> /dev/null || echo 0)
if [ "$major" -lt 20 ]; then
  apt-get update
  apt-get install -y ca-certificates curl xz-utils
  curl -fsSL "https://nodejs.org/dist/v$node/node-v$node-linux-x64.tar.xz" | tar -xJ -C /usr/local --strip-components=1
fi
npm ci --no-audit --no-fund
