// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/range_commands.h"

#include <QFileInfo>

#include "app/session.h"
#include "core/io/range_comparison.h"

namespace qscope::app {

RangeCommands::RangeCommands(Session& session, QObject* parent) : QObject(parent), m_session(session) {}

void RangeCommands::compareWith(const QString& path) { read(path, &RangeCommands::layOver); }

void RangeCommands::importFrom(const QString& path) { read(path, &RangeCommands::adoptRanges); }

void RangeCommands::read(const QString& path, Use use)
{
    if (!m_session.analyzer())
        return;
    auto work = [this, path, use](const RunControl&, Outbox&) -> Result<Job::Delivery> {
        QS_ASSIGN(const io::ImportedRanges imported, io::readRanges(path.toStdString()));
        return Job::Delivery([this, path, use, imported] { (this->*use)(path, imported); });
    };
    m_session.work().submit(WorkKind::Export, tr("Importing ranges"), std::move(work));
}

void RangeCommands::layOver(const QString& path, const io::ImportedRanges& imported)
{
    const auto& analyzer = m_session.analyzer();
    if (!analyzer)
        return;
    const QString name = QFileInfo(path).fileName();
    const auto overlay = views::ImportedOverlay::of(imported, name, analyzer->graph(), analyzer->layers());
    if (!overlay)
        return emit failed(tr("%1: none of its tensors is one of this model.").arg(name));
    m_session.compareWith(overlay);
    QString text =
        tr("%1: %n tensor(s) to compare with.", nullptr, static_cast<int>(overlay->tensors.size())).arg(name);
    if (overlay->unknown > 0)
        text += ' ' + tr("The model does not have %n more.", nullptr, static_cast<int>(overlay->unknown));
    emit noted(text);
}

void RangeCommands::adoptRanges(const QString& path, const io::ImportedRanges& imported)
{
    const auto& analyzer = m_session.analyzer();
    if (!analyzer)
        return;
    const quant::Config& before = m_session.config();
    const auto config = io::configWithRanges(before, analyzer->graph(), analyzer->layers(), imported);
    const auto count = static_cast<int>(config.rules.size() - before.rules.size());
    const QString name = QFileInfo(path).fileName();
    if (count == 0)
        return emit failed(tr("%1: none of its tensors is read by a layer of this model.").arg(name));
    m_session.setConfig(config, tr("Import the ranges of %1").arg(name));
    QString text = tr("%1: ranges of %n layer(s).", nullptr, count).arg(name);
    if (!imported.warnings.empty())
        text += ' ' + QString::fromStdString(imported.warnings.front());
    emit noted(text);
}

} // namespace qscope::app
