# SPDX-FileCopyrightText: 2026 The Quantoscope authors
# SPDX-License-Identifier: GPL-3.0-or-later

# Warnings every target of ours is compiled with.
function(qscope_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wno-psabi
    # GCC 12 reports impossible overlaps, writes and frees inside std::string and std::vector (GCC bugs 105329, 105651).
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-array-bounds -Wno-free-nonheap-object>)
  if(QSCOPE_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()
