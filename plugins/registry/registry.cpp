// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/registry/registry.h"

#include <algorithm>
#include <exception>
#include <tuple>

#include <QDir>
#include <QJsonObject>
#include <QLibrary>
#include <QPluginLoader>

#include "core/base/text.h"

namespace qscope::plugins {

struct Registry::Entry {
    PluginInfo info;
    std::unique_ptr<QPluginLoader> loader;     ///< null: built in
    QtPluginInstanceFunction builtIn = nullptr; ///< null: from a file
};

namespace {

/// For a plugin that is not loaded yet: without any of its code.
std::unique_ptr<QPluginLoader> loaderOf(const QString& file)
{
    auto loader = std::make_unique<QPluginLoader>(file);
    // A function that is missing is found out now and not in the middle of a run.
    loader->setLoadHints(QLibrary::ResolveAllSymbolsHint | QLibrary::PreventUnloadHint);
    return loader;
}

/// In the list once, however often somebody asks.
Error noteFailure(std::vector<PluginFailure>& failures, const std::string& file, const std::string& reason)
{
    if (std::none_of(failures.begin(), failures.end(), [&](const PluginFailure& f) { return f.file == file; }))
        failures.push_back({file, reason});
    return {ErrorCode::Unsupported, reason, file};
}

std::string whyNot(const QPluginLoader& loader)
{
    QString reason = loader.errorString();
    return reason.isEmpty() || reason == QLatin1String("Unknown error") ? say("Plugins", "it is no plugin")
                                                                        : reason.toStdString();
}

/// `list`: the names there are.
std::string noneOf(PluginKind kind, std::string_view name, const std::string& list)
{
    if (kind == PluginKind::Method)
        return list.empty()
                   ? filled(say("Plugins", "there is no method '%1'; no method is there at all"), name)
                   : filled(say("Plugins", "there is no method '%1'; there are %2"), name, list);
    return list.empty() ? filled(say("Plugins", "there is no metric '%1'; no metric is there at all"), name)
                        : filled(say("Plugins", "there is no metric '%1'; there are %2"), name, list);
}

std::string wrongClass(PluginKind kind)
{
    return kind == PluginKind::Method
               ? say("Plugins", "its class is no method though its metadata says so: Q_INTERFACES is missing")
               : say("Plugins",
                     "its class is no metric though its metadata says so: Q_INTERFACES is missing");
}

} // namespace

Registry::Registry(const std::vector<PluginFolder>& folders)
{
    addBuiltIn();
    for (const PluginFolder& folder : folders)
        addFolder(folder);
    std::stable_sort(m_entries.begin(), m_entries.end(), [](const auto& a, const auto& b) {
        return std::tie(a->info.kind, a->info.name) < std::tie(b->info.kind, b->info.name);
    });
}

Registry::~Registry() = default;

void Registry::addBuiltIn()
{
    for (const QStaticPlugin& plugin : QPluginLoader::staticPlugins()) {
        const QJsonObject metaData = plugin.metaData();
        if (!metaData.value(QLatin1String("IID")).toString().startsWith(QLatin1String("org.quantoscope.")))
            continue; // Qt's own
        add({{}, nullptr, plugin.instance}, metaData);
    }
}

void Registry::addFolder(const PluginFolder& folder)
{
    const QDir dir(QString::fromStdString(folder.path));
    for (const QFileInfo& file : dir.entryInfoList(QDir::Files, QDir::Name)) {
        if (!QLibrary::isLibrary(file.fileName()))
            continue;
        Entry entry{{}, loaderOf(file.absoluteFilePath()), nullptr};
        entry.info.file = file.absoluteFilePath().toStdString();
        entry.info.origin = folder.origin;
        if (const QJsonObject metaData = entry.loader->metaData(); !metaData.isEmpty())
            add(std::move(entry), metaData);
        else
            m_failures.push_back({entry.info.file, whyNot(*entry.loader)});
    }
}

void Registry::add(Entry entry, const QJsonObject& metaData)
{
    const std::string place = entry.builtIn ? metaData.value(QLatin1String("className")).toString().toStdString()
                                            : entry.info.file;
    auto info = readPluginInfo(metaData);
    if (!info.ok()) {
        m_failures.push_back({place, info.error().message});
        return;
    }
    if (const auto other = find(info->kind, info->name); other.ok()) {
        const std::string& file = (*other)->info.file;
        m_failures.push_back(
            {place, file.empty()
                        ? filled(say("Plugins", "the name '%1' is taken by a built-in plugin"), info->name)
                        : filled(say("Plugins", "the name '%1' is taken by '%2'"), info->name, file)});
        return;
    }
    info->file = entry.info.file;
    info->origin = entry.info.origin;
    entry.info = std::move(*info);
    m_entries.push_back(std::make_unique<Entry>(std::move(entry)));
}

std::vector<PluginInfo> Registry::plugins() const
{
    std::vector<PluginInfo> all;
    for (const auto& entry : m_entries)
        all.push_back(entry->info);
    return all;
}

std::vector<PluginFailure> Registry::failures() const
{
    const std::lock_guard lock(m_mutex);
    return m_failures;
}

Result<Registry::Entry*> Registry::find(PluginKind kind, std::string_view name) const
{
    std::string list;
    for (const auto& entry : m_entries) {
        if (entry->info.kind != kind)
            continue;
        if (entry->info.name == name)
            return entry.get();
        list += (list.empty() ? "'" : ", '") + entry->info.name + "'";
    }
    return Error{ErrorCode::InvalidArgument, noneOf(kind, name, list), {}};
}

Result<PluginInfo> Registry::info(PluginKind kind, std::string_view name) const
{
    QS_ASSIGN(const Entry* entry, find(kind, name));
    return entry->info;
}

Result<QObject*> Registry::load(Entry& entry)
{
    const auto failed = [&](const std::string& reason) { return noteFailure(m_failures, entry.info.file, reason); };
    try {
        QObject* object = entry.builtIn ? entry.builtIn() : entry.loader->instance();
        if (object)
            return object;
        return failed(whyNot(*entry.loader));
    } catch (const std::exception& e) {
        return failed(filled(say("Plugins", "it failed when it was loaded: %1"), e.what()));
    } catch (...) {
        return failed(say("Plugins", "it failed when it was loaded"));
    }
}

template <class Interface>
Result<Interface*> Registry::instance(PluginKind kind, std::string_view name)
{
    const std::lock_guard lock(m_mutex);
    QS_ASSIGN(Entry* entry, find(kind, name));
    QS_ASSIGN(QObject* object, load(*entry));
    if (auto* found = qobject_cast<Interface*>(object))
        return found;
    return noteFailure(m_failures, entry->info.file, wrongClass(kind));
}

Result<Method*> Registry::method(std::string_view name) { return instance<Method>(PluginKind::Method, name); }
Result<Metric*> Registry::metric(std::string_view name) { return instance<Metric>(PluginKind::Metric, name); }

} // namespace qscope::plugins
