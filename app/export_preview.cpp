// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export_preview.h"

#include <QFile>
#include <QRegularExpression>
#include <QTextDocumentFragment>

namespace qscope::app {

namespace {

constexpr qsizetype MostText = 20'000; ///< characters

/// The headings of a web page, those of the second rank indented.
QString headingsOf(const QString& page)
{
    static const QRegularExpression heading(QStringLiteral("<h([1-3])[^>]*>(.*?)</h\\1>"),
                                            QRegularExpression::DotMatchesEverythingOption);
    QStringList lines;
    for (auto it = heading.globalMatch(page); it.hasNext();) {
        const auto match = it.next();
        const int rank = match.captured(1).toInt();
        lines << QString(2 * (rank - 1), QLatin1Char(' '))
                     + QTextDocumentFragment::fromHtml(match.captured(2)).toPlainText().simplified();
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace

Result<ExportPreview> previewOf(const QString& path, const onnxio::Model& before)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::FileUnreadable, file.errorString().toStdString(), path.toStdString()};
    ExportPreview preview;
    preview.bytes = file.size();
    if (path.endsWith(QLatin1String(".onnx"))) {
        QS_ASSIGN(const onnxio::Model after, onnxio::readModel(path.toStdString()));
        preview.operators = onnxio::operatorChanges(before, after);
        return preview;
    }
    const bool isPage = path.endsWith(QLatin1String(".html"));
    const QString text = QString::fromUtf8(isPage ? file.readAll() : file.read(4 * MostText));
    preview.text = isPage ? headingsOf(text) : text.left(MostText);
    preview.isCut = !isPage && (text.size() > MostText || !file.atEnd());
    return preview;
}

} // namespace qscope::app
