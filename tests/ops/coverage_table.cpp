// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ops/coverage_table.h"

#include <QFile>

#include "core/ops/context.h"

namespace qscope::test {

namespace {

/// "yes", "no", or why the engine will not run it.
QString support(const std::string& name)
{
    const ops::OpEntry* entry = ops::findOperator("", name);
    if (!entry)
        return QStringLiteral("no");
    Node node;
    node.op = name;
    node.attributes["to"] = int64_t(1); // Cast must know
    const auto kernel = entry->make(node, 22);
    // Bare of attributes, most operators can be made and some complain about a missing one: only these say
    // Unsupported.
    if (kernel || kernel.error().code != ErrorCode::Unsupported || name == "Constant")
        return QStringLiteral("yes");
    return QStringLiteral("refused: ") + QString::fromStdString(kernel.error().message);
}

} // namespace

CoverageTable::CoverageTable(const QString& operatorsPath)
{
    QFile file(operatorsPath);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Text))
        return;
    for (const QByteArray& line : file.readAll().split('\n')) {
        const QList<QByteArray> words = line.simplified().split(' ');
        if (words.size() == 2 && !line.startsWith('#'))
            m_rows[words[0].toStdString()].since = words[1].toInt();
    }
}

void CoverageTable::addPassed(const std::set<std::string>& operators)
{
    for (const std::string& name : operators) {
        if (const auto it = m_rows.find(name); it != m_rows.end())
            ++it->second.passed;
    }
}

void CoverageTable::addExcluded(const std::set<std::string>& operators)
{
    for (const std::string& name : operators) {
        if (const auto it = m_rows.find(name); it != m_rows.end())
            ++it->second.excluded;
    }
}

QStringList CoverageTable::unknown() const
{
    QStringList names;
    for (const auto& [name, row] : m_rows) {
        if (!ops::findOperator("", name))
            names << QString::fromStdString(name);
    }
    return names;
}

QString CoverageTable::markdown() const
{
    QString text = QStringLiteral(
        "| operator | since opset | runs | cases passed | cases excluded |\n|---|---|---|---|---|\n");
    for (const auto& [name, row] : m_rows)
        text += QStringLiteral("| %1 | %2 | %3 | %4 | %5 |\n")
                    .arg(QString::fromStdString(name))
                    .arg(row.since)
                    .arg(support(name))
                    .arg(row.passed)
                    .arg(row.excluded);
    return text;
}

} // namespace qscope::test
