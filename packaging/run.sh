#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Quantoscope authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# run.sh [model [data [labels]]]: installs what is missing, builds a release, and starts the workbench on the given
# model or on the bundled ViT sample. Without a display it writes a report, figures and a screenshot of the
# workbench to $QUANTOSCOPE_OUT (default: ./quantoscope-report) instead.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
samples=$root/resources/samples

if (($# > 3)) || [[ ${1:-} == -h || ${1:-} == --help ]]; then
    sed -n 's/^# \?//p' "${BASH_SOURCE[0]}" | sed -n '3,$p'
    exit $(($# > 3 ? 2 : 0))
fi
model=${1:-$samples/vit_fashion.onnx}
data=${2:-}
labels=${3:-}
if (($# == 0)); then
    data=$samples/fashion_calibration.npz
    labels=$samples/fashion_calibration_labels.npy
fi
for path in "$model" ${data:+"$data"} ${labels:+"$labels"}; do
    [[ -e $path ]] || { echo "run.sh: there is no file '$path'" >&2; exit 1; }
done

"$root/packaging/install-packages.sh" build
build=$root/build/release
if [[ ! -f $build/build.ninja ]]; then
    (cd "$root" && cmake --preset release)
fi
cmake --build "$build"
window=$build/app/quantoscope
cli=$build/app/cli/quantoscope-cli

if [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
    exec "$window" "$model" ${data:+"$data"}
fi

if [[ -z $data ]]; then
    echo "run.sh: there is no display, and a report needs calibration data: run.sh MODEL DATA [LABELS]" >&2
    exit 1
fi
out=${QUANTOSCOPE_OUT:-quantoscope-report}
mkdir -p "$out"
echo "There is no display: writing a report instead of opening the workbench."
"$cli" analyze "$model" --data "$data" ${labels:+--labels "$labels"} -o "$out"
QT_QPA_PLATFORM=offscreen "$window" "$model" "$data" --screenshot "$out/workbench.png" --figures "$out/figures"
echo "Done. Everything is in $(cd "$out" && pwd):"
(cd "$out" && ls -d -- *)
