// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include "app/data_dialog.h"
#include "app/data_preview.h"
#include "views/plots/report_chart.h"

using namespace qscope;
using namespace qscope::app;
using views::PictureKind, views::pictureKind, views::pictureOf;

class TestDataDialog : public QObject {
    Q_OBJECT

private slots:
    void imageNetIsProposedForColour();
    void greyIsProposedForOneChannel();
    void presetsAreExact();
    void wrongNumbersCannotBeAccepted();
    void numbers_data();
    void numbers();
    void picturesAreWhatTheModelSees();
    void otherDataIsDrawnOrWritten();
    void theWrongPreprocessingIsSeenAndMendedByOneClick();
    void aFolderThatCannotBeReadSaysWhy();
};

void TestDataDialog::imageNetIsProposedForColour()
{
    const DataDialog dialog("photos", {{"image", DType::Float32, {-1, 3, 224, 224}, true}});
    const data::OpenOptions options = dialog.options();
    QCOMPARE(options.image.mean, (std::vector<float>{0.485F, 0.456F, 0.406F}));
    QCOMPARE(options.image.std, (std::vector<float>{0.229F, 0.224F, 0.225F}));
    QCOMPARE(options.image.order, data::ColourOrder::Rgb);
    QCOMPARE(options.image.resize, data::Resize::ShorterSide);
    QVERIFY(options.limit && *options.limit == 256);
}

void TestDataDialog::greyIsProposedForOneChannel()
{
    const DataDialog dialog("digits", {{"image", DType::Float32, {-1, 1, 28, 28}, true}});
    QCOMPARE(dialog.options().image.order, data::ColourOrder::Gray);
    QCOMPARE(dialog.options().image.mean, std::vector<float>{0.F});
}

void TestDataDialog::presetsAreExact()
{
    QCOMPARE(DataDialog::preset(2)->scale, 1.F / 255.F);
    QCOMPARE(DataDialog::preset(1)->order, data::ColourOrder::Bgr);
    QCOMPARE(DataDialog::preset(1)->scale, 1.F);
    QVERIFY(!DataDialog::preset(5));
    QVERIFY(!DataDialog::preset(-1));
    const DataDialog dialog("photos", std::vector<data::InputSpec>());
    QCOMPARE(dialog.options().image.scale, 1.F / 255.F); // the box alone would have rounded it
}

void TestDataDialog::wrongNumbersCannotBeAccepted()
{
    DataDialog dialog("photos", std::vector<data::InputSpec>());
    auto* open = dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Open);
    QVERIFY(open->isEnabled());
    const auto edits = dialog.findChildren<QLineEdit*>();
    const auto mean =
        std::find_if(edits.begin(), edits.end(), [](QLineEdit* e) { return e->text().startsWith("0.485"); });
    QVERIFY(mean != edits.end());
    (*mean)->setText("0.5, nonsense");
    QVERIFY(!open->isEnabled());
    (*mean)->setText("0.5");
    QVERIFY(open->isEnabled());
}

void TestDataDialog::numbers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<float>>("expected");
    QTest::newRow("commas") << "0.5,1,2" << QList<float>{0.5F, 1.F, 2.F};
    QTest::newRow("spaces and semicolons") << " 0.5 ; 1e-3 " << QList<float>{0.5F, 1e-3F};
    QTest::newRow("nothing is no list") << "" << QList<float>();
    QTest::newRow("a word is no list") << "1, two" << QList<float>();
}

void TestDataDialog::numbers()
{
    QFETCH(QString, text);
    QFETCH(QList<float>, expected);
    const auto parsed = DataDialog::parseNumbers(text).value_or(std::vector<float>());
    QCOMPARE(QList<float>(parsed.begin(), parsed.end()), expected);
}

void TestDataDialog::picturesAreWhatTheModelSees()
{
    // Two pixels beside each other: pure red, and (10, 100, 200).
    const std::vector<float> pixels{255, 10, 0, 100, 0, 200}; // [1, 3, 1, 2]
    const data::InputSpec planes{"image", DType::Float32, {-1, 3, 1, 2}, true};
    data::ImageOptions how = *DataDialog::preset(0);
    std::vector<float> values(6);
    for (size_t i = 0; i < 6; ++i)
        values[i] = (pixels[i] / 255.F - how.mean[i / 2]) / how.std[i / 2];
    const Tensor sample = Tensor::of<float>({1, 3, 1, 2}, std::span<const float>(values));
    QCOMPARE(pictureKind(planes, sample, how), PictureKind::Undone);
    const QImage undone = pictureOf(planes, sample, how, 64, Qt::black);
    QCOMPARE(undone.size(), QSize(2, 1));
    QCOMPARE(undone.pixelColor(0, 0), QColor(255, 0, 0));
    QCOMPARE(undone.pixelColor(1, 0), QColor(10, 100, 200));

    const std::vector<float> last{255, 0, 0, 10, 100, 200}; // [1, 2, 1, 3]: two rows
    const Tensor channelsLast = Tensor::of<float>({1, 2, 1, 3}, std::span<const float>(last));
    const QImage rows = pictureOf({"image", DType::Float32, {-1, 2, 1, 3}, true}, channelsLast,
                                  *DataDialog::preset(4), 64, Qt::black);
    QCOMPARE(rows.size(), QSize(1, 2));
    QCOMPARE(rows.pixelColor(0, 1), QColor(10, 100, 200));
    QCOMPARE(pictureKind(planes, sample, {}), PictureKind::Stretched);
    const QImage stretched = pictureOf(planes, sample, {}, 64, Qt::black);
    QVERIFY(stretched.pixelColor(0, 0).red() > stretched.pixelColor(1, 0).red());
}

void TestDataDialog::otherDataIsDrawnOrWritten()
{
    const data::InputSpec wave{"wave", DType::Float32, {-1, 400}, true};
    std::vector<float> values(400);
    for (size_t i = 0; i < values.size(); ++i)
        values[i] = i < 200 ? -1.F : 1.F;
    const Tensor curve = Tensor::of<float>({1, 400}, std::span<const float>(values));
    QCOMPARE(pictureKind(wave, curve, {}), PictureKind::Curve);
    const QImage drawn = pictureOf(wave, curve, {}, 100, Qt::red);
    QCOMPARE(drawn.size(), QSize(100, 100));
    const auto inked = [&](int x, int from, int to) {
        for (int y = from; y < to; ++y)
            if (drawn.pixelColor(x, y).alpha() > 100)
                return true;
        return false;
    };
    QVERIFY(inked(20, 80, 100) && !inked(20, 0, 40)); // low at the left
    QVERIFY(inked(80, 0, 20) && !inked(80, 60, 100)); // high at the right
    const Tensor few = Tensor::of<float>({1, 3}, std::span<const float>(values).first(3));
    QCOMPARE(pictureKind({"x", DType::Float32, {-1, 3}, true}, few, {}), PictureKind::Numbers);
    QVERIFY(!pictureOf({"x", DType::Float32, {-1, 3}, true}, few, {}, 60, Qt::black).isNull());
}

void TestDataDialog::theWrongPreprocessingIsSeenAndMendedByOneClick()
{
    const std::string samples = QSCOPE_SAMPLES;
    auto analyzer = analysis::Analyzer::open(samples + "/resnet_fashion.onnx");
    QVERIFY(analyzer.ok());
    const auto dataset = data::openDataset(samples + "/fashion_calibration.npz", (*analyzer)->inputSpecs());
    const QTemporaryDir folder;
    for (int i = 0; i < 32; ++i) {
        const Tensor image = (*dataset)->read(i, 1)->front();
        QImage picture(28, 28, QImage::Format_Grayscale8);
        for (int p = 0; p < 28 * 28; ++p)
            picture.scanLine(p / 28)[p % 28] =
                static_cast<uchar>(std::lround(255 * (image.data<float>()[p] * 0.353F + 0.286F)));
        QVERIFY(picture.save(folder.filePath(QString("%1.png").arg(i, 2, 10, QChar('0')))));
    }
    DataDialog dialog(folder.path(), *analyzer);
    dialog.show();
    DataPreview& preview = *dialog.preview();
    const auto checked = [&] { return preview.complete() && preview.shown().check.complete; };
    QTRY_VERIFY_WITH_TIMEOUT(checked(), 30'000);
    QVERIFY(preview.growth()); // before anything is calibrated
    QCOMPARE(preview.shown().few->samples, int64_t(32));
    const report::Series& median = preview.growth()->chart().series.front();
    QCOMPARE(median.x, (std::vector<double>{1, 2, 4, 8, 16, 32}));
    QCOMPARE(median.y.back(), 100.0);
    QCOMPARE(preview.shown().pictures.size(), size_t(MostPictures));
    QCOMPARE(preview.shown().pictures.front().name, QString("00.png"));
    QCOMPARE(preview.shown().check.samples, int64_t(32));
    QCOMPARE(preview.shown().check.findings.size(), size_t(1));
    QCOMPARE(preview.shown().check.findings.front().kind, analysis::FindingKind::Preprocessing);
    const auto buttons = preview.findChildren<QPushButton*>();
    QCOMPARE(buttons.size(), 1);
    QVERIFY(buttons.front()->isVisible());
    buttons.front()->click();
    QCOMPARE(dialog.options().image.mean, std::vector<float>{0.286F});
    QCOMPARE(dialog.options().image.std, std::vector<float>{0.353F});
    QCOMPARE(dialog.options().image.order, data::ColourOrder::Gray);
    QTRY_VERIFY_WITH_TIMEOUT(checked() && preview.shown().check.findings.empty(), 30'000);
    QVERIFY(!buttons.front()->isVisible());
    // The picture is the same: what the eye sees is undone.
    QCOMPARE(qGray(preview.shown().pictures[3].image.pixel(14, 14)),
             static_cast<int>(std::lround(
                 255 * ((*dataset)->read(3, 1)->front().data<float>()[14 * 28 + 14] * 0.353F + 0.286F))));
}

void TestDataDialog::aFolderThatCannotBeReadSaysWhy()
{
    auto analyzer = analysis::Analyzer::open(std::string(QSCOPE_SAMPLES) + "/resnet_fashion.onnx");
    DataDialog dialog("/nowhere/photos", *analyzer);
    dialog.show();
    QTRY_VERIFY(dialog.preview()->complete());
    const auto labels = dialog.preview()->findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(),
                        [](const QLabel* l) { return l->text().contains("/nowhere/photos"); }));
}

QTEST_MAIN(TestDataDialog)
#include "tst_data_dialog.moc"
