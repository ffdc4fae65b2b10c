# SPDX-FileCopyrightText: 2026 The Quantoscope authors
# SPDX-License-Identifier: GPL-3.0-or-later
target_sources(qscope_core PRIVATE
  stats/bin_tally.cpp
  stats/channel_accumulator.cpp
  stats/histogram.cpp
  stats/kernels.cpp
  stats/kernels_plain.cpp
  stats/octave_counts.cpp
  stats/order_free_sums.cpp
  stats/range_trace.cpp
  stats/sample_view.cpp
  stats/softmax_accumulator.cpp
  stats/storage.cpp
  stats/tensor_accumulator.cpp
  stats/tensor_stats.cpp
)
# Without fused multiply-add every instruction set gives the same bits (see multiversion.h).
set(loops -ffp-contract=off -Wno-psabi)
set_source_files_properties(stats/kernels.cpp stats/kernels_plain.cpp PROPERTIES COMPILE_OPTIONS "${loops}")
set_source_files_properties(stats/order_free_sums.cpp PROPERTIES COMPILE_OPTIONS "-ffp-contract=off")
# Run only where the processor has them.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  target_sources(qscope_core PRIVATE stats/kernels_avx2.cpp stats/kernels_avx512.cpp)
  set_source_files_properties(stats/kernels.cpp PROPERTIES COMPILE_DEFINITIONS QSCOPE_X86_SETS)
  set_source_files_properties(stats/kernels_avx2.cpp PROPERTIES COMPILE_OPTIONS "${loops};-mavx2;-mfma")
  set_source_files_properties(stats/kernels_avx512.cpp PROPERTIES
    COMPILE_OPTIONS "${loops};-mavx512f;-mavx512bw;-mavx512dq;-mavx512vl;-mfma;-Wno-uninitialized;-Wno-maybe-uninitialized") # GCC 12's own header
endif()
