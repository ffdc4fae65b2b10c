# SPDX-FileCopyrightText: 2026 The Quantoscope authors
# SPDX-License-Identifier: GPL-3.0-or-later

# Qt's headers take most of the time of compiling a view: read them once per target. Sources still include what they use.
function(qscope_precompile target)
  target_precompile_headers(${target} PRIVATE ${ARGN})
  # Without this ccache cannot see what a precompiled header holds.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endfunction()
