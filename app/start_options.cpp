// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/start_options.h"

#include <QCommandLineParser>
#include <QRegularExpression>

#include "core/data/usual_preprocessing.h"

namespace qscope::app {

namespace {

Error invalid(const QString& sentence)
{
    return {ErrorCode::InvalidArgument, sentence.toStdString(), {}};
}

void addOptions(QCommandLineParser& parser)
{
    parser.setApplicationDescription("Look inside a neural network while it is quantized.");
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument("model", "ONNX model to open.", "[MODEL]");
    parser.addPositionalArgument("data", "Calibration data: .npz, .npy, IDX, or a folder.", "[DATA]");
    parser.addOptions({
        {"labels", "Class labels of the data.", "FILE"},
        {"config", "Quantization config (JSON).", "FILE"},
        {"session", "Saved session to go on with.", "FILE"},
        {"preprocess", "Images: imagenet, caffe, unit, symmetric, raw, mnist or fashion; asks when not given.", "NAME"},
        {"samples", "Use at most this many samples.", "N"},
        {"lang", "Language of the window: en or ko.", "CODE"},
        {"dark", "Dark colours."},
        {"light", "Light colours."},
        {"screenshot", "Analyze, save a picture of the window, and end.", "FILE.png"},
        {"report", "Analyze, write the report as a web page or a document to print, and end.", "FILE.html|.pdf"},
        {"figures", "With --screenshot: save every plot as PNG, SVG and PDF.", "DIR"},
        {"method", "With --screenshot: run this method first, as it is set by default, e.g. repq-vit.",
         "NAME"},
        {"panel",
         "With --screenshot: bring this panel to the front: layers, channels, softmax, sensitivity, "
         "histogram, history.",
         "NAME"},
        {"size", "With --screenshot: size of the window.", "WxH", "1280x800"},
    });
}

Result<QSize> parseSize(const QString& text)
{
    static const QRegularExpression pattern("^(\\d{2,5})x(\\d{2,5})$");
    const QRegularExpressionMatch match = pattern.match(text);
    if (!match.hasMatch())
        return invalid(QString("--size %1: write it as 1280x800").arg(text));
    return QSize(match.captured(1).toInt(), match.captured(2).toInt());
}

Result<std::optional<int64_t>> parseSamples(const QString& text)
{
    if (text.isEmpty())
        return std::optional<int64_t>();
    bool ok = false;
    const qlonglong samples = text.toLongLong(&ok);
    if (!ok || samples < 1)
        return invalid(QString("--samples %1: give a number above 0").arg(text));
    return std::optional<int64_t>(samples);
}

Result<data::ImageOptions> parsePreprocess(const QString& name)
{
    if (const auto* usual = data::findPreprocessing(name.toStdString()))
        return usual->options;
    QStringList names;
    for (const auto& list : {data::usualPreprocessings(), data::usualGreyPreprocessings()})
        for (const auto& usual : list)
            names << QString::fromStdString(usual.key);
    return invalid(QString("--preprocess %1: known are %2").arg(name, names.join(", ")));
}

} // namespace

Result<StartOptions> parseArguments(const QStringList& arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(arguments))
        return invalid(parser.errorText());
    if (parser.isSet("help"))
        parser.showHelp();
    if (parser.isSet("version"))
        parser.showVersion();
    StartOptions options;
    options.paths = parser.positionalArguments();
    options.labels = parser.value("labels");
    options.config = parser.value("config");
    options.session = parser.value("session");
    options.language = parser.value("lang");
    options.screenshot = parser.value("screenshot");
    options.figures = parser.value("figures");
    options.method = parser.value("method");
    options.report = parser.value("report");
    if (!options.report.isEmpty() && !options.report.endsWith(".html") && !options.report.endsWith(".pdf"))
        return invalid(QString("--report %1: a report ends in .html or .pdf").arg(options.report));
    options.panel = parser.value("panel");
    if (parser.isSet("dark") && parser.isSet("light"))
        return invalid("--dark and --light exclude each other");
    if (parser.isSet("dark"))
        options.appearance = Appearance::Dark;
    else if (parser.isSet("light") || options.unattended())
        options.appearance = Appearance::Light;
    QS_ASSIGN(options.size, parseSize(parser.value("size")));
    QS_ASSIGN(options.samples, parseSamples(parser.value("samples")));
    if (parser.isSet("preprocess")) {
        QS_ASSIGN(options.image, parsePreprocess(parser.value("preprocess")));
    }
    return options;
}

} // namespace qscope::app
