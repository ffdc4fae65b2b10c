#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Quantoscope authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# install-packages.sh build|test: installs what is missing of packaging/packages-build.txt (and packages-test.txt).
# Takes no time when nothing is missing.
set -euo pipefail
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

case ${1:-} in
build) lists=("$folder/packages-build.txt") ;;
test) lists=("$folder/packages-build.txt" "$folder/packages-test.txt") ;;
*)
    echo "usage: $0 build|test" >&2
    exit 2
    ;;
esac

mapfile -t wanted < <(sed -e 's/#.*//' -e 's/[[:space:]]*$//' "${lists[@]}" | grep -v '^$')
if [[ $1 == test ]]; then
    command -v node >/dev/null || wanted+=(nodejs)
    command -v npm >/dev/null || wanted+=(npm)
fi

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "This is no Debian-like system: install what corresponds to these packages yourself: ${wanted[*]}" >&2
    exit 0
fi

installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null |
    sed -n 's/^installed //p' || true)
mapfile -t missing < <(printf '%s\n' "${wanted[@]}" | grep -vxF -f <(printf '%s\n' "$installed") || true)
((${#missing[@]})) || exit 0

run=()
if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
        echo "These packages are missing, and installing them needs root or sudo: ${missing[*]}" >&2
        exit 1
    fi
    run=(sudo)
fi
echo "Installing ${#missing[@]} packages: ${missing[*]}"
run+=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120)
"${run[@]}" -qq update || echo "apt-get update failed; trying with the lists at hand" >&2
"${run[@]}" install -qq -y --no-install-recommends "${missing[@]}"
