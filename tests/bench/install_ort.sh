#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Quantoscope authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# install_ort.sh FOLDER: puts the npm package onnxruntime-node there, unless it is there already. Its install script,
# which would fetch GPU libraries, is not run: the CPU library is inside the package.
version=1.30.0
folder=$1
installed="$folder/node_modules/onnxruntime-node/package.json"
command -v node >/dev/null && command -v npm >/dev/null || { echo "node or npm is missing" >&2; exit 1; }
mkdir -p "$folder"
exec 9>"$folder/lock" # tests that run side by side ask at the same time
flock 9
[ -f "$installed" ] && exit 0
npm install --ignore-scripts --no-audit --no-fund --silent --prefix "$folder" "onnxruntime-node@$version"
