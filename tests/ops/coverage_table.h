// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>
#include <string>

#include <QString>
#include <QStringList>

namespace qscope::test {

/// What the engine does about every operator of ONNX's default domain, and how many cases of the backend
/// suites say so.
class CoverageTable {
public:
    /// Reads "Name opset" lines.
    explicit CoverageTable(const QString& operatorsPath);

    void addPassed(const std::set<std::string>& operators);
    void addExcluded(const std::set<std::string>& operators);

    /// Operators the engine neither runs nor refuses with a reason.
    QStringList unknown() const;
    QString markdown() const;

private:
    struct Row {
        int since = 0;
        int passed = 0, excluded = 0;
    };
    std::map<std::string, Row> m_rows;
};

} // namespace qscope::test
