// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/figure_loops.h"
#include "core/stats/instruction_sets.h"
#include "core/stats/small_loops.h"
#include "core/stats/softmax_loops.h"

namespace qscope::stats::kernels {

const InstructionSet avx512Set{
    "avx512",         rowLoops,      columnLoops,      takePairsLoop,
    foldExtremesLoop, findValueLoop, addOrderFreeLoop, entropyBitsLoop,
};

} // namespace qscope::stats::kernels
