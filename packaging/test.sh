#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Quantoscope authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test.sh: installs what the tests need, builds and runs all of them. The last line counts; exits non-zero on any failure.
#   QSCOPE_SANITIZERS=1 runs those of the engine and the command line once more under AddressSanitizer and
#   UndefinedBehaviorSanitizer: another half an hour on two cores.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
passed=0
failed=0

finish() {
    echo "$passed passed, $failed failed"
    exit $((failed > 0))
}

# A step that has to succeed for the rest to make sense.
require() {
    echo "== $*"
    "$@" && return
    echo "test.sh: failed: $*" >&2
    failed=$((failed + 1))
    finish
}

# run_tests BUILD [ctest options]: runs the tests and adds to the counts.
run_tests() {
    local build=$1
    shift
    local report=$build/ctest.xml
    rm -f "$report"
    echo "== ctest in $build"
    ctest --test-dir "$build" --output-on-failure --no-tests=error -j "$(nproc)" --output-junit "$root/$report" "$@"
    local status=$?
    local head total bad skipped
    head=$(tr '\n\t' '  ' 2>/dev/null <"$report" | grep -o '<testsuite [^>]*>')
    total=$(sed -n 's/.* tests="\([0-9]*\)".*/\1/p' <<<"$head")
    bad=$(sed -n 's/.* failures="\([0-9]*\)".*/\1/p' <<<"$head")
    skipped=$(sed -n 's/.* skipped="\([0-9]*\)".*/\1/p' <<<"$head")
    ((status == 0 || ${bad:-0} > 0)) || bad=$((${bad:-0} + 1)) # ctest itself failed
    passed=$((passed + ${total:-0} - ${bad:-0} - ${skipped:-0}))
    failed=$((failed + ${bad:-0}))
}

werror=OFF
[[ -n ${CI:-} ]] && werror=ON

require packaging/install-packages.sh test
require cmake --preset test -DQSCOPE_WERROR=$werror
require cmake --build --preset test
run_tests build/test

if [[ -n ${QSCOPE_SANITIZERS:-} ]]; then
    # Without the window: it would double the time, and `cmake --preset asan` builds it for those who look for a leak.
    # No -Werror: with sanitizers GCC 12 takes parts of std::regex for uninitialised.
    require cmake --preset asan -DQSCOPE_BUILD_WINDOW=OFF
    require cmake --build --preset asan
    # Node.js and timings say nothing about memory errors of ours: comparisons and measurements run once, above.
    export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1
    export UBSAN_OPTIONS=print_stacktrace=1
    export LSAN_OPTIONS=suppressions=$root/tests/support/lsan.supp:print_suppressions=0
    run_tests build/asan --label-exclude 'ort|layers'
fi
finish
