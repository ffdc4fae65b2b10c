#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Quantoscope authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the pictures of the user guide and of README.md from the real window on the bundled ViT sample.
#   resources/guide/make_pictures.sh build/test/app/quantoscope
set -eu
program=${1:?the quantoscope to take pictures of}
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}"
make() { # theme, language, what follows a picture's name
  "$program" "--$1" --lang "$2" --screenshot "$folder/window.png" --figures "$folder" \
    "$root/resources/samples/vit_fashion.onnx" "$root/resources/samples/fashion_calibration.npz"
  for picture in ranges channels softmax-distribution sensitivity histogram; do
    cp "$folder/$picture.png" "$root/resources/guide/$2/pictures/$picture$3.png"
  done
}
make dark ko -dark
make light ko ''
make dark en -dark
make light en ''
cp "$folder/window.png" "$root/resources/workbench.png"
