// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/analyzer.h"
#include "core/analysis/history.h"
#include "core/analysis/results.h"
#include "core/graph/layer_roles.h"
#include "core/graph/layers.h"
#include "core/quant/config.h"
#include "core/search/prices.h"

namespace qscope::search {
struct CureTable;
}

namespace qscope::views {

/// The parts of an opened model that never change, kept alive by `owner`.
struct ModelView {
    std::string name;             ///< for people: "vit.onnx"
    const Graph* graph = nullptr; ///< constants folded
    const std::vector<Layer>* layers = nullptr;
    std::shared_ptr<const void> owner; ///< whatever owns graph and layers, usually the Analyzer
    std::vector<Structure> structures = {};
    std::vector<std::vector<LayerRole>> roles = {}; ///< by layer; empty when structures were not looked for

    static std::shared_ptr<const ModelView> of(std::shared_ptr<const analysis::Analyzer> analyzer,
                                               std::string name);
};

/// A figure that is not known yet, or no longer right, is never shown as if it were.
enum class Freshness {
    Current,  ///< belongs to the config of the snapshot
    Pending,  ///< being computed; what is there is partial
    Outdated, ///< belongs to another config
};

/// What the config costs beside what it does to the output.
struct Prices {
    search::Price total;
    search::Price inFloat;              ///< with every layer in floating point
    std::vector<search::Price> changes; ///< per layer: what the total grows by when it alone goes to floating point, or back
    size_t timedLayers = 0;             ///< the times are those of this many layers
    std::vector<std::optional<double>> milliseconds; ///< per layer, at the bits it has; none: not timed
};

struct ImportedOverlay;

/// Another config to lay over the current one, calibrated from the same statistics.
struct ComparedConfig {
    int64_t entry = 0; ///< its number in the history
    std::vector<quant::LayerSpec> specs;
    std::vector<analysis::LayerQuantizers> quantizers; ///< one per layer; empty: on their way
};

/// Everything the panels show, at one moment. Immutable: a change makes a new one, and whatever did not
/// change is shared between the two (panels compare pointers to see what they can keep).
struct Snapshot {
    std::shared_ptr<const ModelView> model;                         ///< null: nothing is open
    std::shared_ptr<const analysis::CalibrationResult> calibration; ///< null: not calibrated yet
    bool calibrationPartial = false;                                ///< calibration is still running
    int64_t calibrationMissing = 0; ///< samples it was stopped before
    analysis::SampleSet leftOut;    ///< samples that the calibration was told to pass over
    std::shared_ptr<const analysis::CalibrationResult> withAll; ///< the calibration before any was left out; null: none was,
                                                                ///< or it is not known any more
    std::string dataName;                                           ///< for people: "fashion.npz"
    quant::Config config;
    std::vector<quant::LayerSpec> specs;               ///< one per layer
    std::vector<analysis::LayerQuantizers> quantizers; ///< one per layer; empty before calibration
    std::shared_ptr<const Prices> prices;              ///< of the config, always; null: nothing is open
    std::shared_ptr<const ImportedOverlay> imported;   ///< ranges of another tool to compare with; null: none
    std::shared_ptr<const ComparedConfig> compared; ///< null: none
    std::shared_ptr<const search::CureTable> cures; ///< of the layer they were measured for; null: never measured
    Freshness curesFreshness = Freshness::Current;
    bool timingLayers = false;                         ///< times are on their way
    std::optional<analysis::Evaluation> current;       ///< the config
    std::optional<analysis::Evaluation> allQuantized;  ///< the config with no layer in floating point
    bool evaluationPending = false; ///< `current` belongs to an older config, or is missing
    bool allQuantizedPending = false;
    std::shared_ptr<const analysis::SensitivityResult> onlyThis; ///< may hold NaN where not measured yet
    std::shared_ptr<const analysis::SensitivityResult> allBut;
    std::shared_ptr<const analysis::SensitivityResult> weightsOnly, activationsOnly, accumulated;
    Freshness onlyThisFreshness = Freshness::Current;
    Freshness allButFreshness = Freshness::Current;
    Freshness weightsOnlyFreshness = Freshness::Current;
    Freshness activationsOnlyFreshness = Freshness::Current;
    Freshness accumulatedFreshness = Freshness::Current;
    std::shared_ptr<const analysis::History> history; ///< the configs evaluated so far; null: none
    std::string basis;                                ///< what figures are measured on now; empty: nothing yet
    /// The model before or after the method that rewrote it, as it was looked at last; null: there is none.
    std::shared_ptr<const Snapshot> other;
    std::string otherName;     ///< of that one, for people: "The model before RepQ-ViT"
    std::string otherBasis;    ///< what figures of that one are measured on: the same data, so they compare;
                               ///< empty: nothing
    std::string referenceName; ///< of the model whose float outputs figures compare with: "vit.onnx"; empty:
                               ///< it is this one
    /// What stands beside everything for comparison: the config chosen from the history, or else the model
    /// before or after the method. Its figures are those of its own config on the same data, never older;
    /// null: nothing to compare.
    std::shared_ptr<const Snapshot> beside;
    std::string besideName;           ///< for people: "#3 RepQ-ViT", "The model before RepQ-ViT"
    std::string besideLabel;          ///< in a word: "#3", "before"
    bool besideIsLater = false;       ///< it came after what is shown, and stands to its right
    std::string userMetric, userUnit; ///< of a person's own figure (Evaluation::user); empty: none
    bool userLowerIsBetter = false;
    int64_t currentEntry = 0; ///< number in the history of the config on this basis; 0: it is not there

    size_t layerCount() const { return model && model->layers ? model->layers->size() : 0; }
    bool contains(LayerId id) const { return id.valid() && id.index() < layerCount(); }
    const Layer& layer(LayerId id) const { return (*model->layers)[id.index()]; } ///< contains(id) must hold
    const Node& node(LayerId id) const { return model->graph->node(layer(id).node); }

    /// Activation inputs of the layer, in the order of Layer::activationInputs.
    std::vector<ValueId> activations(LayerId id) const;
    /// First output of the layer's node.
    ValueId output(LayerId id) const;
    /// The layer's constant weight, or null.
    const Tensor* weight(LayerId id) const;
    /// Null before calibration and for tensors without statistics.
    const stats::TensorStats* stats(ValueId value) const
    {
        return calibration ? calibration->find(value) : nullptr;
    }
    /// Null before calibration.
    const analysis::LayerQuantizers* layerQuantizers(LayerId id) const;
    /// The quantizer on the k-th activation input; null when the layer is in floating point or nothing is
    /// known.
    const quant::QuantParams* activationQuantizer(LayerId id, size_t k) const;
    /// SQNR in dB; none when never measured or NaN.
    std::optional<double> sensitivityDb(analysis::SensitivityMode mode, LayerId id) const;
    /// All figures of a layer; null when never measured.
    const analysis::LayerSensitivity* sensitivityFigures(analysis::SensitivityMode mode, LayerId id) const;
    /// The samples do not tell the layer from its neighbour in the ranking on this side.
    bool isTied(analysis::SensitivityMode mode, LayerId id) const;
    const std::shared_ptr<const analysis::SensitivityResult>&
    sensitivity(analysis::SensitivityMode mode) const;
    Freshness freshness(analysis::SensitivityMode mode) const;
};

/// Never null inside a panel: an empty Snapshot stands for nothing.
using SnapshotPtr = std::shared_ptr<const Snapshot>;

} // namespace qscope::views
