// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/base/result.h"

namespace qscope::report {

/// A paragraph.
struct Note {
    std::string text;
};

/// Empty (nothing is known), a number, or a text. NaN and infinities are numbers.
using Cell = std::variant<std::monostate, double, std::string>;

struct Column {
    std::string title;
    std::string unit{};  ///< of its numbers; empty: none
    int decimals = -1;   ///< places behind the point; -1: four digits that count
};

struct Table {
    std::string title;
    std::vector<Column> columns;
    std::vector<std::vector<Cell>> rows; ///< each as wide as `columns`
};

struct Axis {
    std::string title;
    std::string unit{};
    bool logarithmic = false;           ///< base 10; the values are then above 0
    std::vector<std::string> names{};   ///< what stands at 0, 1, 2, ... instead of numbers
};

enum class Mark { Line, Bars, Points };

/// One curve. Values that are not finite leave a gap.
struct Series {
    std::string name; ///< for the legend
    Mark mark = Mark::Line;
    std::vector<double> x;
    std::vector<double> y;       ///< as long as x
    std::vector<double> low{};   ///< confidence band: as long as x, or empty
    std::vector<double> high{};
};

struct Chart {
    std::string title;
    Axis x;
    Axis y;
    std::vector<Series> series;
};

struct HeatMap {
    std::string title;
    Axis x;
    Axis y;
    Axis colour;                ///< what the values are; it has no names
    size_t columns = 0;         ///< extent along x
    std::vector<double> values; ///< row by row, the first row at y = 0; NaN: nothing there
};

using ReportItem = std::variant<Note, Table, Chart, HeatMap>;

/// What a method or a study tells a person: data only, in the order to be read. The window, the command line and the HTML
/// and JSON writers draw it, so whoever makes one needs neither widgets nor a format.
struct Report {
    std::string title;
    std::vector<ReportItem> items;
};

/// **Errors** InvalidArgument naming the item: a row that is not as wide as its table, x and y (or a band) of different
/// lengths, a value on a logarithmic axis that is not above 0, a heat map that is no rectangle, names in a heat map's
/// colour.
Status check(const Report& report);

} // namespace qscope::report
