// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Put before a function definition: it is compiled once per instruction set and the best one is chosen when the
/// program is loaded. All versions compute the same bits: such files are built with `-ffp-contract=off` (see
/// sources.cmake), and sums run over a fixed number of lanes that does not depend on the register width.
///
/// Left out under ThreadSanitizer, whose runtime is not ready when the loader runs the choosing function (tried with
/// GCC 12: crash before main), and where the compiler or the C library has no such choice.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define QSCOPE_SINGLE_VERSION
#endif
#endif
#if defined(__SANITIZE_THREAD__) || !defined(__x86_64__) || !defined(__GLIBC__) || defined(__clang__)
#define QSCOPE_SINGLE_VERSION
#endif

#ifdef QSCOPE_SINGLE_VERSION
#define QSCOPE_MULTIVERSION
#else
#define QSCOPE_MULTIVERSION __attribute__((target_clones("avx512f", "avx2", "default")))
#endif

/// A helper that must be compiled into each version of its callers.
#define QSCOPE_INLINE_KERNEL static inline __attribute__((always_inline))
/// The same for a member function.
#define QSCOPE_INLINE_KERNEL_MEMBER inline __attribute__((always_inline))
