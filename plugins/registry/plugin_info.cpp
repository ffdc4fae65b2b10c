// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/registry/plugin_info.h"

#include <algorithm>

#include <QJsonObject>
#include <QString>

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

Result<PluginKind> kindOf(const QString& iid)
{
    for (const Interface& known :
         {interfaceOf(PluginKind::Method, QScopeMethodIid), interfaceOf(PluginKind::Metric, QScopeMetricIid)}) {
        if (!iid.startsWith(known.name))
            continue;
        if (const QString number = iid.sliced(known.name.size()); number != known.number)
            return Error{ErrorCode::Unsupported,
                         "it was built for version '" + number.toStdString() + "' of the interface for "
                             + std::string(pluginKindName(known.kind)) + "s, and this program has version "
                             + std::string(known.number.data(), static_cast<size_t>(known.number.size()))
                             + ": build it again",
                         {}};
        return known.kind;
    }
    return Error{ErrorCode::Unsupported, "it is the plugin of another program, with the interface '" + iid.toStdString() + "'",
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

} // namespace

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
        return Error{ErrorCode::Malformed, "its metadata has no text for '" + reader.missing() + "'", {}};
    if (!isName(info.name))
        return Error{ErrorCode::Malformed, "its name '" + info.name + "' is not made of letters, digits and '-'", {}};
    if (!better.empty() && better != "higher" && better != "lower")
        return Error{ErrorCode::Malformed, "its \"better\" is '" + better + "', neither 'higher' nor 'lower'", {}};
    return info;
}

} // namespace qscope::plugins
