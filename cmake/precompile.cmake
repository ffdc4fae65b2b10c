# SPDX-FileCopyrightText: 2026 The Quantoscope authors
# SPDX-License-Identifier: GPL-3.0-or-later

# Headers of Qt and of the standard library take more than half of the time of compiling: they are read once per target.
# Sources still include what they use.
function(qscope_precompile target)
  target_precompile_headers(${target} PRIVATE ${ARGN})
  # Without this ccache cannot see what a precompiled header holds.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endfunction()
