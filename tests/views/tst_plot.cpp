// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "views/plots/plot.h"
#include "views/plots/theme.h"

using namespace qscope::views;

class TestPlot : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_plot = std::make_unique<Plot>();
        m_plot->resize(320, 200);
        m_plot->setHome({0, 100}, {-1, 1});
        m_plot->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_plot.get()));
        m_plot->replot();
    }

    void theWheelZoomsAndADoubleClickShowsEverything()
    {
        wheel(240);
        QVERIFY(m_plot->xAxis->range().size() < 90);
        QTest::mouseDClick(m_plot.get(), Qt::LeftButton, {}, centre());
        QCOMPARE(m_plot->xAxis->range(), QCPRange(0, 100));
        QCOMPARE(m_plot->yAxis->range(), QCPRange(-1, 1));
    }

    void zoomingOutStopsAtEverything()
    {
        wheel(-2400);
        QCOMPARE(m_plot->xAxis->range(), QCPRange(0, 100));
    }

    void onlyTheZoomableDirectionChanges()
    {
        m_plot->setZoomable(Qt::Horizontal);
        wheel(240);
        QVERIFY(m_plot->xAxis->range().size() < 90);
        QCOMPARE(m_plot->yAxis->range(), QCPRange(-1, 1));
    }

    void aNewHomeKeepsAZoomedViewAndMovesAWholeOne()
    {
        m_plot->setZoomable(Qt::Horizontal);
        wheel(240);
        const QCPRange zoomed = m_plot->xAxis->range();
        m_plot->setHome({0, 100}, {-2, 2});
        QCOMPARE(m_plot->xAxis->range(), zoomed);
        QCOMPARE(m_plot->yAxis->range(), QCPRange(-2, 2));
    }

    void aClickIsTold_aDragIsNot()
    {
        QSignalSpy clicked(m_plot.get(), &Plot::clicked);
        QTest::mouseClick(m_plot.get(), Qt::LeftButton, {}, centre());
        QCOMPARE(clicked.count(), 1);
        wheel(480);
        QTest::mousePress(m_plot.get(), Qt::LeftButton, {}, centre());
        QTest::mouseMove(m_plot.get(), centre() + QPoint(40, 0));
        QTest::mouseRelease(m_plot.get(), Qt::LeftButton, {}, centre() + QPoint(40, 0));
        QCOMPARE(clicked.count(), 1);
    }

    void aNoticeReplacesTheAxes()
    {
        m_plot->setNotice(QStringLiteral("Nothing here."));
        QCOMPARE(m_plot->notice(), QStringLiteral("Nothing here."));
        QVERIFY(!m_plot->xAxis->visible() && !m_plot->yAxis2->visible());
        QVERIFY2(inkIn(m_plot->rect()), "the notice is drawn");
        m_plot->setNotice({});
        QVERIFY(m_plot->notice().isEmpty());
        QVERIFY(m_plot->xAxis->visible() && m_plot->yAxis2->visible());
    }

    void coloursFollowThePalette()
    {
        QColor seen;
        m_plot->setRecolour([&](const Theme& theme) { seen = theme.data; });
        const QColor light = seen;
        QPalette dark;
        dark.setColor(QPalette::Base, Qt::black);
        dark.setColor(QPalette::Text, Qt::white);
        m_plot->setPalette(dark);
        QVERIFY(m_plot->theme().dark);
        QVERIFY(seen.lightness() > light.lightness());
        QCOMPARE(m_plot->xAxis->labelColor(), QColor(Qt::white));
    }

    void dataColoursStandOutFromBothBackgrounds_data()
    {
        QTest::addColumn<QColor>("base");
        QTest::addColumn<QColor>("text");
        QTest::newRow("light") << QColor(Qt::white) << QColor(Qt::black);
        QTest::newRow("dark") << QColor(30, 30, 32) << QColor(230, 230, 230);
    }
    void dataColoursStandOutFromBothBackgrounds()
    {
        QFETCH(QColor, base);
        QFETCH(QColor, text);
        QPalette palette;
        palette.setColor(QPalette::Base, base);
        palette.setColor(QPalette::Text, text);
        const Theme t = Theme::of(palette);
        for (const QColor& colour : {t.data, t.second, t.quantizer, t.warning, t.selected})
            QVERIFY2(contrast(colour, base) > 2, qPrintable(colour.name()));
    }

private:
    QPoint centre() const { return m_plot->axisRect()->rect().center(); }

    /// True when anything but the background is drawn.
    bool inkIn(const QRect& area)
    {
        const QImage image = m_plot->toPixmap(m_plot->width(), m_plot->height()).toImage().copy(area);
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (image.pixel(x, y) != image.pixel(0, 0))
                    return true;
            }
        }
        return false;
    }

    void wheel(int delta)
    {
        const QPointF at = centre();
        QWheelEvent event(at, m_plot->mapToGlobal(at), {}, QPoint(0, delta), Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(m_plot.get(), &event);
    }

    /// WCAG contrast ratio.
    static double contrast(const QColor& a, const QColor& b)
    {
        const auto luminance = [](const QColor& c) {
            const auto part = [](double v) {
                return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
            };
            return 0.2126 * part(c.redF()) + 0.7152 * part(c.greenF()) + 0.0722 * part(c.blueF());
        };
        const double x = luminance(a) + 0.05;
        const double y = luminance(b) + 0.05;
        return std::max(x, y) / std::min(x, y);
    }

    std::unique_ptr<Plot> m_plot;
};

QTEST_MAIN(TestPlot)
#include "tst_plot.moc"
