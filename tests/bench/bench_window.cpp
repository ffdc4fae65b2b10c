// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a person waits for in the window: from a toggle to the first repaint of the metric strip (the old
// figure is gone), and to the new figure; and the time of a frame while a layer table of 10 000 rows is
// scrolled. Prints medians, 95th percentiles and maxima in milliseconds. It is no test, since a loaded
// machine would fail it. Usage:
//
//     bench_window [MODEL DATA]      without: the ViT sample

#include <algorithm>
#include <cstdio>
#include <vector>

#include <QElapsedTimer>
#include <QScrollBar>
#include <QTableView>

#include "app/samples.h"
#include "tests/support/window_program.h"
#include "tests/views/synthetic_snapshot.h"
#include "views/panels/layers_panel.h"
#include "views/panels/metric_strip.h"

using namespace qscope;

namespace {

constexpr int Toggles = 40;
constexpr int Rows = 10'000;
constexpr int Frames = 400;

/// Notes when a widget or one of its children is painted.
class PaintClock : public QObject {
public:
    explicit PaintClock(QWidget& watched)
    {
        watched.installEventFilter(this);
        for (QWidget* child : watched.findChildren<QWidget*>())
            child->installEventFilter(this);
    }

    void restart()
    {
        m_first = -1;
        m_clock.start();
    }
    double firstMs() const { return m_first; } ///< negative: not painted yet
    double nowMs() const { return static_cast<double>(m_clock.nsecsElapsed()) / 1e6; }

protected:
    bool eventFilter(QObject*, QEvent* event) override
    {
        if (event->type() == QEvent::Paint && m_first < 0)
            m_first = nowMs();
        return false;
    }

private:
    QElapsedTimer m_clock;
    double m_first = -1;
};

void print(const char* what, std::vector<double> milliseconds)
{
    std::sort(milliseconds.begin(), milliseconds.end());
    const auto at = [&](double share) {
        return milliseconds[std::min(milliseconds.size() - 1,
                                     static_cast<size_t>(share * static_cast<double>(milliseconds.size())))];
    };
    std::printf("%-46s median %7.2f   95 %% %7.2f   max %7.2f ms   (%zu)\n", what, at(0.5), at(0.95),
                milliseconds.back(), milliseconds.size());
}

bool benchToggle(const QString& model, const QString& data)
{
    app::MainWindow window;
    window.show();
    window.files().openPaths({model, data});
    if (!QTest::qWaitForWindowExposed(&window) || !test::settled(window))
        return false;
    QTableView& table = window.workbench().layers().table();
    PaintClock clock(window.workbench().metrics());
    std::vector<double> first, figure;
    for (int i = 0; i < Toggles; ++i) {
        const QModelIndex row = table.model()->index((i * 7) % table.model()->rowCount(), 0);
        table.selectionModel()->setCurrentIndex(row, QItemSelectionModel::ClearAndSelect
                                                         | QItemSelectionModel::Rows);
        QTest::qWait(30); // the panels have shown the other layer
        clock.restart();
        QTest::keyClick(&table, Qt::Key_Space);
        const bool painted = QTest::qWaitFor([&] { return clock.firstMs() >= 0; }, 10'000);
        const bool known =
            QTest::qWaitFor([&] { return window.session().snapshot()->current.has_value(); }, 600'000);
        if (!painted || !known)
            return false;
        first.push_back(clock.firstMs());
        figure.push_back(clock.nowMs());
        if (!test::settled(window))
            return false;
    }
    print("toggle to the first repaint of the metrics", first);
    print("toggle to the new figure", figure);
    return true;
}

void benchScroll()
{
    views::synthetic::Options options;
    options.layers = Rows;
    options.channels = 4;
    views::Selection selection;
    views::LayersPanel panel(&selection);
    panel.resize(640, 800);
    panel.setSnapshot(views::synthetic::snapshot(options));
    panel.show();
    QTest::qWait(200);
    QTableView& table = panel.table();
    std::vector<double> small, large;
    const auto frame = [&](int value) {
        QElapsedTimer clock;
        clock.start();
        table.verticalScrollBar()->setValue(value);
        table.viewport()->repaint(); // at once, and whole when it was a large step
        return static_cast<double>(clock.nsecsElapsed()) / 1e6;
    };
    const int last = table.verticalScrollBar()->maximum();
    for (int i = 0; i < Frames; ++i)
        small.push_back(frame(i * 3));
    for (int i = 0; i < Frames; ++i)
        large.push_back(frame(static_cast<int>(static_cast<int64_t>(i) * 7919 % last)));
    print("frame, 10 000 rows, by the wheel", small);
    print("frame, 10 000 rows, jumping about", large);
}

} // namespace

int main(int argc, char** argv)
{
    const test::WindowProgram program(argc, argv, "bench_window");
    const app::Sample sample = app::bundledSamples().value(0);
    const QStringList arguments = QApplication::arguments();
    if (!benchToggle(arguments.value(1, sample.modelPath), arguments.value(2, sample.dataPath))) {
        std::fprintf(stderr, "bench_window: the model could not be evaluated\n");
        return 1;
    }
    benchScroll();
    return 0;
}
