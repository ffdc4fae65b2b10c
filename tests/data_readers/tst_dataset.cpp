// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/data/dataset.h"
#include "core/data/npy.h"
#include "packed.h"
#include "support.h"

using namespace qscope;
using namespace support;

using Specs = std::vector<data::InputSpec>;

class TestDataset : public QObject {
    Q_OBJECT

private slots:
    void readsAnyRangeInAnyOrder();
    void readsArrays_data();
    void readsArrays();
    void refuses_data();
    void refuses();
    void rangesOutsideAreRefused();
    void limitKeepsWholeBatches_data();
    void limitKeepsWholeBatches();
    void limitBelowOneIsRefused();
    void integersThatDoNotFitAreRefused();
    void inputsComeInTheOrderOfTheModel();
    void scalarsAreShared();
    void stateWithItsOwnFirstAxisIsShared();
    void filesThatShrinkAreNoticed();
    void kindsAreKnownByContent_data();
    void kindsAreKnownByContent();
    void kindsThatFeedOneInput();
    void testDataSetFolders();
    void testDataSetErrors();
    void namesOfFilesInDescriptions();
    void bundledSampleOpens();
    void realModelInputsOpen();
};

/// What reading all samples gives, or the error of opening or reading.
static std::string contents(const std::string& path, const Specs& inputs, const std::string& folder,
                            const data::OpenOptions& options = {})
{
    auto dataset = data::openDataset(path, inputs, options);
    if (!dataset.ok())
        return outcome(dataset, folder);
    const auto tensors = (*dataset)->read(0, (*dataset)->size());
    if (!tensors.ok())
        return outcome(tensors, folder);
    std::string text = std::to_string((*dataset)->size()) + " samples";
    for (const Tensor& tensor : *tensors)
        text.append("; ").append(summary(tensor));
    return text;
}

/// A TensorProto of floats.
static std::string floatProto(const std::string& name, const std::vector<char>& dims,
                              const std::vector<float>& values)
{
    std::string text;
    for (char dim : dims)
        text += {'\x08', dim};
    text += {'\x10', '\x01', '\x42', static_cast<char>(name.size())};
    text += name;
    text += {'\x4A', static_cast<char>(values.size() * 4)};
    return text + raw(values);
}

void TestDataset::readsAnyRangeInAnyOrder()
{
    const Folder folder;
    const Tensor whole = counting({50, 2, 40});
    QVERIFY(data::writeNpz(folder.path("x.npz"), {{"x", whole}}).ok());
    folder.write("x.npy", textOf(data::formatNpy(whole)));
    folder.write("f.npy", npy(npyHeader("<f4", "(2, 3)", true), raw<float>({0, 3, 1, 4, 2, 5})));
    for (const char* name : {"x.npz", "x.npy"}) {
        auto dataset = data::openDataset(folder.path(name), {input("x", {-1, 2, 40})});
        COMPARE_TEXT(outcome(dataset), "ok");
        for (const auto& [first, count] : std::vector<std::pair<int64_t, int64_t>>{
                 {0, 1}, {1, 8}, {40, 10}, {3, 2}, {0, 50}, {49, 1}, {0, 3}, {3, 3}}) {
            const auto read = (*dataset)->read(first, count);
            COMPARE_TEXT(outcome(read), "ok");
            QCOMPARE((*read)[0].shape(), (Shape{count, 2, 40}));
            QVERIFY(std::equal((*read)[0].data<float>(), (*read)[0].data<float>() + count * 80,
                               whole.data<float>() + first * 80));
        }
    }
    auto fortran = data::openDataset(folder.path("f.npy"), {input("x", {-1, 3})});
    COMPARE_TEXT(summary((*(*fortran)->read(1, 1))[0]), "float32 [1, 3]: 3 4 5");
}

void TestDataset::readsArrays_data()
{
    QTest::addColumn<QString>("array");
    QTest::addColumn<int>("type");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const std::string& file, DType type, const char* expected) {
        QTest::newRow(name) << QString::fromLatin1(file.data(), static_cast<qsizetype>(file.size()))
                            << static_cast<int>(type) << expected;
    };
    row("doubles become floats", npy(npyHeader("<f8", "(2, 1)"), raw<double>({0.5, 2})), DType::Float32,
        "2 samples; float32 [2, 1]: 0.5 2");
    row("halves become floats", npy(npyHeader("<f2", "(2, 1)"), raw<uint16_t>({0x3C00, 0x4000})),
        DType::Float32, "2 samples; float32 [2, 1]: 1 2");
    row("bytes become floats unscaled", npy(npyHeader("|u1", "(2, 1)"), "\xFF\x01"), DType::Float32,
        "2 samples; float32 [2, 1]: 255 1");
    row("int32 becomes int64", npy(npyHeader("<i4", "(1, 2)"), raw<int32_t>({-3, 4})), DType::Int64,
        "1 samples; int64 [1, 2]: -3 4");
    row("int64 becomes int32", npy(npyHeader("<i8", "(1, 2)"), raw<int64_t>({-3, 4})), DType::Int32,
        "1 samples; int32 [1, 2]: -3 4");
    row("bytes become bool", npy(npyHeader("|u1", "(1, 2)"), std::string("\0\2", 2)), DType::Bool,
        "1 samples; bool [1, 2]: 0 1");
    row("floats never become integers", npy(npyHeader("<f4", "(1, 1)"), raw<float>({1})), DType::Int64,
        "type mismatch: a.npy: array 'a.npy' is float32, but the model's input 'x' takes int64, to which "
        "floats are "
        "not converted");
}

void TestDataset::readsArrays()
{
    QFETCH(QString, array);
    QFETCH(int, type);
    QFETCH(QString, expected);
    const Folder folder;
    const QByteArray bytes = array.toLatin1();
    const std::string path = folder.write("a.npy", bytes.toStdString());
    COMPARE_TEXT(contents(path, {input("x", {-1, -1}, static_cast<DType>(type))}, folder.path()),
                 expected.toStdString());
}

void TestDataset::refuses_data()
{
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QList<int>>("sizes");
    QTest::addColumn<QString>("expected");
    // Arrays of shape [size, 2]; the model's inputs are a: [4, 2] fixed and b: [N, 2].
    QTest::newRow("an input without data") << QStringList{"a", "c"} << QList<int>{4, 4}
                                           << "invalid argument: x.npz: has no array for the model's input "
                                              "'b': the file holds 'a', 'c', the model needs "
                                              "'a', 'b'";
    QTest::newRow("different numbers of samples")
        << QStringList{"a", "b"} << QList<int>{8, 12}
        << "shape mismatch: x.npz: array 'a' holds 8 samples, but array 'b' holds 12";
    QTest::newRow("no multiple of the fixed batch")
        << QStringList{"a", "b"} << QList<int>{6, 6}
        << "shape mismatch: x.npz: array 'a' holds 6 samples, which is no multiple of the batch of 4 that "
           "the model's "
           "input 'a' is fixed to";
    QTest::newRow("no samples at all")
        << QStringList{"a", "b"} << QList<int>{0, 0} << "invalid argument: x.npz: array 'a' holds no samples";
    QTest::newRow("extra arrays are ignored")
        << QStringList{"labels", "b", "a"} << QList<int>{3, 8, 8} << "ok";
}

void TestDataset::refuses()
{
    QFETCH(QStringList, names);
    QFETCH(QList<int>, sizes);
    QFETCH(QString, expected);
    const Folder folder;
    std::vector<NamedTensor> arrays;
    for (qsizetype i = 0; i < names.size(); ++i)
        arrays.push_back({names[i].toStdString(), counting({sizes[i], 2})});
    QVERIFY(data::writeNpz(folder.path("x.npz"), arrays).ok());
    const auto dataset = data::openDataset(folder.path("x.npz"), {input("a", {4, 2}), input("b", {-1, 2})});
    QCOMPARE(QString::fromStdString(outcome(dataset, folder.path())), expected);
}

void TestDataset::rangesOutsideAreRefused()
{
    const Folder folder;
    const std::string path = folder.write("x.npy", textOf(data::formatNpy(counting({5, 1}))));
    auto dataset = data::openDataset(path, {input("x", {-1, 1})});
    for (const auto& [first, count] :
         std::vector<std::pair<int64_t, int64_t>>{{-1, 1}, {5, 1}, {0, 6}, {0, 0}, {3, -1}, {4, INT64_MAX}}) {
        const auto read = (*dataset)->read(first, count);
        QVERIFY(!read.ok());
        QCOMPARE(read.error().code, ErrorCode::InvalidArgument);
    }
    COMPARE_TEXT(outcome((*dataset)->read(4, 2), folder.path()),
                 "invalid argument: x.npy: there are 5 samples, 2 from #4 on are not among them");
}

void TestDataset::limitKeepsWholeBatches_data()
{
    QTest::addColumn<int>("batch");
    QTest::addColumn<int>("limit");
    QTest::addColumn<int>("expected");
    QTest::newRow("any batch") << -1 << 7 << 7;
    QTest::newRow("more than there are") << -1 << 100 << 12;
    QTest::newRow("cut to a batch of 4") << 4 << 7 << 4;
    QTest::newRow("at least one batch") << 4 << 1 << 4;
    QTest::newRow("a batch of one") << 1 << 5 << 5;
}

void TestDataset::limitKeepsWholeBatches()
{
    QFETCH(int, batch);
    QFETCH(int, limit);
    QFETCH(int, expected);
    const Folder folder;
    const std::string path = folder.write("x.npy", textOf(data::formatNpy(counting({12, 1}))));
    data::OpenOptions options;
    options.limit = limit;
    const auto dataset = data::openDataset(path, {input("x", {batch, 1})}, options);
    COMPARE_TEXT(outcome(dataset), "ok");
    QCOMPARE((*dataset)->size(), int64_t(expected));
    QCOMPARE((*dataset)->totalSize(), int64_t(12));
}

void TestDataset::limitBelowOneIsRefused()
{
    const Folder folder;
    const std::string path = folder.write("x.npy", textOf(data::formatNpy(counting({12, 1}))));
    data::OpenOptions options;
    options.limit = 0;
    COMPARE_TEXT(contents(path, {input("x", {-1, 1})}, folder.path(), options),
                 "invalid argument: the number of samples to use must be at least 1, not 0");
}

void TestDataset::integersThatDoNotFitAreRefused()
{
    const Folder folder;
    const auto check = [&](const Tensor& tensor, DType type) {
        return contents(folder.write("x.npy", textOf(data::formatNpy(tensor))), {input("x", {-1}, type)},
                        folder.path());
    };
    COMPARE_TEXT(
        check(tensor<int64_t>({2}, {1, 300}), DType::UInt8),
        "type mismatch: x.npy: holds the value 300, which the model's input 'x' of type uint8 cannot hold");
    COMPARE_TEXT(
        check(tensor<int64_t>({1}, {int64_t(1) << 31}), DType::Int32),
        "type mismatch: x.npy: holds the value 2147483648, which the model's input 'x' of type int32 cannot "
        "hold");
    COMPARE_TEXT(
        check(tensor<int8_t>({1}, {-1}), DType::UInt64),
        "type mismatch: x.npy: holds the value -1, which the model's input 'x' of type uint64 cannot hold");
    COMPARE_TEXT(check(tensor<int64_t>({2}, {0, 255}), DType::UInt8), "2 samples; uint8 [2]: 0 255");
}

void TestDataset::inputsComeInTheOrderOfTheModel()
{
    const Folder folder;
    QVERIFY(data::writeNpz(folder.path("x.npz"), {{"a", tensor<int64_t>({1}, {7})}, {"b", counting({1, 1})}})
                .ok());
    COMPARE_TEXT(
        contents(folder.path("x.npz"), {input("b", {-1, 1}), input("a", {-1}, DType::Int64)}, folder.path()),
        "1 samples; float32 [1, 1]: 0; int64 [1]: 7");
}

void TestDataset::scalarsAreShared()
{
    const Folder folder;
    QVERIFY(data::writeNpz(folder.path("x.npz"),
                           {{"x", counting({3, 1})}, {"rate", Tensor::scalar<int64_t>(16000)}})
                .ok());
    auto dataset =
        data::openDataset(folder.path("x.npz"), {input("x", {-1, 1}), input("rate", {}, DType::Int64)});
    COMPARE_TEXT(outcome(dataset), "ok");
    QCOMPARE((*dataset)->size(), int64_t(3));
    COMPARE_TEXT(summary((*(*dataset)->read(1, 2))[1]), "int64 []: 16000");
}

void TestDataset::stateWithItsOwnFirstAxisIsShared()
{
    const Folder folder;
    QVERIFY(
        data::writeNpz(folder.path("x.npz"), {{"x", counting({3, 1})}, {"state", counting({2, 1, 1})}}).ok());
    auto dataset = data::openDataset(folder.path("x.npz"), {input("x", {-1, 1}), input("state", {2, -1, 1})});
    COMPARE_TEXT(outcome(dataset), "ok");
    QCOMPARE((*dataset)->size(), int64_t(3));
    COMPARE_TEXT(summary((*(*dataset)->read(2, 1))[1]), "float32 [2, 1, 1]: 0 1");
}

void TestDataset::filesThatShrinkAreNoticed()
{
    const Folder folder;
    const std::string file = textOf(data::formatNpy(counting({2000, 10})));
    const std::string path = folder.write("x.npy", file);
    auto dataset = data::openDataset(path, {input("x", {-1, 10})});
    folder.write("x.npy", file.substr(0, 300));
    const auto read = (*dataset)->read(1900, 10);
    QVERIFY(!read.ok());
    QCOMPARE(read.error().code, ErrorCode::FileUnreadable);
}

void TestDataset::kindsAreKnownByContent_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("expected");
    const QByteArray array = QByteArray::fromStdString(textOf(data::formatNpy(counting({2, 1}))));
    QTest::newRow("a .npy under another name") << array << "data.bin"
                                               << "2 samples; float32 [2, 1]: 0 1";
    QTest::newRow("an empty file") << QByteArray() << "a.npz"
                                   << "malformed: a.npz: the file is empty";
    QTest::newRow("a .npz that is none")
        << QByteArray("hello") << "a.npz"
        << "malformed: a.npz: is not a complete .npz (zip) file (Not a zip archive)";
    QTest::newRow("a .npy that is none") << QByteArray("hello") << "a.npy"
                                         << "malformed: a.npy: is not a .npy file";
    QTest::newRow("anything else") << QByteArray("hello") << "a.txt"
                                   << "unsupported: a.txt: is no calibration data this program reads: .npz, "
                                      ".npy, IDX (.gz), PNG or JPEG images, "
                                      "or test_data_set folders";
    QTest::newRow("an object array")
        << QByteArray::fromStdString(npy(npyHeader("|O", "()"), "\x80\x03}.")) << "a.npy"
        << "unsupported: a.npy: holds pickled Python objects (dtype object), which are "
           "not read because unpickling runs code from the file; save plain arrays "
           "instead, keyed by the model's input names: np.savez('data.npz', x=array) or, "
           "from a dictionary, np.savez('data.npz', **arrays)";
    QTest::newRow("one sample without its axis")
        << QByteArray::fromStdString(textOf(data::formatNpy(counting({1})))) << "a.npy"
        << "shape mismatch: a.npy: array 'a.npy' has the shape [1], but the model's input 'x' needs [N, 1]; "
           "if it is a "
           "single sample, add the axis of samples in front: x[None] in numpy";
    QTest::newRow("a wrong dimension")
        << QByteArray::fromStdString(textOf(data::formatNpy(counting({4, 3})))) << "a.npy"
        << "shape mismatch: a.npy: array 'a.npy' has the shape [4, 3], but the model's "
           "input 'x' needs [N, 1]; axis 1 differs";
    QTest::newRow("a wrong rank")
        << QByteArray::fromStdString(textOf(data::formatNpy(counting({4, 1, 1, 1})))) << "a.npy"
        << "shape mismatch: a.npy: array 'a.npy' has the shape [4, 1, 1, 1], but the "
           "model's input 'x' needs [N, 1]";
}

void TestDataset::kindsAreKnownByContent()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, name);
    QFETCH(QString, expected);
    const Folder folder;
    const std::string path = folder.write(name.toStdString(), content.toStdString());
    COMPARE_TEXT(contents(path, {input("x", {-1, 1})}, folder.path()), expected.toStdString());
}

void TestDataset::kindsThatFeedOneInput()
{
    const Folder folder;
    const Specs two{input("a", {-1, 1}), input("b", {-1, 1})};
    folder.write("a.npy", textOf(data::formatNpy(counting({2, 1}))));
    COMPARE_TEXT(
        contents(folder.path("a.npy"), two, folder.path()),
        "invalid argument: a.npy: a .npy file can feed one input, but the model has 2: 'a', 'b'; use a .npz "
        "keyed by these names");
    COMPARE_TEXT(contents(folder.path("none.npy"), two, folder.path()),
                 "file not found: none.npy: there is no such file");
    QDir().mkdir(QString::fromStdString(folder.path("empty")));
    COMPARE_TEXT(
        contents(folder.path("empty"), two, folder.path()),
        "unsupported: empty: holds neither PNG or JPEG images, nor folders of them, nor input_K.pb files");

    // One array whatever its name, or arr_0, is enough for one input; a pickled dictionary is explained.
    const Specs one{input("x", {-1, 1})};
    QVERIFY(data::writeNpz(folder.path("b.npz"), {{"images", counting({2, 1})}}).ok());
    COMPARE_TEXT(contents(folder.path("b.npz"), one, folder.path()), "2 samples; float32 [2, 1]: 0 1");
    QVERIFY(
        data::writeNpz(folder.path("c.npz"), {{"labels", counting({2})}, {"arr_0", counting({2, 1})}}).ok());
    COMPARE_TEXT(contents(folder.path("c.npz"), one, folder.path()), "2 samples; float32 [2, 1]: 0 1");
    QVERIFY(
        data::writeNpz(folder.path("d.npz"), {{"labels", counting({2})}, {"images", counting({2, 1})}}).ok());
    COMPARE_TEXT(
        contents(folder.path("d.npz"), one, folder.path()),
        "invalid argument: d.npz: has no array for the model's input 'x': the file holds 'labels', 'images', "
        "the model needs 'x'");
}

void TestDataset::testDataSetFolders()
{
    const Folder folder;
    const Specs inputs{input("x", {-1, 2}), input("y", {-1, 1})};
    for (int i : {0, 1, 2, 10}) {
        const std::string set = "model/test_data_set_" + std::to_string(i);
        const auto f = static_cast<float>(i);
        folder.write(set + "/input_0.pb", floatProto("x", {1, 2}, {f, f + 0.5F}));
        folder.write(set + "/input_1.pb", floatProto("y", {1, 1}, {-f}));
        folder.write(set + "/output_0.pb", "not looked at");
    }
    const std::string all =
        "4 samples; float32 [4, 2]: 0 0.5 1 1.5 2 2.5 10 10.5; float32 [4, 1]: 0 -1 -2 -10";
    COMPARE_TEXT(contents(folder.path("model"), inputs, folder.path()), all);
    COMPARE_TEXT(contents(folder.path("model/"), inputs, folder.path()), all);
    COMPARE_TEXT(contents(folder.path("model/test_data_set_2"), inputs, folder.path()),
                 "1 samples; float32 [1, 2]: 2 2.5; float32 [1, 1]: -2");
    auto dataset = data::openDataset(folder.path("model"), inputs);
    COMPARE_TEXT((*dataset)->sampleName(3), "test_data_set_10");
    COMPARE_TEXT((*dataset)->description(), "model: 4 samples in 4 test data set(s)");
    COMPARE_TEXT(summary((*(*dataset)->read(1, 2))[0]), "float32 [2, 2]: 1 1.5 2 2.5");

    // Without names that match, the numbers of the files tell the input.
    const Specs others{input("b", {-1, 2}), input("c", {-1, 1})};
    COMPARE_TEXT(contents(folder.path("model"), others, folder.path()), all);
    // With them, the names do.
    const Specs swapped{input("y", {-1, 1}), input("x", {-1, 2})};
    COMPARE_TEXT(contents(folder.path("model/test_data_set_2"), swapped, folder.path()),
                 "1 samples; float32 [1, 1]: -2; float32 [1, 2]: 2 2.5");

    // More than one sample in a folder.
    folder.write("pairs/a/input_0.pb", floatProto("x", {2, 1}, {1, 2}));
    folder.write("pairs/b/input_0.pb", floatProto("x", {3, 1}, {3, 4, 5}));
    auto pairs = data::openDataset(folder.path("pairs"), {input("x", {-1, 1})});
    COMPARE_TEXT(summary((*(*pairs)->read(1, 3))[0]), "float32 [3, 1]: 2 3 4");
    COMPARE_TEXT((*pairs)->sampleName(3), "b#1");
}

void TestDataset::testDataSetErrors()
{
    const Folder folder;
    const Specs inputs{input("x", {-1, -1}), input("y", {-1, 1})};
    folder.write("a/input_0.pb", floatProto("x", {1, 2}, {1, 2}));
    COMPARE_TEXT(contents(folder.path("a"), inputs, folder.path()),
                 "invalid argument: a: has no input_1.pb for the model's input 'y'");
    folder.write("a/input_1.pb", "garbage");
    COMPARE_TEXT(contents(folder.path("a"), inputs, folder.path()),
                 "malformed: a/input_1.pb: is not a complete TensorProto");
    folder.write("s/1/input_0.pb", floatProto("x", {1, 2}, {1, 2}));
    folder.write("s/2/input_0.pb", floatProto("x", {1, 3}, {1, 2, 3}));
    auto varied = data::openDataset(folder.path("s"), {inputs[0]});
    COMPARE_TEXT(outcome(varied), "ok");
    QVERIFY((*varied)->shapesVary());
    COMPARE_TEXT(summary((*(*varied)->read(1, 1))[0]), "float32 [1, 3]: 1 2 3");
    COMPARE_TEXT(outcome((*varied)->read(0, 2), folder.path()),
                 "shape mismatch: s/2: holds samples of another shape than those before them");
    folder.write("q/1/input_0.pb", floatProto("x", {1, 2}, {1, 2}));
    folder.write("q/2/input_0.pb", floatProto("x", {1, 2, 1}, {1, 2}));
    COMPARE_TEXT(contents(folder.path("q"), Specs{{"x", qscope::DType::Float32, {}, false}}, folder.path()),
                 "shape mismatch: q/2: array 'input_0.pb' has the shape [1, 2, 1], but in '1' it has [1, 2]: open one "
                 "of the folders");
    folder.write("r/1/input_0.pb", floatProto("x", {1, 1}, {1}));
    folder.write("r/1/input_1.pb", floatProto("rate", {}, {8000}));
    folder.write("r/2/input_0.pb", floatProto("x", {1, 1}, {1}));
    folder.write("r/2/input_1.pb", floatProto("rate", {}, {16000}));
    COMPARE_TEXT(
        contents(folder.path("r"), {inputs[0], input("rate", {})}, folder.path()),
        "unsupported: r/2: the input 'rate' has no axis of samples and differs from folder to folder: open "
        "one of the folders");
}

void TestDataset::namesOfFilesInDescriptions()
{
    const Folder folder;
    QVERIFY(data::writeNpz(folder.path("vit.npz"), {{"x", counting({256, 1})}}).ok());
    const auto dataset = data::openDataset(folder.path("vit.npz"), {input("x", {-1, 1})});
    COMPARE_TEXT((*dataset)->description(), "vit.npz: 256 samples");
    COMPARE_TEXT((*dataset)->sampleName(17), "#17");
}

void TestDataset::bundledSampleOpens()
{
    const std::string samples = QSCOPE_SAMPLES;
    const auto arrays = data::readNpz(samples + "/fashion_calibration.npz");
    COMPARE_TEXT(outcome(arrays), "ok");
    const Tensor& images = (*arrays)[0].tensor;
    QCOMPARE(images.rank(), size_t(4));
    auto dataset = data::openDataset(samples + "/fashion_calibration.npz", {input("x", {-1, 1, 28, 28})});
    COMPARE_TEXT(outcome(dataset), "ok");
    const auto labels = data::readLabels(samples + "/fashion_calibration_labels.npy", dataset->get());
    COMPARE_TEXT(outcome(labels), "ok");
    QCOMPARE(static_cast<int64_t>(labels->size()), images.dim(0));
}

void TestDataset::realModelInputsOpen()
{
    const QDir shared(QSCOPE_SHARED "/data");
    const QStringList models = shared.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    int opened = 0;
    for (const QString& model : models) {
        const std::string path = shared.filePath(model + "/inputs.npz").toStdString();
        if (!QFile::exists(QString::fromStdString(path)))
            continue;
        const auto arrays = data::readNpz(path);
        COMPARE_TEXT(outcome(arrays), "ok");
        Specs inputs;
        for (const NamedTensor& array : *arrays) {
            Shape shape = array.tensor.shape();
            if (!shape.empty() && array.name != "state")
                shape[0] = -1;
            inputs.push_back(input(array.name, shape, array.tensor.type()));
        }
        auto dataset = data::openDataset(path, inputs);
        COMPARE_TEXT(outcome(dataset), "ok");
        const auto read = (*dataset)->read((*dataset)->size() - 1, 1);
        COMPARE_TEXT(outcome(read), "ok");
        ++opened;
    }
    if (opened == 0)
        QSKIP("the collection of real models is not here");
}

QTEST_GUILESS_MAIN(TestDataset)
#include "tst_dataset.moc"
