#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Quantoscope authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# tsan.sh TEST [ARGUMENTS]: runs one program of the tsan preset (build/tsan/tests/...). ThreadSanitizer does not see the
# barriers of libgomp, so LLVM's OpenMP runtime stands in for it, which tells of them (Archer; Debian: libomp-14-dev).
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
llvm=${LLVM_LIB:-/usr/lib/llvm-14/lib}
runtime=$(mktemp -d)
trap 'rm -rf "$runtime"' EXIT
ln -s "$llvm/libomp.so.5" "$runtime/libgomp.so.1"
export LD_LIBRARY_PATH="$runtime" OMP_TOOL_LIBRARIES="$llvm/libarcher.so" QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}"
export TSAN_OPTIONS="suppressions=$root/tests/support/tsan.supp ignore_noninstrumented_modules=1 history_size=4"
"$@"
