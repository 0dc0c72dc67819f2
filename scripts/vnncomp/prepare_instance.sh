#!/usr/bin/env bash
# Makes ready for an instance of VNN-COMP: builds Assay if that was not done, and sees that both files
# are there. No work is done ahead of its time.
#
#   prepare_instance.sh v1 BENCHMARK NETWORK.onnx PROPERTY.vnnlib
set -euo pipefail
[ "${1:-}" = v1 ] || { echo "The first argument must be v1, the version of these scripts, not '${1:-}'." >&2; exit 1; }
[ $# -ge 4 ] || { echo "Usage: prepare_instance.sh v1 BENCHMARK NETWORK.onnx PROPERTY.vnnlib" >&2; exit 1; }
for file in "$3" "$4"; do
  [ -f "$file" ] || [ -f "$file.gz" ] || { echo "$file: no such file" >&2; exit 1; }
done
exec "$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/build"
