// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <memory>

#include <QFile>
#include <QLabel>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include "app/actions.h"
#include "app/export_dialog.h"
#include "app/file_commands.h"
#include "app/main_window.h"
#include "app/session.h"
#include "core/onnx/operator_counts.h"
#include "tests/support/window_program.h"

using namespace qscope;
using namespace qscope::app;

/// Every format shows what it would write, and the file then holds that.
class TestExportDialog : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { m_window.reset(); }

    void theQuantizedModelIsComparedWithTheOpenOne();
    void everyFormatHasAPreview();
    void theFileIsThatOfThePreview();
    void aPlaceThatIsNoneIsSaid();
    void aPreviewThatFailsIsSaid();

private:
    /// Stays when it is closed, to be looked at.
    std::unique_ptr<ExportDialog> dialog(Act act)
    {
        m_window->actionSet()[act]->trigger();
        auto* shown = m_window->findChild<ExportDialog*>(QString(), Qt::FindDirectChildrenOnly);
        if (shown)
            shown->setAttribute(Qt::WA_DeleteOnClose, false);
        return std::unique_ptr<ExportDialog>(shown);
    }
    bool prepared(ExportDialog& dialog)
    {
        return QTest::qWaitFor([&] { return dialog.isPrepared() && m_window->session().idle(); }, 60'000);
    }
    QString path(const QString& name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
    std::unique_ptr<MainWindow> m_window;
};

void TestExportDialog::initTestCase()
{
    test::useEmptySettings("tst_export_dialog");
    m_window = std::make_unique<MainWindow>();
    m_window->show();
    Session& session = m_window->session();
    DataLocation data;
    data.path = QSCOPE_SAMPLES "/fashion_calibration.npz";
    data.options.limit = 8;
    session.openModel(QSCOPE_SAMPLES "/resnet_fashion.onnx");
    session.openData(data);
    QVERIFY(QTest::qWaitFor([&] { return session.idle() && session.snapshot()->current; }, 120'000));
    session.toggleFloat({LayerId(0)}, true);
    QVERIFY(QTest::qWaitFor([&] { return session.idle(); }, 120'000));
}

void TestExportDialog::theQuantizedModelIsComparedWithTheOpenOne()
{
    const auto shown = dialog(Act::ExportQdq);
    QVERIFY(shown && shown->chosen() == ExportKind::Qdq);
    QVERIFY(prepared(*shown));
    const auto layers = static_cast<int>(m_window->session().snapshot()->layerCount());
    QVERIFY2(shown->summary().contains(QString("%1 layers quantized, 1 in floating point").arg(layers - 1)),
             qPrintable(shown->summary()));
    const auto rows = shown->operators().findItems("QuantizeLinear", Qt::MatchExactly);
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows[0]->text(1), QString("0"));

    shown->setPath(path("q.onnx"));
    shown->write();
    QVERIFY(QTest::qWaitFor([&] { return m_window->session().idle(); }, 60'000));
    const auto written = onnxio::readModel(path("q.onnx").toStdString());
    QVERIFY(written.ok());
    QCOMPARE(rows[0]->text(2).toLongLong(), onnxio::operatorCounts(*written).at("QuantizeLinear"));
    QVERIFY(rows[0]->text(2).toInt() > layers / 2);
}

void TestExportDialog::everyFormatHasAPreview()
{
    const auto shown = dialog(Act::ExportConfig);
    const std::pair<ExportKind, const char*> expected[] = {
        {ExportKind::Config, "\"version\""},  {ExportKind::LayersCsv, "name"},
        {ExportKind::TensorsJson, "\"min\""}, {ExportKind::Quantizers, "\"scale\""},
        {ExportKind::Aimet, "1.0.0"},         {ExportKind::AimetOld, "0.6.1"},
        {ExportKind::Overrides, "{"},         {ExportKind::IgnoredScope, "names"},
        {ExportKind::NodeData, "{"},          {ExportKind::Report, "Layers"}};
    for (const auto& [kind, text] : expected) {
        shown->choose(kind);
        QVERIFY2(prepared(*shown), text);
        QVERIFY2(shown->previewText().contains(text), qPrintable(shown->previewText().left(400)));
        QVERIFY(shown->previewText().size() <= 20'000);
    }
    shown->reject();
}

void TestExportDialog::theFileIsThatOfThePreview()
{
    const auto shown = dialog(Act::ExportConfig);
    QVERIFY(prepared(*shown));
    const QString text = shown->previewText();
    shown->setPath(path("c.json"));
    shown->write();
    QVERIFY(!shown->isVisible());
    QVERIFY(QTest::qWaitFor([&] { return m_window->session().idle(); }, 60'000));
    QFile file(path("c.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(QString::fromUtf8(file.readAll()), text);
}

void TestExportDialog::aPlaceThatIsNoneIsSaid()
{
    const auto shown = dialog(Act::ExportConfig);
    shown->setPath(path("no/such/folder/c.json"));
    shown->write();
    QVERIFY(shown->isVisible()); // nothing is written, nothing is lost
    shown->setPath(path("c.json"));
    const auto labels = shown->findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(),
                        [](const QLabel* label) { return label->text().contains("will be replaced"); }));
    shown->reject();
}

void TestExportDialog::aPreviewThatFailsIsSaid()
{
    const QByteArray before = qgetenv("TMPDIR");
    qputenv("TMPDIR", "/proc"); // where nobody can make a folder
    const auto shown = dialog(Act::ExportConfig);
    const bool said = QTest::qWaitFor([&] { return shown->summary().contains("temporary"); }, 10'000);
    qputenv("TMPDIR", before);
    QVERIFY2(said && !shown->isPrepared(), qPrintable(shown->summary()));
    shown->reject();
}

QTEST_MAIN(TestExportDialog)
#include "tst_export_dialog.moc"
