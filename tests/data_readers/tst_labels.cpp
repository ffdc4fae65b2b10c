// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/data/dataset.h"
#include "packed.h"
#include "support.h"

using namespace qscope;
using namespace support;

class TestLabels : public QObject {
    Q_OBJECT

private slots:
    void reads_data();
    void reads();
    void npz();
    void textByNameFollowsTheSamples();
    void oneLabelPerSample();
    void photographs();
};

static std::string labelText(const Result<std::vector<int64_t>>& labels, const std::string& folder)
{
    if (!labels.ok())
        return outcome(labels, folder);
    std::string text;
    for (int64_t label : *labels)
        text.append(text.empty() ? 0 : 1, ' ').append(std::to_string(label));
    return text;
}

void TestLabels::reads_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const std::string& content, const char* expected) {
        QTest::newRow(name) << QByteArray::fromStdString(content) << expected;
    };
    row("one per line", "7\n0\n12\n", "7 0 12");
    row("without a last line end", "7\n3", "7 3");
    row("line ends of Windows, blank lines, spaces", "7\r\n\r\n  3 \r\n", "7 3");
    row("after a byte order mark",
        "\xEF\xBB\xBF"
        "5\n6\n",
        "5 6");
    row("names are ignored without data", "a.png 3\nb c.png\t4\n", "3 4");
    row(".npy of int64", textOf(data::formatNpy(tensor<int64_t>({3}, {1, 2, 3}))), "1 2 3");
    row(".npy of floats that are whole", textOf(data::formatNpy(tensor<float>({2}, {1, 2}))), "1 2");
    row(".npy of a column", textOf(data::formatNpy(tensor<uint8_t>({2, 1}, {1, 200}))), "1 200");
    row("IDX", idx({3}, std::string("\x05\x00\x04", 3)), "5 0 4");
    row("gzipped IDX", gzipped(idx({3}, std::string("\x05\x00\x04", 3))), "5 0 4");

    row("an empty file", "", "malformed: labels: the file is empty");
    row("nothing but blank lines", "\n\n", "malformed: labels: holds no labels");
    row("a word", "7\n\ncat\n", "malformed: labels: line 3: 'cat' is no non-negative integer");
    row("a negative label", "7\n-1\n", "malformed: labels: line 2: '-1' is no non-negative integer");
    row("a fraction", "1.5\n", "malformed: labels: line 1: '1.5' is no non-negative integer");
    row("a number beyond any", "99999999999999999999\n",
        "malformed: labels: line 1: '99999999999999999999' is no non-negative integer");
    row("names on some lines only", "a.png 1\n2\n",
        "malformed: labels: line 2 is not like the first one: either every line is 'name label' or every "
        "line is a "
        "label");
    row(".npy with a negative label", textOf(data::formatNpy(tensor<int64_t>({2}, {0, -1}))),
        "malformed: labels: label #1 is -1.000000, which is no non-negative integer");
    row(".npy with NaN", textOf(data::formatNpy(tensor<float>({1}, {NAN}))),
        "malformed: labels: label #0 is nan, which is no non-negative integer");
    row(".npy of one-hot rows", textOf(data::formatNpy(counting({2, 10}))),
        "shape mismatch: labels: holds an array of the shape [2, 10]; labels are one number per sample");
}

void TestLabels::reads()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, expected);
    const Folder folder;
    const std::string path = folder.write("labels", content.toStdString());
    COMPARE_TEXT(labelText(data::readLabels(path), folder.path()), expected.toStdString());
}

void TestLabels::npz()
{
    const Folder folder;
    const auto read = [&](const std::vector<NamedTensor>& arrays) {
        const auto written = data::writeNpz(folder.path("l.npz"), arrays);
        return written.ok() ? labelText(data::readLabels(folder.path("l.npz")), folder.path())
                            : "not written";
    };
    COMPARE_TEXT(read({{"y", counting({3})}}), "0 1 2");
    COMPARE_TEXT(read({{"images", counting({3, 2})}, {"labels", counting({3})}}), "0 1 2");
    COMPARE_TEXT(
        read({{"a", counting({3})}, {"b", counting({3})}}),
        "invalid argument: l.npz: holds the arrays 'a', 'b'; labels are read from a single one or from "
        "'labels'");
    COMPARE_TEXT(labelText(data::readLabels(folder.path("none")), folder.path()),
                 "file not found: none: there is no such file");
    COMPARE_TEXT(labelText(data::readLabels(folder.path()), {}),
                 "unsupported: " + folder.path() + ": is no file of labels: .npy, .npz, text or IDX (.gz)");
}

void TestLabels::textByNameFollowsTheSamples()
{
    const Folder folder;
    for (const char* name : {"b.png", "a.png", "c c.png"})
        folder.write(std::string("images/") + name, plainPng(1, 1, 1, 2, 3));
    auto dataset = data::openDataset(folder.path("images"), {input("x", {-1, 3, 1, 1})});
    COMPARE_TEXT(outcome(dataset), "ok");
    const auto read = [&](const std::string& text) {
        return labelText(data::readLabels(folder.write("l.txt", text), dataset->get()), folder.path());
    };
    COMPARE_TEXT(read("c c.png 3\nb.png 2\nunused.png 9\na.png 1\n"), "1 2 3");
    COMPARE_TEXT(read("a.png 1\nb.png 2\n"), "invalid argument: l.txt: has no label for 'c c.png'");
    COMPARE_TEXT(read("a.png 1\na.png 2\n"), "malformed: l.txt: gives 'a.png' two different labels");
    COMPARE_TEXT(read("5\n6\n7\n"), "5 6 7");
}

void TestLabels::oneLabelPerSample()
{
    const Folder folder;
    folder.write("x.npy", textOf(data::formatNpy(counting({5, 1}))));
    data::OpenOptions options;
    options.limit = 2;
    auto dataset = data::openDataset(folder.path("x.npy"), {input("x", {-1, 1})}, options);
    const auto read = [&](int64_t count) {
        const std::string path = folder.write("l.npy", textOf(data::formatNpy(counting({count}))));
        return labelText(data::readLabels(path, dataset->get()), folder.path());
    };
    COMPARE_TEXT(read(5), "0 1"); // those after the limit are dropped
    COMPARE_TEXT(read(2), "0 1");
    COMPARE_TEXT(read(3), "shape mismatch: l.npy: holds 3 labels, but the data has 5 samples");
}

void TestLabels::photographs()
{
    const std::string folder = QSCOPE_SHARED "/data/photos";
    if (!QFile::exists(QString::fromStdString(folder + "/labels.txt")))
        QSKIP("the collection of photographs is not here");
    auto dataset = data::openDataset(folder, {input("x", {-1, 3, 224, 224})});
    COMPARE_TEXT(outcome(dataset), "ok");
    const auto labels = data::readLabels(folder + "/labels.txt", dataset->get());
    COMPARE_TEXT(outcome(labels), "ok");
    QCOMPARE(static_cast<int64_t>(labels->size()), (*dataset)->size());
    COMPARE_TEXT((*dataset)->sampleName(1), "n01514859_hen.JPEG");
    QCOMPARE((*labels)[1], int64_t(8));
}

QTEST_GUILESS_MAIN(TestLabels)
#include "tst_labels.moc"
