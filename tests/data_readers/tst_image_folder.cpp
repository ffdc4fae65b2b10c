// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <thread>

#include <QRandomGenerator>
#include <QTest>

#include "core/data/dataset.h"
#include "core/data/image_codec.h"
#include "core/data/image_ops.h"
#include "packed.h"
#include "support.h"

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#define STBI_WRITE_NO_STDIO
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#include <stb_image_write.h>
#pragma GCC diagnostic pop

using namespace qscope;
using namespace support;

class TestImageFolder : public QObject {
    Q_OBJECT

private slots:
    void decodes_data();
    void decodes();
    void decodesJpeg();
    void damageWithoutAReason();
    void refusesDamagedImages_data();
    void refusesDamagedImages();
    void survivesTruncationAtEveryByte();
    void resizeAgreesWithTheDefinition_data();
    void resizeAgreesWithTheDefinition();
    void resizeKeepsConstantsAndIdentity();
    void cropRoundsHalvesToEven();
    void tensorsAsStated_data();
    void tensorsAsStated();
    void geometry_data();
    void geometry();
    void optionsThatCannotBe_data();
    void optionsThatCannotBe();
    void folderPerClass();
    void numberedClassFolders();
    void listing();
    void withoutResizingEachKeepsItsSize();
    void badImageInTheMiddle();
};

static std::string pixelText(const data::Pixels& pixels)
{
    std::string text = std::to_string(pixels.width) + "x" + std::to_string(pixels.height) + ":";
    for (uint8_t value : pixels.values)
        text.append(1, ' ').append(std::to_string(value));
    return text;
}

static std::string decoded(const std::string& file)
{
    const auto pixels = data::decodeImage(bytesOf(file), "f");
    return pixels.ok() ? pixelText(*pixels) : outcome(pixels);
}

static std::string jpeg(int width, int height, const std::vector<uint8_t>& rgb)
{
    std::string text;
    stbi_write_jpg_to_func(
        [](void* context, void* data, int size) {
            static_cast<std::string*>(context)->append(static_cast<const char*>(data),
                                                       static_cast<size_t>(size));
        },
        &text, width, height, 3, rgb.data(), 100);
    return text;
}

void TestImageFolder::decodes_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const std::string& file, const char* expected) {
        QTest::newRow(name) << QByteArray::fromStdString(file) << expected;
    };
    row("colours", png(2, 1, Colour::Rgb, "\x01\x02\x03\x04\x05\x06"), "2x1: 1 2 3 4 5 6");
    row("grey is repeated", png(1, 2, Colour::Gray, "\x07\xFF"), "1x2: 7 7 7 255 255 255");
    row("alpha is dropped, not blended", png(1, 1, Colour::Rgba, std::string("\x0A\x14\x1E\x00", 4)),
        "1x1: 10 20 30");
    row("grey with alpha", png(1, 1, Colour::GrayAlpha, std::string("\x0A\x00", 2)), "1x1: 10 10 10");
    row("16 bits are cut to the upper 8",
        png(1, 1, Colour::Rgb, std::string("\x0A\xFF\x14\x00\x1E\x80", 6), 16), "1x1: 10 20 30");
    row("16-bit grey", png(1, 1, Colour::Gray, std::string("\x80\x00", 2), 16), "1x1: 128 128 128");
    row("a palette",
        png(2, 1, Colour::Palette, std::string("\x01\x00", 2), 8,
            pngChunk("PLTE", "\x01\x02\x03\x04\x05\x06")),
        "2x1: 4 5 6 1 2 3");
    row("data that begins with nothing",
        png(2, 1, Colour::Rgb, "\x01\x02\x03\x04\x05\x06", 8, pngChunk("IDAT", "")), "2x1: 1 2 3 4 5 6");
}

void TestImageFolder::decodes()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(decoded(file.toStdString())), expected);
}

void TestImageFolder::decodesJpeg()
{
    std::vector<uint8_t> rgb;
    for (int i = 0; i < 16 * 8; ++i)
        rgb.insert(rgb.end(), {200, 100, 50});
    const auto pixels = data::decodeImage(bytesOf(jpeg(16, 8, rgb)), "f.jpg");
    COMPARE_TEXT(outcome(pixels), "ok");
    QCOMPARE(pixels->width, 16);
    QCOMPARE(pixels->height, 8);
    for (size_t i = 0; i < rgb.size(); ++i)
        QVERIFY(std::abs(int(pixels->values[i]) - int(rgb[i])) <= 3);
}

/// The decoder keeps its last reason per thread, so a new thread has none.
void TestImageFolder::damageWithoutAReason()
{
    const QByteArray file = QByteArray::fromBase64(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42j5k+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    std::string text;
    std::thread([&] { text = outcome(data::decodeImage(bytesOf(file.toStdString()), "f")); }).join();
    COMPARE_TEXT(text, "malformed: f: the image is damaged (it cannot be decoded)");
}

void TestImageFolder::refusesDamagedImages_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const std::string& file, const char* expected) {
        QTest::newRow(name) << QByteArray::fromStdString(file) << expected;
    };
    row("an empty file", "", "malformed: f: the file is empty");
    row("something else", "GIF89a, which is not read", "malformed: f: is neither a PNG nor a JPEG image");
    row("a PNG cut off", plainPng(4, 4, 1, 2, 3).substr(0, 50), "malformed: f: the image is damaged (");
    std::string longer = plainPng(4, 4, 1, 2, 3); // its data claims 2 GB
    longer.replace(longer.find("IDAT") - 4, 4, "\x7F\xFF\xFF\xFF");
    row("a PNG with a chunk longer than the file", longer,
        "malformed: f: the image is damaged (it is cut off)");
    const std::string photo = jpeg(16, 16, std::vector<uint8_t>(768, 9));
    row("a JPEG cut off", photo.substr(0, photo.size() - 2), "malformed: f: the JPEG image is cut off");
    std::string tables = photo;
    tables.replace(tables.find("\xFF\xC4") + 5, 16, 16, '\xFF');
    row("a JPEG with more codes than a table holds", tables,
        "malformed: f: the JPEG image is damaged (bad Huffman table)");
    row("a PNG that claims to be enormous",
        "\x89PNG\r\n\x1A\n"
            + pngChunk("IHDR", bigEndian(60000) + bigEndian(60000) + std::string("\x08\x02\x00\x00\x00", 5))
            + pngChunk("IDAT", deflated("a", 15)) + pngChunk("IEND", ""),
        "resource exhausted: f: the image of 60000 x 60000 pixels is too large");
}

void TestImageFolder::refusesDamagedImages()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, expected);
    const QString text = QString::fromStdString(decoded(file.toStdString()));
    QVERIFY2(text.startsWith(expected), qPrintable(text));
}

void TestImageFolder::survivesTruncationAtEveryByte()
{
    const Bytes photo = bytesOf(jpeg(8, 8, std::vector<uint8_t>(192, 77)));
    for (size_t length = 0; length < photo.size(); ++length)
        QVERIFY(!data::decodeImage(std::span(photo).first(length), "f").ok());
    const Bytes drawing = bytesOf(plainPng(3, 3, 1, 2, 3));
    const std::string whole = decoded(textOf(drawing));
    for (size_t length = 0; length < drawing.size(); ++length) {
        const auto pixels = data::decodeImage(std::span(drawing).first(length), "f");
        if (pixels.ok()) // only the end mark is missing
            COMPARE_TEXT(pixelText(*pixels), whole);
        QVERIFY(!pixels.ok() || length + 12 >= drawing.size());
    }
}

/// One channel, straight from the sentence in the header, in double precision and without rounding between
/// the axes.
static double exactPixel(const data::Pixels& image, int width, int height, int x, int y, int c)
{
    const auto weight = [](int k, int i, int from, int to) {
        const double scale = double(from) / to;
        return std::max(0.0, 1 - std::abs(k + 0.5 - (i + 0.5) * scale) / std::max(scale, 1.0));
    };
    double sum = 0;
    double total = 0;
    for (int j = 0; j < image.height; ++j)
        for (int i = 0; i < image.width; ++i) {
            const double w = weight(i, x, image.width, width) * weight(j, y, image.height, height);
            sum += w * image.values[static_cast<size_t>((j * image.width + i) * image.channels + c)];
            total += w;
        }
    return sum / total;
}

void TestImageFolder::resizeAgreesWithTheDefinition_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("both smaller") << 5 << 4;
    QTest::newRow("both larger") << 40 << 31;
    QTest::newRow("wider and lower") << 30 << 3;
    QTest::newRow("one column") << 1 << 11;
    QTest::newRow("one pixel") << 1 << 1;
}

void TestImageFolder::resizeAgreesWithTheDefinition()
{
    QFETCH(int, width);
    QFETCH(int, height);
    QRandomGenerator random(17);
    data::Pixels image{17, 11, 3, {}};
    for (int i = 0; i < 17 * 11 * 3; ++i)
        image.values.push_back(static_cast<uint8_t>(random.bounded(256)));
    const data::Pixels result = data::resized(image, width, height);
    QCOMPARE(result.width, width);
    QCOMPARE(result.height, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < 3; ++c) {
                const double got = result.values[static_cast<size_t>((y * width + x) * 3 + c)];
                QVERIFY(std::abs(got - exactPixel(image, width, height, x, y, c)) <= 1.0);
            }
}

void TestImageFolder::resizeKeepsConstantsAndIdentity()
{
    const data::Pixels constant{13, 9, 1, std::vector<uint8_t>(13 * 9, 255)};
    for (const auto& [width, height] : std::vector<std::pair<int, int>>{{4, 4}, {26, 5}, {100, 100}})
        QCOMPARE(data::resized(constant, width, height).values,
                 std::vector<uint8_t>(size_t(width) * size_t(height), 255));
    const data::Pixels some{2, 2, 1, {1, 2, 3, 4}};
    QCOMPARE(data::resized(some, 2, 2).values, some.values);
}

void TestImageFolder::cropRoundsHalvesToEven()
{
    const data::Pixels line{8, 1, 1, {0, 1, 2, 3, 4, 5, 6, 7}};
    COMPARE_TEXT(pixelText(data::centreCropped(line, 4, 1)), "4x1: 2 3 4 5");
    COMPARE_TEXT(pixelText(data::centreCropped(line, 7, 1)), "7x1: 0 1 2 3 4 5 6"); // 0.5 -> 0
    COMPARE_TEXT(pixelText(data::centreCropped(line, 5, 1)), "5x1: 2 3 4 5 6");     // 1.5 -> 2
}

struct Stated {
    std::vector<int64_t> shape;
    data::ImageOptions options;
    DType type = DType::Float32;
};
Q_DECLARE_METATYPE(Stated)

void TestImageFolder::tensorsAsStated_data()
{
    // The image: two pixels, (10, 20, 30) and (40, 50, 60).
    QTest::addColumn<Stated>("stated");
    QTest::addColumn<QString>("expected");
    data::ImageOptions plain;
    plain.scale = 1;
    plain.resize = data::Resize::None;
    const auto row = [](const char* name, Stated stated, const char* expected) {
        QTest::newRow(name) << std::move(stated) << expected;
    };
    row("channels first", {{-1, 3, 1, 2}, plain}, "float32 [1, 3, 1, 2]: 10 40 20 50 30 60");
    row("channels last", {{-1, 2, 2, 3}, {2, 2, data::Resize::Stretch, 0, {0}, {1}, 1, {}, {}}},
        "float32 [1, 2, 2, 3]: 10 20 30 40 50 60 10 20 30 40 50 60");
    auto options = plain;
    options.order = data::ColourOrder::Bgr;
    row("blue first", {{-1, 3, 1, 2}, options}, "float32 [1, 3, 1, 2]: 30 60 20 50 10 40");
    options.mean = {103, 116, 123};
    row("means in the order of the channels", {{-1, 3, 1, 2}, options},
        "float32 [1, 3, 1, 2]: -73 -43 -96 -66 -113 -83");
    row("an input of one channel gets grey", {{-1, 1, 1, 2}, plain}, "float32 [1, 1, 1, 2]: 18 48");
    row("grey, channel last",
        {{-1, 4, 4, 1}, {4, 4, data::Resize::Stretch, 0, {0}, {1}, 0, data::ColourOrder::Gray, {}}},
        "float32 [1, 4, 4, 1]: 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0");
    row("a dynamic size takes that of the image", {{-1, 3, -1, -1}, plain},
        "float32 [1, 3, 1, 2]: 10 40 20 50 30 60");
    row("everything dynamic", {{-1, -1, -1, -1}, plain}, "float32 [1, 3, 1, 2]: 10 40 20 50 30 60");
    options = plain;
    options.layout = data::ImageLayout::Nhwc;
    row("the stated layout", {{-1, -1, -1, -1}, options}, "float32 [1, 1, 2, 3]: 10 20 30 40 50 60");
    options = plain;
    options.scale = 0.1F;
    options.mean = {1, 2, 3};
    options.std = {0.5, 1, 2};
    row("scale, then mean, then deviation", {{-1, 3, 1, 2}, options}, "float32 [1, 3, 1, 2]: 0 6 0 3 0 1.5");
    row("bytes stay bytes", {{-1, 3, 1, 2}, plain, DType::UInt8}, "uint8 [1, 3, 1, 2]: 10 40 20 50 30 60");
    row("wider integers", {{-1, 3, 1, 2}, plain, DType::Int32}, "int32 [1, 3, 1, 2]: 10 40 20 50 30 60");
}

void TestImageFolder::tensorsAsStated()
{
    QFETCH(Stated, stated);
    QFETCH(QString, expected);
    const Folder folder;
    const std::string path =
        folder.write("a.png", png(2, 1, Colour::Rgb, std::string("\x0A\x14\x1E\x28\x32\x3C", 6)));
    data::OpenOptions options;
    options.image = stated.options;
    auto dataset = data::openDataset(path, {input("x", stated.shape, stated.type)}, options);
    COMPARE_TEXT(outcome(dataset), "ok");
    QCOMPARE(QString::fromStdString(summary((*(*dataset)->read(0, 1))[0])), expected);
}

void TestImageFolder::geometry_data()
{
    // The image is 8 x 4: columns 0 to 7, each of the value 10 * column.
    QTest::addColumn<Stated>("stated");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, std::vector<int64_t> shape, data::Resize resize, int to,
                        const char* expected) {
        data::ImageOptions options;
        options.scale = 1;
        options.resize = resize;
        options.resizeTo = to;
        QTest::newRow(name) << Stated{std::move(shape), options} << expected;
    };
    row("centre crop alone", {-1, 1, 1, 4}, data::Resize::None, 0, "float32 [1, 1, 1, 4]: 20 30 40 50");
    row("shorter side to the crop", {-1, 1, 4, 4}, data::Resize::ShorterSide, 0,
        "float32 [1, 1, 4, 4]: 20 30 40 50 20 30 40 50 20 30 40 50 20 30 40 50");
    row("shorter side to more than the crop", {-1, 1, 1, 2}, data::Resize::ShorterSide, 4,
        "float32 [1, 1, 1, 2]: 30 40");
    row("stretched", {-1, 1, 1, 1}, data::Resize::Stretch, 0, "float32 [1, 1, 1, 1]: 35");
    row("a crop that is not square is just covered", {-1, 1, 2, 4}, data::Resize::ShorterSide, 0,
        "float32 [1, 1, 2, 4]: 7 25 45 63 7 25 45 63");
}

void TestImageFolder::geometry()
{
    QFETCH(Stated, stated);
    QFETCH(QString, expected);
    std::string pixels;
    for (int y = 0; y < 4; ++y)
        for (int x = 0; x < 8; ++x)
            pixels += static_cast<char>(10 * x);
    const Folder folder;
    const std::string path = folder.write("a.png", png(8, 4, Colour::Gray, pixels));
    data::OpenOptions options;
    options.image = stated.options;
    auto dataset = data::openDataset(path, {input("x", stated.shape)}, options);
    COMPARE_TEXT(outcome(dataset), "ok");
    QCOMPARE(QString::fromStdString(summary((*(*dataset)->read(0, 1))[0])), expected);
}

void TestImageFolder::optionsThatCannotBe_data()
{
    QTest::addColumn<Stated>("stated");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, Stated stated, const char* expected) {
        QTest::newRow(name) << std::move(stated) << expected;
    };
    const auto with = [](auto change) {
        data::ImageOptions options;
        change(options);
        return options;
    };
    row("an input that is no image", {{-1, 10}, {}},
        "shape mismatch: images: images have the shape [N, C, H, W], but the model's input 'x' needs [N, "
        "10]");
    row("seven channels", {{-1, 7, 8, 8}, {}},
        "shape mismatch: images: the images give 3 channel(s), but the model's input 'x' needs [N, 7, 8, 8]");
    row("grey for three channels", {{-1, 3, 8, 8}, with([](auto& o) { o.order = data::ColourOrder::Gray; })},
        "shape mismatch: images: the images give 1 channel(s), but the model's input 'x' needs [N, 3, 8, 8]");
    row("another width than the model's", {{-1, 3, 8, 8}, with([](auto& o) { o.width = 16; })},
        "shape mismatch: images: the width of 16 is not what the model's input 'x' needs: [N, 3, 8, 8]");
    row("no size anywhere", {{-1, 3, -1, -1}, {}},
        "invalid argument: images: the model's input 'x' takes images of any size: state a width and a "
        "height, or "
        "choose not to resize");
    row("a width without a height", {{-1, 3, -1, -1}, with([](auto& o) { o.width = 16; })},
        "invalid argument: images: state both the width and the height of the images");
    row("a negative height", {{-1, 3, -1, -1}, with([](auto& o) { o.height = -2; })},
        "invalid argument: images: the height of the images must be from 1 to 32768");
    row("resized below the crop", {{-1, 3, 8, 8}, with([](auto& o) { o.resizeTo = 4; })},
        "invalid argument: images: images resized to 4 do not fill a crop of 8 x 8");
    row("two means", {{-1, 3, 8, 8}, with([](auto& o) {
                          o.mean = {0, 1};
                      })},
        "invalid argument: images: 2 values given as mean, but the images have 3 channel(s)");
    row("an infinite scale", {{-1, 3, 8, 8}, with([](auto& o) { o.scale = INFINITY; })},
        "invalid argument: images: the scale of the images must be finite");
    row("scaled pixels for an integer input", {{-1, 3, 8, 8}, {}, DType::UInt8},
        "type mismatch: images: the model's input 'x' takes uint8, which cannot hold scaled pixels: set "
        "scale 1, mean "
        "0 and std 1");
    row("smaller than the crop", {{-1, 3, 8, 8}, with([](auto& o) { o.resize = data::Resize::None; })},
        "shape mismatch: images/a.png: is 2 x 2 pixels before the crop, smaller than the crop of 8 x 8");
    row("no multiple of a fixed batch", {{4, 3, 8, 8}, {}},
        "shape mismatch: images: holds 1 images, which is no multiple of the batch of 4 that the model's "
        "input 'x' is "
        "fixed to");
}

void TestImageFolder::optionsThatCannotBe()
{
    QFETCH(Stated, stated);
    QFETCH(QString, expected);
    const Folder folder;
    folder.write("images/a.png", plainPng(2, 2, 1, 2, 3));
    data::OpenOptions options;
    options.image = stated.options;
    const auto dataset =
        data::openDataset(folder.path("images"), {input("x", stated.shape, stated.type)}, options);
    QCOMPARE(QString::fromStdString(outcome(dataset, folder.path())), expected);
}

void TestImageFolder::folderPerClass()
{
    const Folder folder;
    folder.write("pets/dog/2.png", plainPng(1, 1, 3, 3, 3));
    folder.write("pets/cat/9.png", plainPng(1, 1, 1, 1, 1));
    folder.write("pets/dog/1.png", plainPng(1, 1, 2, 2, 2));
    folder.write("pets/empty/readme.txt", "no image");
    auto dataset = data::openDataset(folder.path("pets"), {input("x", {-1, 1, 1, 1})});
    COMPARE_TEXT(outcome(dataset), "ok");
    QCOMPARE((*dataset)->labels().value(), (std::vector<int64_t>{0, 1, 1}));
    COMPARE_TEXT((*dataset)->sampleName(1), "dog/1.png");
    COMPARE_TEXT((*dataset)->description(), "pets: 3 images");
    COMPARE_TEXT(summary(castTo((*(*dataset)->read(0, 3))[0], DType::Float32)),
                 "float32 [3, 1, 1, 1]: 0.003921569 0.007843138 0.01176471");
    data::OpenOptions options;
    options.limit = 2;
    auto limited = data::openDataset(folder.path("pets"), {input("x", {-1, 1, 1, 1})}, options);
    QCOMPARE((*limited)->size(), int64_t(2));
    QCOMPARE((*limited)->labels().value(), (std::vector<int64_t>{0, 1}));
}

void TestImageFolder::numberedClassFolders()
{
    const Folder folder;
    for (const char* name : {"0", "2", "10"})
        folder.write(std::string("digits/") + name + "/a.png", plainPng(1, 1, 1, 1, 1));
    auto dataset = data::openDataset(folder.path("digits"), {input("x", {-1, 1, 1, 1})});
    COMPARE_TEXT((*dataset)->sampleName(1), "10/a.png");
    QCOMPARE((*dataset)->labels().value(), (std::vector<int64_t>{0, 10, 2}));
}

void TestImageFolder::listing()
{
    const Folder folder;
    folder.write("images/b.JPG", jpeg(8, 8, std::vector<uint8_t>(192, 128)));
    folder.write("images/a.PNG", plainPng(1, 1, 1, 1, 1));
    folder.write("images/c.jpeg", jpeg(8, 8, std::vector<uint8_t>(192, 128)));
    folder.write("images/.hidden.png", "not looked at");
    folder.write("images/labels.txt", "not looked at");
    auto dataset = data::openDataset(folder.path("images"), {input("x", {-1, 3, 4, 4})});
    COMPARE_TEXT(outcome(dataset), "ok");
    QCOMPARE((*dataset)->size(), int64_t(3));
    COMPARE_TEXT((*dataset)->sampleName(0), "a.PNG");
    QVERIFY(!(*dataset)->labels());
    COMPARE_TEXT(outcome((*dataset)->read(0, 3)), "ok");
    folder.write("images/class/a.png", plainPng(1, 1, 1, 1, 1));
    COMPARE_TEXT(
        outcome(data::openDataset(folder.path("images"), {input("x", {-1, 3, 4, 4})}), folder.path()),
        "invalid argument: images: holds images beside folders of images ('class'): use one or the other");
}

void TestImageFolder::withoutResizingEachKeepsItsSize()
{
    const Folder folder;
    folder.write("images/a.png", plainPng(2, 2, 1, 1, 1));
    folder.write("images/b.png", plainPng(2, 3, 1, 1, 1));
    data::OpenOptions options;
    options.image.resize = data::Resize::None;
    auto dataset = data::openDataset(folder.path("images"), {input("x", {-1, 3, -1, -1})}, options);
    COMPARE_TEXT(outcome(dataset), "ok");
    COMPARE_TEXT(
        outcome((*dataset)->read(0, 2), folder.path()),
        "shape mismatch: images/b.png: gives the shape [1, 3, 3, 2], but 'a.png' gives [1, 3, 2, 2]: images of "
        "different sizes cannot be read at once");
    QVERIFY((*dataset)->shapesVary());
    const auto second = (*dataset)->read(1, 1);
    COMPARE_TEXT(outcome(second), "ok");
    QCOMPARE((*second)[0].shape(), (Shape{1, 3, 3, 2}));
}

void TestImageFolder::badImageInTheMiddle()
{
    const Folder folder;
    folder.write("images/a.png", plainPng(2, 2, 1, 1, 1));
    folder.write("images/b.png", "no image at all");
    auto dataset = data::openDataset(folder.path("images"), {input("x", {-1, 3, 2, 2})});
    COMPARE_TEXT(outcome(dataset), "ok");
    COMPARE_TEXT(outcome((*dataset)->read(0, 1)), "ok");
    COMPARE_TEXT(outcome((*dataset)->read(1, 1), folder.path()),
                 "malformed: images/b.png: is neither a PNG nor a JPEG image");
}

QTEST_GUILESS_MAIN(TestImageFolder)
#include "tst_image_folder.moc"
