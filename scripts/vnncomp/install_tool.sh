#!/usr/bin/env bash
# Builds Assay for the competition of verifiers of neural networks (VNN-COMP). Needs a JDK 17 and Maven
# 3.8 or later.
#
#   install_tool.sh v1
set -euo pipefail
[ "${1:-}" = v1 ] || { echo "The first argument must be v1, the version of these scripts, not '${1:-}'." >&2; exit 1; }
exec "$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/build"
