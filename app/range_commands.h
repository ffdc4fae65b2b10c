// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "views/models/notice.h"

namespace qscope::io {
struct ImportedRanges;
}

namespace qscope::app {

class Session;

/// What is done with the ranges of another tool: a QDQ model, AIMET encodings, a calibration cache.
class RangeCommands : public QObject {
    Q_OBJECT

public:
    explicit RangeCommands(Session& session, QObject* parent = nullptr);

    /// As manual ones of the config, one step of undo. What the model does not have is named.
    void importFrom(const QString& path);
    /// Laid over ours; the config stays. What the model does not have is named.
    void compareWith(const QString& path);

signals:
    void failed(const qscope::views::Notice& notice);
    void noted(const qscope::views::Notice& notice);

private:
    using Use = void (RangeCommands::*)(const QString& path, const io::ImportedRanges& imported);
    void read(const QString& path, Use use); ///< away from the window's thread
    void layOver(const QString& path, const io::ImportedRanges& imported);
    void adoptRanges(const QString& path, const io::ImportedRanges& imported);

    Session& m_session;
};

} // namespace qscope::app
