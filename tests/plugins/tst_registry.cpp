// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QTemporaryDir>

#include "plugins/registry/registry.h"
#include "plugins/registry/run_method.h"

using namespace qscope;
using namespace qscope::plugins;

namespace {

QString cases(const char* name) { return QStringLiteral(QSCOPE_CASE_PLUGINS "/") + QLatin1String(name); }

void writeFile(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray readFile(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList names(const Registry& registry)
{
    QStringList list;
    for (const PluginInfo& info : registry.plugins())
        list << QString::fromUtf8(pluginKindName(info.kind).data()) + " " + QString::fromStdString(info.name);
    return list;
}

/// The reason for a file; empty when the registry took it.
QString failure(const Registry& registry, const QString& file)
{
    for (const PluginFailure& f : registry.failures())
        if (QFileInfo(QString::fromStdString(f.file)).fileName() == QFileInfo(file).fileName())
            return QString::fromStdString(f.reason);
    return {};
}

template <class T>
QString text(const Result<T>& result)
{
    return result.ok() ? QString("ok") : QString::fromStdString(result.error().message);
}

} // namespace

class TestRegistry : public QObject {
    Q_OBJECT

private:
    const QTemporaryDir m_folder;

    /// A folder with those of the case plugins alone.
    QString folderWith(std::initializer_list<const char*> files) const
    {
        static int number = 0;
        const QString folder = m_folder.filePath(QString::number(++number));
        if (!QDir().mkpath(folder))
            return {};
        for (const char* file : files)
            QFile::copy(cases(file), folder + "/" + QLatin1String(file));
        return folder;
    }

private slots:
    void readsMetadataWithoutRunningCode()
    {
        QVERIFY(!qEnvironmentVariableIsSet("QSCOPE_PROBE_LOADED"));
        Registry registry({{folderWith({"probe.so", "confidence.so"}).toStdString(), PluginOrigin::Installed}});
        QCOMPARE(names(registry), QStringList({"method probe", "metric confidence"}));
        const PluginInfo info = registry.plugins()[0];
        QCOMPARE(info.title, std::string("Probe"));
        QCOMPARE(info.version, std::string("1.2"));
        QCOMPARE(info.source, std::string("This test"));
        QCOMPARE(info.origin, PluginOrigin::Installed);
        QVERIFY(info.file.ends_with("/probe.so"));
        QCOMPARE(registry.plugins()[1].unit, std::string("logits"));
        QVERIFY(registry.failures().empty());
        QVERIFY2(!qEnvironmentVariableIsSet("QSCOPE_PROBE_LOADED"), "listing has loaded the plugin");

        const auto method = registry.method("probe");
        QVERIFY2(method.ok(), qPrintable(text(method)));
        QVERIFY(qEnvironmentVariableIsSet("QSCOPE_PROBE_LOADED"));
        QCOMPARE((*method)->parameters().size(), size_t(2));
        QCOMPARE(*registry.method("probe"), *method); // one object, however often it is asked for
        QVERIFY(registry.metric("confidence").ok());
    }

    void listsWhatIsNoPlugin_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("reason");
        QTest::newRow("another version of the interface")
            << "old_version.so" << "it was built for version '0' of the interface for methods, and this program has version 1: build it again";
        QTest::newRow("another program") << "foreign.so" << "it is the plugin of another program, with the interface 'org.example.Filter'";
        QTest::newRow("no name") << "unnamed.so" << "its metadata has no text for 'name'";
        QTest::newRow("a name with a space") << "bad_name.so" << "its name 'a b' is not made of letters, digits and '-'";
    }
    void listsWhatIsNoPlugin()
    {
        QFETCH(QString, file);
        QFETCH(QString, reason);
        Registry registry({{folderWith({file.toLatin1().constData(), "probe.so"}).toStdString(), PluginOrigin::User}});
        QCOMPARE(names(registry), QStringList({"method probe"})); // the others are there all the same
        QCOMPARE(failure(registry, file), reason);
    }

    void listsFilesThatAreBroken()
    {
        const QString folder = folderWith({"probe.so"});
        writeFile(folder + "/empty.so", {});
        writeFile(folder + "/text.so", "this is no library\n");
        const QByteArray whole = readFile(cases("confidence.so"));
        for (const qsizetype length : {qsizetype(60), qsizetype(4096), whole.size() / 2})
            writeFile(folder + QString("/cut%1.so").arg(length), whole.left(length));
        writeFile(folder + "/readme.txt", "no library by name");
        Registry registry({{folder.toStdString(), PluginOrigin::User}});
        QCOMPARE(names(registry), QStringList({"method probe"}));
        QCOMPARE(registry.failures().size(), size_t(5));
        for (const PluginFailure& f : registry.failures())
            QVERIFY(!f.reason.empty());
    }

    void failsWhenAskedForWhatCannotBeLoaded_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("reason");
        QTest::newRow("a function that nobody has") << "unresolved.so" << "unresolved" << "notThere";
        QTest::newRow("an exception while it is made") << "throwing.so" << "throwing" << "it failed when it was loaded: no licence";
        QTest::newRow("a class without the interface") << "empty_class.so" << "empty" << "Q_INTERFACES is missing";
    }
    void failsWhenAskedForWhatCannotBeLoaded()
    {
        QFETCH(QString, file);
        QFETCH(QString, name);
        QFETCH(QString, reason);
        Registry registry({{folderWith({file.toLatin1().constData()}).toStdString(), PluginOrigin::User}});
        QVERIFY(registry.failures().empty());
        for (int i = 0; i < 2; ++i) {
            const auto method = registry.method(name.toStdString());
            QVERIFY(!method.ok());
            QVERIFY2(text(method).contains(reason), qPrintable(text(method)));
            QVERIFY(QString::fromStdString(method.error().where).endsWith(file));
            QCOMPARE(registry.failures().size(), size_t(1)); // once, not once more every time
        }
    }

    void keepsTheFirstOfTwoWithOneName()
    {
        const QString first = folderWith({"probe.so"}), second = folderWith({"twin.so"});
        Registry registry({{first.toStdString(), PluginOrigin::Installed}, {second.toStdString(), PluginOrigin::User}});
        QCOMPARE(registry.plugins().size(), size_t(1));
        QCOMPARE(registry.plugins()[0].title, std::string("Probe"));
        QCOMPARE(failure(registry, "twin.so"), "the name 'probe' is taken by '" + first + "/probe.so'");
    }

    void namesWhatThereIs()
    {
        Registry registry({{folderWith({"probe.so", "confidence.so"}).toStdString(), PluginOrigin::User}});
        QCOMPARE(text(registry.method("prob")), "there is no method 'prob'; there are 'probe'");
        QCOMPARE(text(registry.method("confidence")), "there is no method 'confidence'; there are 'probe'");
        Registry none({{m_folder.filePath("nowhere").toStdString(), PluginOrigin::User}});
        QCOMPARE(text(none.metric("x")), "there is no metric 'x'; no metric is there at all");
        QVERIFY(none.failures().empty());
    }

    void looksIntoTheFoldersOfTheEnvironment()
    {
        qputenv("QUANTOSCOPE_PLUGINS", "/a/b::/c");
        const auto folders = environmentFolders();
        QCOMPARE(folders.size(), size_t(2));
        QCOMPARE(folders[1].path, std::string("/c"));
        qunsetenv("QUANTOSCOPE_PLUGINS");
        QVERIFY(environmentFolders().empty());
        qputenv("XDG_DATA_HOME", "/somewhere");
        QCOMPARE(userFolder(), std::string("/somewhere/quantoscope/plugins"));
    }
};

QTEST_GUILESS_MAIN(TestRegistry)
#include "tst_registry.moc"
