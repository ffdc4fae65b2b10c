// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <span>
#include <vector>

#include "core/onnx/graph_editor.h"
#include "core/onnx/reader.h"
#include "core/rewrite/normalization_site.h"

namespace qscope::rewrite {

/// Changes weights, biases and normalizations of a model and gives the changed model. Every layer gets tensors of its own, so
/// a weight that several layers share stays as it is for the others. A layer that takes a batch normalization in (Layer::fold)
/// is changed in its folded form, and the normalization goes when the layer is changed.
///
/// `graph`, `layers` and `structures` belong to `model`, constants folded; all outlive the rewriter.
class ModelRewriter {
public:
    ModelRewriter(const onnxio::Model& model, const Graph& graph, const std::vector<Layer>& layers,
                  const std::vector<Structure>& structures);

    /// The weight as changed so far. **Shapes** those of weightOf.
    Tensor weight(size_t layer) const;
    void setWeight(size_t layer, Tensor weight);
    /// The constant that is added per output channel as changed so far, zeros where the layer has none.
    std::vector<double> bias(size_t layer) const;
    /// Adds a number to every output channel. A missing bias is created.
    /// **Shapes** extra: output channels of the layer (of all groups).
    void addToBias(size_t layer, std::span<const double> extra);

    /// Divides the normalized channels by the map's divisors and takes its offsets off; the layers that read them give both
    /// back, so the model computes what it computed: gamma' = gamma / r, beta' = beta / r - b, W' = r W, d' = d + W' b.
    /// **Source** RepQ-ViT, eq. 15-17. **Error bound** rounding of float32 only.
    void apply(const NormalizationSite& site, const ChannelMap& map);

    /// The changed model, in memory; its path is that of the original.
    /// **Errors** Unsupported: a changed tensor is no float32 in the file, a changed layer is inside a body or of a form
    /// whose bias is out of reach; ResourceExhausted: above 2 GB, the limit of one file.
    Result<onnxio::Model> finish();

private:
    struct Change {
        Tensor weight;             ///< absent: as it is
        std::vector<double> extra; ///< empty: none
    };
    struct Affine {
        std::vector<double> scale, shift;
    };
    struct Insertion {
        const char* op;
        std::vector<double> values;
    };

    Affine affineOf(const NormalizationSite& site) const;
    int64_t outputChannels(size_t layer) const;
    Status writeLayer(size_t layer, const Change& change);
    Status takeFoldIn(const Layer& layer);
    Status writeBias(const Layer& layer, const std::vector<double>& extra);
    Status setBiasInput(const Layer& layer, const std::vector<double>& extra);
    Status setBiasBehind(const Layer& layer, const Structure& bias, const std::vector<double>& extra);
    void insertBehind(const std::string& tensor, const std::vector<Insertion>& operators);
    Status writeNormalization(const NormalizationSite& site, const Affine& affine, bool withShift);
    Status checkFloat(const std::string& tensor, const std::string& of) const;
    std::string addTensor(const std::string& like, const Shape& shape, std::span<const double> values);
    const Structure* biasBehind(const Layer& layer) const;
    std::string nameOf(ValueId id) const { return m_graph.value(id).name; }

    const onnxio::Model& m_model;
    const Graph& m_graph;
    const std::vector<Layer>& m_layers;
    const std::vector<Structure>& m_structures;
    onnxio::GraphEditor m_editor;
    std::map<size_t, Change> m_changes; ///< by layer
    struct Normalization {
        NormalizationSite site;
        Affine affine;
        bool withShift = false;
    };
    std::map<size_t, Normalization> m_normalizations; ///< by structure
};

} // namespace qscope::rewrite
