// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/registry/plugin_info.h"

#include <algorithm>

#include <QJsonObject>
#include <QString>
#include <QtGlobal>

#include "core/base/text.h"
#include "plugins/api/method.h"
#include "plugins/api/metric.h"

namespace qscope::plugins {

namespace {

struct Interface {
    PluginKind kind;
    QLatin1String name;   ///< the IID up to its version
    QLatin1String number; ///< which version this program speaks
};

Interface interfaceOf(PluginKind kind, const char* iid)
{
    const QLatin1String whole(iid);
    const auto slash = whole.lastIndexOf(QLatin1Char('/'));
    return {kind, whole.first(slash + 1), whole.sliced(slash + 1)};
}

std::string otherVersion(const Interface& known, const std::string& number)
{
    const std::string_view ours(known.number.data(), static_cast<size_t>(known.number.size()));
    if (known.kind == PluginKind::Method)
        return filled(say("Plugins", "it was built for version '%1' of the interface for methods, and this "
                                     "program has version %2: "
                                     "build it again"),
                      number, ours);
    return filled(
        say("Plugins",
            "it was built for version '%1' of the interface for metrics, and this program has version %2: "
            "build it again"),
        number, ours);
}

Result<PluginKind> kindOf(const QString& iid)
{
    for (const Interface& known :
         {interfaceOf(PluginKind::Method, QScopeMethodIid), interfaceOf(PluginKind::Metric, QScopeMetricIid)}) {
        if (!iid.startsWith(known.name))
            continue;
        if (const QString number = iid.sliced(known.name.size()); number != known.number)
            return Error{ErrorCode::Unsupported, otherVersion(known, number.toStdString()), {}};
        return known.kind;
    }
    return Error{ErrorCode::Unsupported,
                 filled(say("Plugins", "it is the plugin of another program, with the interface '%1'"),
                        iid.toStdString()),
                 {}};
}

bool isName(const std::string& name)
{
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
}

/// Reads texts from the metadata and remembers the first key that holds none.
class TextReader {
public:
    explicit TextReader(QJsonObject object) : m_object(std::move(object)) {}

    std::string required(const char* key)
    {
        const QString text = m_object.value(QLatin1String(key)).toString();
        if (text.isEmpty() && m_missing.empty())
            m_missing = key;
        return text.toStdString();
    }
    std::string optional(const char* key) const { return m_object.value(QLatin1String(key)).toString().toStdString(); }
    const std::string& missing() const { return m_missing; }

private:
    QJsonObject m_object;
    std::string m_missing;
};

struct BundledText {
    const char* plugin; ///< its name, which is the context for translators too
    const char* english;
};

/// What the plugin.json of the bundled plugins say, word for word.
constexpr BundledText BundledTexts[] = {
    {"bias-correction", QT_TRANSLATE_NOOP("bias-correction", "Bias correction")},
    {"bias-correction",
     QT_TRANSLATE_NOOP("bias-correction", "Takes back by the bias what rounding the weights shifts the mean "
                                          "of a layer's outputs.")},
    {"cross-layer-equalization", QT_TRANSLATE_NOOP("cross-layer-equalization", "Cross-layer equalization")},
    {"cross-layer-equalization",
     QT_TRANSLATE_NOOP("cross-layer-equalization",
                       "Gives the channels between two layers the same range by moving factors "
                       "through the ReLU between them.")},
    {"repq-vit", QT_TRANSLATE_NOOP("repq-vit", "RepQ-ViT")},
    {"repq-vit", QT_TRANSLATE_NOOP(
                     "repq-vit", "Quantizes a vision transformer: a scale per channel after LayerNorm, moved "
                                 "into the weights; powers of the square root of two after softmax.")},
    {"smooth-quant", QT_TRANSLATE_NOOP("smooth-quant", "SmoothQuant")},
    {"smooth-quant",
     QT_TRANSLATE_NOOP("smooth-quant", "Moves the outliers of activations after LayerNorm into the weights "
                                       "behind, by a factor per channel.")},
};

std::string shown(const std::string& plugin, const std::string& text)
{
    for (const BundledText& known : BundledTexts)
        if (plugin == known.plugin && text == known.english)
            return say(known.plugin, known.english);
    return text;
}

} // namespace

std::string shownTitle(const PluginInfo& info) { return shown(info.name, info.title); }
std::string shownSummary(const PluginInfo& info) { return shown(info.name, info.summary); }

std::string_view pluginKindName(PluginKind kind) { return kind == PluginKind::Method ? "method" : "metric"; }

std::string_view pluginOriginName(PluginOrigin origin)
{
    switch (origin) {
    case PluginOrigin::BuiltIn: return "built-in";
    case PluginOrigin::Installed: return "installed";
    case PluginOrigin::User: return "user";
    }
    return "unknown";
}

Result<PluginInfo> readPluginInfo(const QJsonObject& metaData)
{
    PluginInfo info;
    QS_ASSIGN(info.kind, kindOf(metaData.value(QLatin1String("IID")).toString()));
    TextReader reader(metaData.value(QLatin1String("MetaData")).toObject());
    info.name = reader.required("name");
    info.title = reader.required("title");
    info.summary = reader.required("summary");
    info.version = reader.required("version");
    info.source = reader.optional("source");
    info.unit = reader.optional("unit");
    const std::string better = reader.optional("better");
    info.lowerIsBetter = better == "lower";
    if (!reader.missing().empty())
        return Error{ErrorCode::Malformed,
                     filled(say("Plugins", "its metadata has no text for '%1'"), reader.missing()),
                     {}};
    if (!isName(info.name))
        return Error{
            ErrorCode::Malformed,
            filled(say("Plugins", "its name '%1' is not made of letters, digits and '-'"), info.name),
            {}};
    if (!better.empty() && better != "higher" && better != "lower")
        return Error{ErrorCode::Malformed,
                     filled(say("Plugins", "its \"better\" is '%1', neither 'higher' nor 'lower'"), better),
                     {}};
    return info;
}

} // namespace qscope::plugins
