// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QCommandLinkButton>
#include <QDockWidget>
#include <QDropEvent>
#include <QFile>
#include <QFileInfo>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QUrl>

#include "app/actions.h"
#include "app/arrival.h"
#include "app/data_commands.h"
#include "app/data_dialog.h"
#include "app/data_preview.h"
#include "app/drop_zone.h"
#include "app/finding_sentence.h"
#include "app/guide.h"
#include "app/main_window.h"
#include "app/start_page.h"
#include "app/workbench.h"

using namespace qscope;
using namespace qscope::app;

namespace {
const QString Samples = QSCOPE_SAMPLES;
}

/// From the start page through the steps: what is promised there is what a person finds.
class TestArrival : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup() { m_window.reset(); }

    void lessonsShowWhatTheySay_data();
    void lessonsShowWhatTheySay();
    void theSamplesShowWhatTheirLinesSay();
    void theStartPageOpensALesson();
    void theDropZoneOpensWhatIsDropped();
    void theStepsLeadFromDataToExport();
    void theStripCanBeHiddenAndStaysHidden();
    void theDataIsCheckedAndShown();
    void imagesDroppedWithTheModelAreShownAsItSeesThem();
    void everyFindingIsTranslated();

private:
    bool settle()
    {
        return QTest::qWaitFor(
            [this] { return m_window->session().idle() && !m_window->arrival().waiting(); }, 120'000);
    }
    QToolButton* step(GuidedStrip::Step step) { return m_window->arrival().strip().button(step); }

    std::unique_ptr<MainWindow> m_window;
};

void TestArrival::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName("quantoscope-test");
    QCoreApplication::setApplicationName("tst_arrival");
}

void TestArrival::init()
{
    QSettings().clear();
    m_window = std::make_unique<MainWindow>();
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void TestArrival::lessonsShowWhatTheySay_data()
{
    QTest::addColumn<int>("index");
    const auto all = lessons();
    QVERIFY(all.size() >= 4);
    for (int i = 0; i < all.size(); ++i)
        QTest::newRow(qPrintable(all[i].key)) << i;
}

void TestArrival::lessonsShowWhatTheySay()
{
    QFETCH(int, index);
    const Lesson lesson = lessons()[index];
    m_window->arrival().begin(lesson);
    QVERIFY(settle());
    QCOMPARE(QFileInfo(m_window->session().modelPath()).completeBaseName(), lesson.model);
    const views::SnapshotPtr snapshot = m_window->session().snapshot();
    const LayerId layer = m_window->workbench().selection().layer();
    QVERIFY(snapshot->contains(layer));
    QCOMPARE(QString::fromStdString(snapshot->layer(layer).name), lesson.layer);
    const auto* dock = m_window->findChild<QDockWidget*>(lesson.dock);
    QVERIFY(dock && dock->isVisible());
    const auto* guide = m_window->findChild<Guide*>();
    QVERIFY(guide);
    QCOMPARE(guide->page(), lesson.page);
    QVERIFY(QFile::exists(Guide::pathOf(lesson.page, "ko")));
    QCOMPARE(m_window->session().config().weights.bits, lesson.bits > 0 ? lesson.bits : 8);

    const stats::TensorStats* input = snapshot->stats(snapshot->activations(layer).front());
    QVERIFY(input);
    if (lesson.key == "channels") {
        QVERIFY2(input->interChannelRatio() > 20, qPrintable(QString::number(input->interChannelRatio())));
    } else if (lesson.key == "softmax") {
        QVERIFY(input->softmax);
        QVERIFY2(input->softmax->shareBelowStep > 0.7,
                 qPrintable(QString::number(input->softmax->shareBelowStep)));
    } else if (lesson.key == "outlier") {
        using enum analysis::SensitivityMode;
        QVERIFY(snapshot->onlyThis);
        std::vector<double> others;
        for (size_t i = 0; i < snapshot->layerCount(); ++i)
            if (LayerId(i) != layer)
                others.push_back(snapshot->sensitivityDb(OnlyThisLayer, LayerId(i)).value_or(1e9));
        const double next = *std::min_element(others.begin(), others.end());
        const double own = snapshot->sensitivityDb(OnlyThisLayer, layer).value();
        QVERIFY2(next - own > 5, qPrintable(QString("%1 %2").arg(own).arg(next)));
    } else {
        // A tail: half of the range holds next to nothing.
        QCOMPARE(lesson.key, QString("clipping"));
        QVERIFY(input->max.value > 4 * input->std());
    }
}

void TestArrival::theSamplesShowWhatTheirLinesSay()
{
    const auto samples = bundledSamples();
    QCOMPARE(samples.size(), 2);
    m_window->files().openSample(samples[1]);
    QVERIFY(settle());
    const auto snapshot = m_window->session().snapshot();
    QCOMPARE(snapshot->current->samples, int64_t(256));
    QCOMPARE(snapshot->current->agreement.value, 1.0);
}

void TestArrival::theStartPageOpensALesson()
{
    const auto buttons = m_window->findChildren<QCommandLinkButton*>(QRegularExpression("^lesson:"));
    QVERIFY(buttons.size() >= lessons().size());
    for (const auto* button : buttons)
        QVERIFY(!button->accessibleDescription().isEmpty());
    auto* button = m_window->findChild<QCommandLinkButton*>("lesson:softmax");
    QVERIFY(button);
    QVERIFY(button->focusPolicy() & Qt::TabFocus);
    button->click();
    QVERIFY(m_window->arrival().waiting());
    QVERIFY(settle());
    QCOMPARE(m_window->workbench().selection().layer().valid(), true);
}

void TestArrival::theDropZoneOpensWhatIsDropped()
{
    auto* zone = m_window->findChild<DropZone*>("dropZone");
    QVERIFY(zone);
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile(Samples + "/resnet_fashion.onnx")});
    QDragEnterEvent enter({5, 5}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(zone, &enter);
    QVERIFY(enter.isAccepted());
    QVERIFY(zone->inviting());
    QDropEvent drop({5, 5}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(zone, &drop);
    QVERIFY(!zone->inviting());
    QVERIFY(settle());
    QVERIFY(m_window->session().modelPath().endsWith("resnet_fashion.onnx"));
}

void TestArrival::theStepsLeadFromDataToExport()
{
    using enum GuidedStrip::Step;
    GuidedStrip& strip = m_window->arrival().strip();
    QVERIFY(!strip.isVisible()); // nothing is open yet
    m_window->session().openModel(Samples + "/resnet_fashion.onnx");
    QVERIFY(settle());
    QVERIFY(strip.isVisible());
    QCOMPARE(strip.next(), std::optional(Data));
    QVERIFY(step(Data)->isEnabled() && !step(Calibrate)->isEnabled() && !step(Export)->isEnabled());
    QVERIFY(step(Data)->isChecked());
    QVERIFY(step(Data)->accessibleName().contains("next"));

    DataLocation location;
    location.path = Samples + "/fashion_calibration.npz";
    location.options.limit = 64;
    m_window->session().openData(location);
    QVERIFY(settle());
    QTRY_COMPARE(strip.next(), std::optional(Look)); // data that is opened is calibrated at once
    QVERIFY(strip.hint().contains("hurt"));
    QTest::keyClick(step(Look), Qt::Key_Space); // by keyboard
    QVERIFY(settle());
    QTRY_COMPARE(strip.next(), std::optional(Decide));
    QVERIFY(m_window->session().snapshot()->onlyThis);

    m_window->session().setBits({LayerId(0)}, 4, 4);
    QVERIFY(settle());
    QTRY_COMPARE(strip.next(), std::optional(Export));
    m_window->session().undoStack().undo();
    QVERIFY(settle());
    emit m_window->files().exported("model_qdq.onnx");
    QVERIFY(step(Export)->text().startsWith(u'✓'));
    m_window->session().openModel(Samples + "/resnet_fashion.onnx");
    QVERIFY(settle());
    QVERIFY(!step(Export)->text().startsWith(u'✓'));
}

void TestArrival::theStripCanBeHiddenAndStaysHidden()
{
    m_window->session().openModel(Samples + "/resnet_fashion.onnx");
    QVERIFY(settle());
    GuidedStrip& strip = m_window->arrival().strip();
    QVERIFY(strip.isVisible());
    const auto buttons = strip.findChildren<QToolButton*>();
    const auto hide = std::find_if(buttons.begin(), buttons.end(), [](const QToolButton* b) {
        return b->accessibleName() == "Hide the steps";
    });
    QVERIFY(hide != buttons.end());
    (*hide)->click();
    QVERIFY(!strip.isVisible());
    m_window = std::make_unique<MainWindow>();
    m_window->show();
    m_window->session().openModel(Samples + "/resnet_fashion.onnx");
    QVERIFY(settle());
    QVERIFY(!m_window->arrival().strip().isVisible());
    m_window->actionSet()[Act::GuidedSteps]->trigger();
    QVERIFY(m_window->arrival().strip().isVisible());
}

void TestArrival::theDataIsCheckedAndShown()
{
    DataLocation location;
    location.path = Samples + "/fashion_calibration.npz";
    location.labelsPath = Samples + "/fashion_calibration_labels.npy";
    location.options.limit = 4;
    m_window->session().openModel(Samples + "/resnet_fashion.onnx");
    m_window->session().openData(location);
    QVERIFY(settle());
    QTRY_VERIFY(m_window->arrival().data().check() != nullptr);
    QCOMPARE(m_window->arrival().data().check()->samples, int64_t(4));
    QCOMPARE(m_window->arrival().data().warnings(), 1); // too few
    QVERIFY(step(GuidedStrip::Step::Data)->text().contains(u'⚠'));

    m_window->actionSet()[Act::LookAtData]->trigger();
    auto* preview = m_window->findChild<DataPreview*>();
    QVERIFY(preview);
    QTRY_VERIFY_WITH_TIMEOUT(preview->complete() && preview->shown().check.complete, 30'000);
    const auto lists = preview->findChildren<QListWidget*>();
    const auto named = [&](const QString& name) {
        return *std::find_if(lists.begin(), lists.end(),
                             [&](const QListWidget* l) { return l->accessibleName() == name; });
    };
    const QListWidget* pictures = named("First samples");
    QCOMPARE(pictures->count(), 4);
    QVERIFY(pictures->item(0)->text().contains("class "));
    QVERIFY(!pictures->item(0)->icon().isNull());
    const QListWidget* findings = named("Findings");
    QCOMPARE(findings->count(), 1);
    QVERIFY(findings->item(0)->text().contains("too few samples (4)"));
}

void TestArrival::imagesDroppedWithTheModelAreShownAsItSeesThem()
{
    const QTemporaryDir folder;
    QImage image(28, 28, QImage::Format_Grayscale8);
    image.fill(90);
    QVERIFY(image.save(folder.filePath("a.png")));
    QFile labels(folder.filePath("labels.txt"));
    QVERIFY(labels.open(QIODevice::WriteOnly) && labels.write("a.png 3\n") > 0);
    labels.close();
    m_window->files().openPaths({folder.path(), Samples + "/resnet_fashion.onnx"}, labels.fileName());
    QTRY_VERIFY(m_window->findChild<DataDialog*>());
    auto* dialog = m_window->findChild<DataDialog*>();
    QVERIFY(dialog->preview());
    QCOMPARE(dialog->labelsPath(), labels.fileName());
    QTRY_VERIFY_WITH_TIMEOUT(dialog->preview()->shown().check.complete, 30'000);
    QCOMPARE(dialog->preview()->shown().pictures.front().label, int64_t(3));
    dialog->reject();
}

void TestArrival::everyFindingIsTranslated()
{
    for (int i = 0; i <= static_cast<int>(analysis::FindingKind::MaybeTooFew); ++i) {
        const auto kind = static_cast<analysis::FindingKind>(i);
        m_window->language().use("en");
        const std::string english = analysis::findingTemplate(kind);
        m_window->language().use("ko");
        QVERIFY2(analysis::findingTemplate(kind) != english, english.c_str());
    }
    m_window->language().use("en");
    analysis::Finding finding{analysis::FindingKind::Duplicates,
                              true,
                              {int64_t(2), int64_t(9), std::string("a%2.png"), std::string("b.png")},
                              {},
                              0.875,
                              {}};
    QCOMPARE(findingSentence(finding),
             QString("Samples that are exact copies of an earlier one: 2 of 9; a%2.png is the same as "
                     "b.png. They add nothing to the ranges. So say 87.5 % of the samples."));
}

QTEST_MAIN(TestArrival)
#include "tst_arrival.moc"
