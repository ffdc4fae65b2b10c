// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/results.h"
#include "core/analysis/sample_set.h"
#include "core/base/result.h"
#include "core/stats/tensor_accumulator.h"

namespace qscope::analysis {

/// What has been recorded of one tensor.
struct TensorRecord {
    /// Of a tensor that only rearranges another: what is its own.
    struct Arrangement {
        int64_t firstSample = -1;
        Shape shape; ///< of one sample
        stats::Extreme min, max;
    };

    std::string name, nodeName, op; ///< as in TensorStats
    int source = -1;                ///< the record of the tensor it rearranges, at the end of the chain; -1 for most
    std::vector<int> parts;         ///< the records that together hold its elements; none for most
    std::optional<Arrangement> arrangement;
    std::unique_ptr<stats::TensorAccumulator> accumulator; ///< null: not seen, or an arrangement alone

    bool seen() const { return accumulator || arrangement; }
};

/// Which model and data a calibration was made from.
struct CalibrationOrigin {
    std::string modelName;    ///< file name, for people
    int64_t modelBytes = 0;
    std::string modelHash;    ///< as io::fingerprintOf; empty: not known
    std::string dataName;     ///< for people
    int64_t dataSamples = 0;  ///< in the data as a whole
    int64_t microBatch = 0;   ///< samples the engine ran at once; 0: nothing has run
};

/// All that calibration passes have learned so far: it can be continued, merged, stored and turned into figures. It
/// holds no pointers into a model.
///
/// Nothing in it depends on the order of the data or on how it was split among passes, threads, processes and files:
/// merging the parts gives the whole bit for bit, on machines of the same instruction set and kernel library.
class CalibrationState {
public:
    CalibrationOrigin origin;
    CalibrationOptions options;
    SampleSet samples;
    /// Sum over the samples of a 64-bit hash of each one's number and bytes, modulo 2^64: no order.
    uint64_t dataHash = 0;
    std::vector<TensorRecord> tensors; ///< all that may be seen, in execution order

    CalibrationState() = default;
    CalibrationState(CalibrationState&&) = default;
    CalibrationState& operator=(CalibrationState&&) = default;
    CalibrationState copy() const;

    /// As if this one had seen what `other` saw.
    /// **Errors** InvalidArgument: another model, other options, or samples that both have seen.
    Status merge(const CalibrationState& other);
    Status merge(CalibrationState&& other); ///< the same without a copy where this one has seen nothing

    /// All samples there are have been seen, apart from those left out.
    bool complete() const { return samples.count() >= wantedSamples(); }
    /// Samples of the data that are not left out.
    int64_t wantedSamples() const { return origin.dataSamples - options.leaveOut.count(); }

    /// Figures so far, of the tensors that were seen. Values and nodes are looked up by name in `graph`; without one
    /// they stay invalid. **Errors** InvalidArgument: the graph has no tensor of that name.
    Result<std::shared_ptr<const CalibrationResult>> finish(const Graph* graph) const;

    void write(ByteWriter& out) const;
    /// **Errors** Malformed.
    static Result<CalibrationState> read(ByteReader& in);

private:
    Status checkMergeable(const CalibrationState& other) const;
    Status checkReferences() const;
    std::vector<std::optional<stats::Histogram>> histograms() const;
    stats::TensorStats describe(const TensorRecord& record) const;
};

} // namespace qscope::analysis
