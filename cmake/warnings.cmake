# SPDX-FileCopyrightText: 2026 The Quantoscope authors
# SPDX-License-Identifier: GPL-3.0-or-later

# Warnings every target of ours is compiled with. GCC 12 reports impossible overlaps, writes, reads and frees inside
# std::string and std::vector (GCC bugs 105329, 105651): some are switched off, the others are no errors.
function(qscope_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wno-psabi
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-array-bounds -Wno-stringop-overflow -Wno-free-nonheap-object>)
  if(CMAKE_UNITY_BUILD) # it takes a source for a header
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  endif()
  if(QSCOPE_WERROR)
    target_compile_options(${target} PRIVATE -Werror
      $<$<CXX_COMPILER_ID:GNU>:-Wno-error=stringop-overread -Wno-error=maybe-uninitialized -Wno-error=dangling-pointer
                               -Wno-error=nonnull -Wno-error=invalid-pch>)
  endif()
endfunction()
