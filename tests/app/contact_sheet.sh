#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Quantoscope authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every panel in light and dark, English and Korean, at 1280x800 and at twice the pixels, for models of 3, 50 and 1000
# layers and for the ViT sample, with which come the dialogs, the guide and the start page; on one page:
# FOLDER/index.html. To be looked at after work on panels, themes and translations.
#
#   tests/app/contact_sheet.sh BUILD FOLDER [MODELS]      MODELS: 3,50,1000,vit
set -eu
[ $# -ge 2 ] || { echo "usage: contact_sheet.sh BUILD FOLDER [MODELS]" >&2; exit 2; }
program=$1/tests/app/contact_sheet
folder=$2
models=${3:-3,50,1000,vit}
for scale in 1 2; do
    QT_SCALE_FACTOR=$scale "$program" "$folder" --models "$models"
done
{
    echo '<!doctype html><meta charset="utf-8"><title>Panels</title>'
    echo '<style>body{font-family:sans-serif}figure{display:inline-block;margin:4px}img{width:640px;display:block}</style>'
    for layers in $(echo "$models" | tr , ' '); do
        for scale in 1 2; do
            echo "<h2>$layers, ${scale}x</h2>"
            for picture in "$folder/$layers"-*-"${scale}x"-*.png; do
                name=$(basename "$picture")
                echo "<figure><a href=\"$name\"><img src=\"$name\" loading=\"lazy\" alt=\"\"></a><figcaption>$name</figcaption></figure>"
            done
        done
    done
} > "$folder/index.html"
echo "$folder/index.html"
