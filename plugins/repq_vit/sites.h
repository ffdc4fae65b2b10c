// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/analysis/analyzer.h"
#include "core/rewrite/normalization_site.h"

namespace qscope::repq_vit {

/// Where the probabilities of an attention enter its second product.
struct SoftmaxSite {
    size_t layer = 0; ///< the product
    size_t input = 0; ///< which of its inputs they are
    ValueId probabilities;
    std::string name; ///< of the product
};

/// The places RepQ-ViT is about.
struct Sites {
    std::vector<rewrite::NormalizationSite> normalizations;
    std::vector<SoftmaxSite> softmaxes;
    std::vector<std::string> refusals; ///< a sentence per normalization or attention that is left as it is
};

/// `withFinal`: also the normalization right before the last layer, which the published method leaves out.
Sites findSites(const analysis::Analyzer& analyzer, const std::vector<Structure>& structures, bool withFinal);

} // namespace qscope::repq_vit
