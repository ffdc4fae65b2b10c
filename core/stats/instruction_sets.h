// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "core/stats/kernels.h"

/// The loops of kernels.h that are compiled once per instruction set, from the same source. They give the same bits:
/// kernels.cpp takes the best set the processor has, tests compare them all.
namespace qscope::stats::kernels {

struct InstructionSet {
    const char* name;
    decltype(kernels::rowFigures)* rowFigures;
    decltype(kernels::columnFigures)* columnFigures;
    decltype(kernels::takePairs)* takePairs;
    decltype(kernels::foldExtremes)* foldExtremes;
    decltype(kernels::findValue)* findValue;
    decltype(kernels::addOrderFree)* addOrderFree;
    decltype(kernels::entropyBits)* entropyBits;
};

extern const InstructionSet plainSet, avx2Set, avx512Set;

/// Those this processor has, the best one last.
std::span<const InstructionSet* const> availableSets();

} // namespace qscope::stats::kernels
