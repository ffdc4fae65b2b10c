#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Quantoscope authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# run.sh [seconds] [target...]: builds the fuzz targets with clang in build/fuzz and runs each for that long.
# Corpora grow in build/fuzz/corpus/<target>, what was found lies in build/fuzz/found.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$root/build/fuzz
seconds=${1:-60}
shift || true
targets=("$@")
((${#targets[@]})) || targets=(model run npy npz idx tensor_proto image dataset config calibration)

cmake -S "$root" -B "$build" -G Ninja -DCMAKE_CXX_COMPILER="${CXX:-clang++}" -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_CXX_FLAGS_RELEASE=-O1 -DQSCOPE_BUILD_FUZZERS=ON -DQSCOPE_BUILD_WINDOW=OFF >/dev/null
nice ninja -C "$build" "${targets[@]/#/fuzz_}" quantoscope-cli
mkdir -p "$build/found"

# Seeds: small files of the samples, of Debian's libonnx-testdata and of the tests.
seed() { # target, command that lists files
    local corpus=$build/corpus/$1
    mkdir -p "$corpus"
    local file
    while read -r file; do
        local name
        name=$(sha1sum <"$file" | cut -d' ' -f1)
        [[ -e $corpus/$name ]] || cp "$file" "$corpus/$name"
    done
}
onnx=/usr/share/libonnx-testdata/data
small() { find "$@" -type f -size -8k 2>/dev/null || true; }
small "$onnx" -name '*.onnx' | seed model
small "$onnx" -name '*.onnx' | seed run
small "$onnx/node" -name '*.pb' -path '*_set_0*' | head -200 | seed tensor_proto
small "$root/resources" "$root/tests/data" -name '*.png' | seed image
small "$root/resources" "$root/tests/data" -name '*.json' | seed config
small "$root/resources" "$root/tests/data" -name '*.npy' | seed npy
small "$root/resources" "$root/tests/data" -name '*.npz' | seed npz
small "$root/resources" "$root/tests/data" -name '*idx*-ubyte' | seed idx
printf '\0\0\x08\x01\0\0\0\x02\x07\x09' >"$build/corpus/idx/seed"
printf '\0\0\x0d\x02\0\0\0\x02\0\0\0\x01\0\0\x80\x3f\0\0\0\x40' >"$build/corpus/idx/seed2"
base64 -d >"$build/corpus/image/seed" \
    <<<'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
(cd "$build/corpus/npy" && python3 -m zipfile -c ../npz/seed ./* 2>/dev/null) || true
# The contents of a calibration file are packed and have a checksum: the target is given them unpacked.
mkdir -p "$build/corpus/calibration"
"$build/app/cli/quantoscope-cli" calibrate "$onnx/node/test_softmax_axis_1/model.onnx" \
    --data "$onnx/node/test_softmax_axis_1" -o "$build/corpus/seed.qcal" >/dev/null
tail -c +29 "$build/corpus/seed.qcal" | python3 -c 'import sys, zlib
sys.stdout.buffer.write(zlib.decompress(sys.stdin.buffer.read()))' >"$build/corpus/calibration/seed"
# The first byte of a dataset says which kind of file it is.
mkdir -p "$build/corpus/dataset"
index=0
for kind in npz npy idx idx image; do
    for file in "$build/corpus/$kind"/*; do
        [[ -f $file ]] || continue
        { printf "\\x$index" && cat "$file"; } >"$build/corpus/dataset/$index-$(basename "$file")"
    done
    index=$((index + 1))
done

for target in "${targets[@]}"; do
    echo "== $target, $seconds s"
    OMP_WAIT_POLICY=passive nice "$build/tests/fuzz/fuzz_$target" "$build/corpus/$target" -max_len=8192 -timeout=10 \
        -rss_limit_mb=2048 -max_total_time="$seconds" -artifact_prefix="$build/found/$target-" -print_final_stats=1 \
        2>"$build/found/$target.log" || echo "   found something, see $build/found/$target.log"
    grep -E '^stat::(number_of_executed_units|peak_rss_mb)|^SUMMARY' "$build/found/$target.log" || true
done
