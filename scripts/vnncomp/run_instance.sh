#!/usr/bin/env bash
# Decides an instance of VNN-COMP and writes its result: sat with the counterexample, unsat, unknown,
# timeout or error. One plain JVM, no Spark.
#
#   run_instance.sh v1 BENCHMARK NETWORK.onnx PROPERTY.vnnlib RESULT_FILE SECONDS
set -euo pipefail
[ "${1:-}" = v1 ] || { echo "The first argument must be v1, the version of these scripts, not '${1:-}'." >&2; exit 1; }
[ $# -ge 6 ] || { echo "Usage: run_instance.sh v1 BENCHMARK NETWORK PROPERTY RESULT_FILE SECONDS" >&2; exit 1; }
[[ $6 =~ ^[0-9]{1,6}(\.[0-9]*)?$ ]] || { echo "SECONDS must be a number such as 60, not '$6'." >&2; exit 1; }

# The competition's clock also counts the start of the JVM and the reading of the files; a step that
# overruns the rest of the time ends with it.
milliseconds=$(awk -v s="$6" 'BEGIN { m = s * 1000; print int(m > 4000 ? m - 2000 : m / 2 + 1) }')
rm -f "$5"
code=0
SPARK_HOME='' timeout "$6" "$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/assay" verify \
  --network "$3" --property "$4" --timeout "${milliseconds}ms" --result "$5" || code=$?
if [ "$code" = 124 ]; then
  echo timeout >"$5"
  code=0
fi
[ -f "$5" ] || echo error >"$5"
exit "$code"
