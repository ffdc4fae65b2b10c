// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/plot_export.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QSaveFile>
#include <QSvgGenerator>
#include <QTemporaryDir>

#include <qcustomplot.h>

namespace qscope::views {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(PlotExport)
};

QByteArray png(QCustomPlot& plot)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    return plot.toPixmap(plot.width(), plot.height(), 2).save(&buffer, "PNG") ? bytes : QByteArray();
}

QByteArray svg(QCustomPlot& plot)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(plot.size());
    generator.setViewBox(plot.rect());
    generator.setTitle(plot.windowTitle());
    QCPPainter painter;
    if (!painter.begin(&generator))
        return {};
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    plot.toPainter(&painter, plot.width(), plot.height());
    painter.end();
    return bytes;
}

QByteArray pdf(QCustomPlot& plot)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("plot.pdf"));
    if (!folder.isValid() || !plot.savePdf(path, plot.width(), plot.height(), QCP::epAllowCosmetic))
        return {};
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool failed(QString* error, const QString& sentence)
{
    if (error)
        *error = sentence;
    return false;
}

} // namespace

bool exportPlot(QCustomPlot& plot, const QString& path, QString* error)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    QByteArray bytes;
    if (suffix == QLatin1String("png"))
        bytes = png(plot);
    else if (suffix == QLatin1String("svg"))
        bytes = svg(plot);
    else if (suffix == QLatin1String("pdf"))
        bytes = pdf(plot);
    else
        return failed(
            error, Text::tr("%1: a plot is saved as .png, .svg or .pdf, not as \".%2\".").arg(path, suffix));
    if (bytes.isEmpty())
        return failed(error, Text::tr("%1: the plot could not be drawn.").arg(path));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return failed(error, Text::tr("%1: could not be written: %2.").arg(path, file.errorString()));
    return true;
}

} // namespace qscope::views
