// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>
#include <QString>

#include "app/export_preview.h"
#include "app/session.h"

namespace qscope::views {
class Plot;
}

namespace qscope::app {

enum class ExportKind {
    Qdq,
    Config,
    LayersCsv,
    TensorsJson,
    Report,
    Quantizers,
    Aimet,
    AimetOld,
    Overrides,
    IgnoredScope,
    Model,    ///< in floating point, as the method that was run last has rewritten it
    NodeData, ///< sensitivities; ranges where they were not measured
};

/// Writes what the session knows into files, off the GUI thread. Every file is written beside its target first.
class Exporter : public QObject {
    Q_OBJECT

public:
    explicit Exporter(Session& session, QObject* parent = nullptr);

    /// Name proposed for a model: "vit_qdq.onnx".
    QString proposedPath(ExportKind kind) const;
    static QString filter(ExportKind kind);
    static QString name(ExportKind kind);  ///< "Quantized model (QDQ ONNX)"
    static QString about(ExportKind kind); ///< one sentence
    /// What can be written now.
    QList<ExportKind> possible() const;
    /// How many layers are quantized and how many stay, for people.
    QString layersText() const;
    /// `written` or `failed` follows.
    void write(ExportKind kind, const QString& path);
    /// Writes the file somewhere else and looks at it. `previewed` or `previewFailed` follows, unless it is
    /// cancelled.
    void preview(ExportKind kind);

    /// Every plot as PNG, SVG and PDF; a file name per plot, numbered where two are alike.
    /// **Errors** in `error` (may be null): the first sentence about what could not be written.
    static bool writePlots(const QList<views::Plot*>& plots, const QString& folder, QString* error);

signals:
    void written(const QString& path);
    void previewed(qscope::app::ExportKind kind, const qscope::app::ExportPreview& preview);
    void previewFailed(qscope::app::ExportKind kind, const qscope::Error& error);

private:
    Session& m_session;
};

} // namespace qscope::app
