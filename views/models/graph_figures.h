// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>

#include <optional>
#include <vector>

#include "core/graph/drawn_graph.h"
#include "views/models/snapshot.h"

namespace qscope::views {

/// What the boxes of a graph can be coloured by.
enum class GraphFigure { Bits, OnlyThis, AllBut, ChannelRatio, Magnitude, WeightBytes, Milliseconds };
inline constexpr GraphFigure GraphFigures[] = {GraphFigure::OnlyThis,    GraphFigure::AllBut,
                                               GraphFigure::Bits,        GraphFigure::ChannelRatio,
                                               GraphFigure::Magnitude,   GraphFigure::WeightBytes,
                                               GraphFigure::Milliseconds};

/// The figures of layers and of boxes of several layers, and how they are written.
class GraphFigureValues {
    Q_DECLARE_TR_FUNCTIONS(qscope::views::GraphFigureValues)
public:
    /// None when it is not known. Bits: the fewest of weights and activations, 32 in floating point. Magnitude: the largest
    /// of the activation inputs. Milliseconds: at the bits the layer has.
    static std::optional<double> ofLayer(const Snapshot& snapshot, LayerId layer, GraphFigure figure);
    /// Of several layers the one that asks for attention: the worst SQNR alone, the best gain, the fewest bits, the largest
    /// ratio or magnitude; bytes and times add up.
    static std::optional<double> ofBox(const Snapshot& snapshot, const DrawnNode& box, GraphFigure figure);
    static QString name(GraphFigure figure); ///< with its unit: "SQNR alone [dB]"
    static QString text(double value, GraphFigure figure);
    static QString brief(double value, GraphFigure figure); ///< the same without the unit that name() has, for narrow places
    /// Spread over orders of magnitude, so that colours follow its logarithm.
    static bool isLogarithmic(GraphFigure figure);
};

} // namespace qscope::views
