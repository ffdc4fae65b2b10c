// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/quant/code_range.h"

namespace qscope::quant {

/// Expected |error|^exponent of a uniform quantizer on the data of a histogram, taken as evenly spread inside each bin:
/// the antiderivative of |x - x^|^p at every bin edge, which is exact however fine the steps are.
class ExpectedPower {
public:
    ExpectedPower(const stats::Histogram& histogram, double exponent);

    struct Error {
        double all;
        double clipped; ///< the part of what lies beyond the outermost codes; never less for codes within these
    };
    /// Mean over the data for codes 0 .. levels - 1, of which code `zero` stands for 0. **Cost** one power per edge.
    Error parts(double scale, int64_t zero, int64_t levels) const;
    double of(double scale, int64_t zero, int64_t levels) const { return parts(scale, zero, levels).all; }

private:
    double m_exponent;
    double m_width;
    double m_total;
    std::vector<double> m_edges;  ///< edges of bins that hold something
    std::vector<double> m_slopes; ///< counts left of the edge less counts right of it
};

/// The first of the ranges a published search tries that has the least error. Calibrator::Lp.
Range rangeOfLeastPower(const stats::Histogram& histogram, const QuantizerSpec& spec);

/// A candidate of AIMET's search: codes 0 .. steps stand for delta * (offset .. offset + steps).
struct DeltaOffset {
    double delta;
    double offset;
};

/// **Source** AIMET, SqnrEncodingAnalyzer.
std::vector<DeltaOffset> aimetCandidates(Range observed, int steps, bool symmetric);

} // namespace qscope::quant
