#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Quantoscope authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# bench.sh [BUILD [SHARED_DATA]]: measures, and prints as Markdown, for the samples, for models of common shapes made by
# bench_models, and for those of SHARED_DATA,
#  - plain inference against ONNX Runtime: ours, theirs, ours, theirs, ... on the same samples, medians and the median
#    of the ratios; theirs with batches of 1 and of 8, and the faster counts;
#  - what watching every tensor costs;
#  - peak memory of calibrating 64 and 512 samples.
# Environment: THREADS (2), ROUNDS (5), MODELS (names to measure, default all).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
build=$(cd "${1:-$root/build/test}" && pwd)
shared=${2:-$root/../shared/data}
threads=${THREADS:-2}
rounds=${ROUNDS:-5}
cli=$build/app/cli/quantoscope-cli
export QSCOPE_ORT=$build/ort OMP_NUM_THREADS=$threads
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$here/install_ort.sh" "$QSCOPE_ORT"
"$build/tests/bench/bench_models" "$work/made"
ort() { node "$here/ort_run.js" "$@"; }
# value KEY: of the JSON object on standard input
value() { node -e "process.stdout.write(String(JSON.parse(require('fs').readFileSync(0))['$1']))"; }
median() { sort -g | awk '{v[NR] = $1} END {print NR ? (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 : "-"}'; }

# measure NAME MODEL DATA SAMPLES
measure() {
    local name=$1 model=$2 data=$3 samples=$4
    [[ -z ${MODELS:-} || " $MODELS " == *" $name "* ]] || return 0
    local ours theirs one eight
    : >"$work/ours"; : >"$work/theirs"; : >"$work/ratio"; : >"$work/watched"
    for ((i = 0; i < rounds; ++i)); do
        if ! ours=$("$cli" bench "$model" --data "$data" --samples "$samples" --threads "$threads" --passes 3 --json \
            2>"$work/error"); then
            echo "| $name | $(sed 's/^[^:]*: [^:]*: //; s/|/ /g' "$work/error" | cut -c1-120) | | | | |"
            return 0
        fi
        one=$(ort bench "$model" "$data" --samples "$samples" --threads "$threads" --passes 3 --batch 1 | value median_ms)
        eight=$(ort bench "$model" "$data" --samples "$samples" --threads "$threads" --passes 3 --batch 8 | value median_ms)
        theirs=$(printf '%s\n%s\n' "$one" "$eight" | sort -g | head -1)
        value plain_ms <<<"$ours" >>"$work/ours"; echo >>"$work/ours"
        echo "$theirs" >>"$work/theirs"
        awk -v a="$(value plain_ms <<<"$ours")" -v b="$theirs" 'BEGIN {print a / b}' >>"$work/ratio"
        awk -v a="$(value watched_ms <<<"$ours")" -v b="$(value plain_ms <<<"$ours")" 'BEGIN {print a / b}' >>"$work/watched"
    done
    printf '| %s | %d | %.1f | %.1f | %.2f | %.2f |\n' "$name" "$(value samples <<<"$ours")" \
        "$(median <"$work/ours")" "$(median <"$work/theirs")" "$(median <"$work/ratio")" "$(median <"$work/watched")"
}

# memory NAME MODEL DATA: data is repeated to 512 samples
memory() {
    local name=$1 few many samples
    [[ -z ${MODELS:-} || " $MODELS " == *" $name "* ]] || return 0
    ort repeat "$3" 512 "$work/many.npz" >/dev/null
    for samples in 64 512; do
        "$cli" bench "$2" --data "$work/many.npz" --samples $samples --threads "$threads" --passes 1 --json 2>/dev/null |
            value peak_rss_mb >"$work/rss$samples" || return 0
    done
    few=$(<"$work/rss64") many=$(<"$work/rss512")
    awk -v n="$name" -v a="$few" -v b="$many" 'BEGIN {printf "| %s | %.0f | %.0f | %.2f |\n", n, a, b, b / a}'
}

each() {
    local samples=$root/resources/samples folder
    "$1" vit_fashion "$samples/vit_fashion.onnx" "$samples/fashion_evaluation.npz" 64
    "$1" resnet_fashion "$samples/resnet_fashion.onnx" "$samples/fashion_evaluation.npz" 256
    for folder in "$work"/made/*/ "$shared"/*/; do
        [[ -f $folder/model.onnx ]] && "$1" "$(basename "$folder")" "$folder/model.onnx" "$folder/inputs.npz" 32
    done
    return 0
}

echo "$threads threads, $rounds rounds of 3 passes, $(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | xargs), load $(cut -d' ' -f1 /proc/loadavg) at the start"
echo
echo "| model | samples | ours, ms | ONNX Runtime, ms | ours / ONNX Runtime | watched / plain |"
echo "|---|---|---|---|---|---|"
each measure
echo
echo "| model | peak MB at 64 samples | at 512 | ratio |"
echo "|---|---|---|---|"
MODELS=${MODELS:-vit_fashion resnet_fashion resnet20_cifar10 vit_fashion_op17 resnet18_imagenet}
each memory
