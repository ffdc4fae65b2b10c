// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report_pdf.h"

#include <memory>
#include <vector>

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QCoreApplication>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgRenderer>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextObjectInterface>

namespace qscope::app {

namespace {

constexpr int Dpi = 300;
constexpr int MarginMm = 14;
constexpr double FooterPt = 16; ///< kept free for it at the bottom
constexpr double TallestFigure = 0.8; ///< of a page
constexpr int FigureObject = QTextFormat::UserObject + 1;
constexpr int FigureNumber = QTextFormat::UserProperty + 1;

/// What QTextDocument knows of CSS, for the classes of the page.
constexpr const char* PaperCss = R"CSS(
h1 { font-size: 18pt; } h2 { font-size: 13pt; }
.sub { color: #555555; } .warning { color: #a04000; }
.tile b { font-size: 12pt; }
.tile span { color: #555555; }
table { font-size: 7pt; border-collapse: collapse; border-style: solid; border-width: 1px; border-color: #cccccc; }
th { font-weight: 600; text-align: right; padding: 2px 4px; border-style: solid; border-width: 1px; border-color: #cccccc; }
td { text-align: right; padding: 2px 4px; border-style: solid; border-width: 1px; border-color: #cccccc; }
th.t { text-align: left; } td.t { text-align: left; }
)CSS";

/// The figures of the report, as objects in its text that break onto pages like a letter does.
class Figures : public QObject, public QTextObjectInterface {
    Q_OBJECT
    Q_INTERFACES(QTextObjectInterface)

public:
    explicit Figures(const QSizeF& page) : m_page(page) {}

    Status add(const io::NamedPlot& plot)
    {
        auto renderer = std::make_unique<QSvgRenderer>(QByteArray::fromStdString(plot.svg));
        if (!renderer->isValid())
            return Error{ErrorCode::Internal, "the figure cannot be drawn", plot.name};
        m_all.push_back(std::move(renderer));
        return {};
    }
    void insertLast(QTextCursor& cursor) const
    {
        QTextCharFormat format;
        format.setObjectType(FigureObject);
        format.setProperty(FigureNumber, static_cast<int>(m_all.size()) - 1);
        cursor.insertText(QString(QChar::ObjectReplacementCharacter), format);
    }

    QSizeF intrinsicSize(QTextDocument*, int, const QTextFormat& format) final
    {
        const QSizeF wanted = figure(format).defaultSize() * (Dpi / 96.0);
        const QSizeF most(m_page.width(), m_page.height() * TallestFigure);
        return wanted.width() > most.width() || wanted.height() > most.height()
                   ? wanted.scaled(most, Qt::KeepAspectRatio)
                   : wanted;
    }
    void drawObject(QPainter* painter, const QRectF& rect, QTextDocument*, int, const QTextFormat& format) final
    {
        figure(format).render(painter, rect);
    }

private:
    QSvgRenderer& figure(const QTextFormat& format) const
    {
        return *m_all[static_cast<size_t>(format.intProperty(FigureNumber))];
    }

    QSizeF m_page;
    std::vector<std::unique_ptr<QSvgRenderer>> m_all;
};

struct PaperWords {
    Q_DECLARE_TR_FUNCTIONS(ReportPdf)
};

Status fill(QTextDocument& document, Figures& figures, const io::ReportInput& input)
{
    QTextCursor cursor(&document);
    for (const io::PaperPart& part : io::paperReport(input)) {
        if (!part.plots.empty()) { // no heading without its first figure
            QTextBlockFormat onTop;
            onTop.setPageBreakPolicy(QTextFormat::PageBreak_AlwaysBefore);
            cursor.insertBlock(onTop, QTextCharFormat());
        }
        if (!cursor.atStart())
            cursor.insertBlock(QTextBlockFormat(), QTextCharFormat());
        cursor.insertHtml(QString::fromStdString(part.html));
        for (const io::NamedPlot& plot : part.plots) {
            QS_RETURN_IF_ERROR(figures.add(plot));
            cursor.insertBlock(QTextBlockFormat(), QTextCharFormat());
            figures.insertLast(cursor);
        }
    }
    return {};
}

void drawFooter(QPainter& painter, const QRectF& line, const QString& title, int page, int pages)
{
    painter.setPen(QColor(0x55, 0x55, 0x55));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignBottom, title);
    painter.drawText(line, Qt::AlignRight | Qt::AlignBottom, PaperWords::tr("page %1 of %2").arg(page).arg(pages));
}

} // namespace

Result<QByteArray> reportPdf(const io::ReportInput& input, const RunControl& control)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(Dpi);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageOrientation(QPageLayout::Landscape);
    writer.setPageMargins(QMarginsF(MarginMm, MarginMm, MarginMm, MarginMm), QPageLayout::Millimeter);
    const QString title = PaperWords::tr("Quantoscope report of %1").arg(QString::fromStdString(input.modelName));
    writer.setTitle(title);
    const double footer = FooterPt * Dpi / 72;
    const QSizeF body(writer.width(), writer.height() - footer);

    QTextDocument document;
    Figures figures(body);
    document.documentLayout()->registerHandler(FigureObject, &figures);
    document.documentLayout()->setPaintDevice(&writer);
    QFont font = document.defaultFont();
    font.setPointSizeF(9);
    document.setDefaultFont(font);
    document.setDefaultStyleSheet(PaperCss);
    document.setDocumentMargin(0);
    document.setPageSize(body);
    QS_RETURN_IF_ERROR(fill(document, figures, input));

    QPainter painter(&writer);
    QFont small = font;
    small.setPointSizeF(7);
    const int pages = document.pageCount();
    for (int page = 0; page < pages; ++page) {
        if (control.stopRequested())
            return RunControl::cancelled();
        control.progress(page, pages, "page");
        if (page > 0)
            writer.newPage();
        painter.save();
        painter.translate(0, -page * body.height());
        document.drawContents(&painter, QRectF(QPointF(0, page * body.height()), body));
        painter.restore();
        painter.setFont(small);
        drawFooter(painter, QRectF(0, body.height(), body.width(), footer), title, page + 1, pages);
    }
    painter.end();
    return buffer.data();
}

} // namespace qscope::app

#include "report_pdf.moc"
