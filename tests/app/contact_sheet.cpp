// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Pictures of every panel in light and dark, in every language, for models of 3, 50 and 1000 layers, for
// people to look at. contact_sheet.sh runs it once per scale of the screen and puts the pictures side by
// side. Usage:
//
//     contact_sheet FOLDER [--models 3,50,1000]

#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <random>

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QDockWidget>
#include <QSettings>
#include <QStandardPaths>
#include <QTest>

#include "app/appearance.h"
#include "app/main_window.h"
#include "app/message_bar.h"
#include "app/workbench.h"
#include "core/run/patient_threads.h"
#include "tests/support/model_builder.h"
#include "views/panels/graph_panel.h"

using namespace qscope;

namespace {

constexpr int Tokens = 8, Width = 16, Samples = 8;
constexpr int LayersOfABlock = 8;

/// A transformer of so many layers: blocks of attention and a small MLP, and the rest in a row at the end.
class ModelOfLayers {
public:
    explicit ModelOfLayers(int layers)
    {
        m_builder.input("tokens", {test::ModelBuilder::Any, Tokens, Width});
        std::string x = "tokens";
        for (int block = 0; layers - m_count > LayersOfABlock; ++block)
            x = addBlock(x, "blocks." + std::to_string(block));
        while (m_count < layers) {
            x = product(x, "head." + std::to_string(m_count));
            x = m_count < layers ? node("Relu", {x}, x + "/act") : x;
        }
        m_builder.node("Identity", {x}, {"logits"}, "logits");
        m_builder.output("logits", {test::ModelBuilder::Any, Tokens, Width});
    }

    void write(const std::string& path) const { m_builder.write(path); }

private:
    std::string node(const std::string& op, const std::vector<std::string>& inputs, const std::string& name,
                     const std::vector<test::ModelBuilder::Attribute>& attributes = {})
    {
        m_builder.node(op, inputs, {name + ":0"}, name, attributes);
        return name + ":0";
    }

    /// A product with a weight of which one input channel is loud, as in real transformers.
    std::string product(const std::string& x, const std::string& name)
    {
        std::normal_distribution<float> normal(0, 1 / std::sqrt(static_cast<float>(Width)));
        std::vector<float> weight(Width * Width);
        for (float& w : weight)
            w = normal(m_random);
        for (int i = 0; i < Width; ++i)
            weight[static_cast<size_t>(i) * Width + 3] *= m_count % 5 == 0 ? 4.0F : 1.0F;
        m_builder.weight(name + ".weight", {Width, Width}, weight);
        ++m_count;
        return node("MatMul", {x, name + ".weight"}, name + "/MatMul");
    }

    std::string normalized(const std::string& x, const std::string& name)
    {
        m_builder.weight(name + ".gain", {Width}, std::vector<float>(Width, 1));
        m_builder.weight(name + ".bias", {Width}, std::vector<float>(Width, 0));
        return node("LayerNormalization", {x, name + ".gain", name + ".bias"}, name, {{"axis", int64_t(-1)}});
    }

    std::string addBlock(const std::string& x, const std::string& name)
    {
        const std::string in = normalized(x, name + "/norm1");
        const std::string q = product(in, name + ".attn.q"), k = product(in, name + ".attn.k"),
                          v = product(in, name + ".attn.v");
        const std::string turned =
            node("Transpose", {k}, name + "/attn/Transpose", {{"perm", std::vector<int64_t>{0, 2, 1}}});
        const std::string scores = node("MatMul", {q, turned}, name + "/attn/scores");
        const std::string shares = node("Softmax", {scores}, name + "/attn/Softmax", {{"axis", int64_t(-1)}});
        const std::string mixed = node("MatMul", {shares, v}, name + "/attn/mix");
        m_count += 2;
        const std::string after = node("Add", {x, product(mixed, name + ".attn.proj")}, name + "/add1");
        const std::string hidden = node(
            "Relu", {product(normalized(after, name + "/norm2"), name + ".mlp.fc1")}, name + "/mlp/Relu");
        return node("Add", {after, product(hidden, name + ".mlp.fc2")}, name + "/add2");
    }

    test::ModelBuilder m_builder{17};
    std::mt19937 m_random{1};
    int m_count = 0;
};

/// Calibration data as numpy would save it.
void writeData(const std::string& path)
{
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + std::to_string(Samples)
                         + ", " + std::to_string(Tokens) + ", " + std::to_string(Width) + "), }";
    header.resize((header.size() + 10 + 1 + 63) / 64 * 64 - 10 - 1, ' ');
    header += '\n';
    std::ofstream file(path, std::ios::binary);
    file.write("\x93NUMPY\x01\x00", 8);
    const auto size = static_cast<uint16_t>(header.size());
    file.write(reinterpret_cast<const char*>(&size), 2);
    file << header;
    std::mt19937 random(2);
    std::normal_distribution<float> normal;
    for (int i = 0; i < Samples * Tokens * Width; ++i) {
        const float value = normal(random) * (i % Width == 5 ? 6.0F : 1.0F);
        file.write(reinterpret_cast<const char*>(&value), sizeof value);
    }
}

bool settle(app::MainWindow& window)
{
    const bool idle = QTest::qWaitFor([&] { return window.session().idle(); }, 900'000);
    const bool drawn = QTest::qWaitFor([&] { return !window.workbench().graph().busy(); }, 60'000);
    QTest::qWait(60);
    return idle && drawn;
}

bool prepare(app::MainWindow& window, const QString& model, const QString& data)
{
    window.resize(1280, 800);
    window.show();
    window.session().prices().setTimesByItself(false);
    window.files().openPaths({model, data});
    if (!settle(window) || !window.session().snapshot()->current) {
        std::fprintf(stderr, "contact_sheet: %s\n", qPrintable(window.messages().text()));
        return false;
    }
    window.session().measureSensitivity(analysis::SensitivityMode::OnlyThisLayer);
    window.session().toggleFloat({LayerId(1)}, true);
    return settle(window);
}

/// The window with each panel in front.
bool takePictures(app::MainWindow& window, const QDir& folder, const QString& stem)
{
    const auto save = [&](const QString& name) {
        const QString path = folder.filePath(stem + '-' + name + ".png");
        if (window.grab().save(path))
            return true;
        std::fprintf(stderr, "contact_sheet: %s could not be written\n", qPrintable(path));
        return false;
    };
    window.messages().dismiss();
    for (const QDockWidget* dock : window.workbench().docks()) {
        window.workbench().showDock(dock->objectName());
        if (!settle(window) || !save(dock->objectName()))
            return false;
    }
    return true;
}

bool takeAll(const QDir& folder, const QStringList& sizes)
{
    const QString scale = qEnvironmentVariable("QT_SCALE_FACTOR", "1");
    const QString data = folder.filePath("tokens.npy");
    writeData(data.toStdString());
    for (const QString& layers : sizes) {
        const QString model = folder.filePath(layers + "_layers.onnx");
        ModelOfLayers(layers.toInt()).write(model.toStdString());
        app::MainWindow window;
        if (!prepare(window, model, data))
            return false;
        for (const auto& language : app::Language::choices())
            for (const bool dark : {false, true}) {
                window.language().use(language.code);
                app::applyAppearance(*qApp, dark ? app::Appearance::Dark : app::Appearance::Light);
                const QString stem =
                    QString("%1-%2-%3-%4x").arg(layers, language.code, dark ? "dark" : "light", scale);
                if (!takePictures(window, folder, stem))
                    return false;
                std::printf("%s\n", qPrintable(stem));
                std::fflush(stdout);
            }
    }
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    usePatientThreads(argv);
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName("quantoscope-test");
    QCoreApplication::setApplicationName("contact_sheet");
    QSettings().clear();
    QCommandLineParser parser;
    parser.addPositionalArgument("folder", "Where the pictures go.");
    parser.addOption({"models", "Numbers of layers.", "N,...", "3,50,1000"});
    parser.addHelpOption();
    parser.process(application);
    const QString folder = parser.positionalArguments().value(0);
    if (folder.isEmpty() || !QDir().mkpath(folder)) {
        std::fprintf(stderr, "contact_sheet: name a folder for the pictures\n");
        return 2;
    }
    return takeAll(QDir(folder), parser.value("models").split(',')) ? 0 : 1;
}
