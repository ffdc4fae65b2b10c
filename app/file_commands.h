// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>

#include <QByteArray>
#include <QObject>
#include <QStringList>

#include "app/exporter.h"
#include "app/file_kind.h"
#include "app/recent_files.h"
#include "app/samples.h"
#include "app/session.h"

class QWidget;

namespace qscope::io {
struct ImportedRanges;
struct SessionFile;
}

namespace qscope::app {

/// Everything that begins or ends with a file: opening what was dropped or chosen, sessions, exports.
class FileCommands : public QObject {
    Q_OBJECT

public:
    /// What the window adds to a session file.
    struct WindowPart {
        QByteArray state;
        QString selectedLayer;
    };

    FileCommands(Session& session, QWidget& window);

    RecentFiles& recent() { return m_recent; }
    /// Asked when a session is saved.
    void setWindowPart(std::function<WindowPart()> part) { m_windowPart = std::move(part); }
    /// Data is used up to this many samples; none: all of them.
    void setSampleLimit(std::optional<int64_t> limit) { m_sampleLimit = limit; }
    /// Images are prepared this way without asking; for runs that nobody watches.
    void setImageOptions(const data::ImageOptions& options) { m_imageOptions = options; }

    /// Models and sessions first, then data, labels and configs, whatever their order. `labels` are those of the data
    /// among them; empty: a file named after the data, if there is one.
    void openPaths(const QStringList& paths, const QString& labels = {});
    void openSample(const Sample& sample);
    void openSession(const QString& path);
    /// What calibration has learned is written beside, as a .qcal file of the same name, unless it is in a file already.
    void saveSession(const QString& path);
    void saveCalibration(const QString& path);
    /// Ranges of another tool as manual ones of the config, one step of undo. What the model does not have is named.
    void importRanges(const QString& path);
    /// Ranges of another tool laid over ours; the config stays. What the model does not have is named.
    void compareRanges(const QString& path);

public slots:
    void chooseModel();
    void chooseData();
    void chooseFolder();
    void chooseLabels();
    void chooseConfig();
    void chooseCalibration();
    void chooseCalibrationToSave();
    void chooseRanges();
    void chooseRangesToCompare();
    void chooseSession();
    void chooseSessionToSave();
    void chooseExport(qscope::app::ExportKind kind);

signals:
    void failed(const QString& sentence);
    void noted(const QString& sentence);
    void exported(const QString& path);
    void windowPartRead(const QByteArray& state, const QString& selectedLayer);

private:
    void openPath(const QString& path, FileKind kind, const QString& labels = {});
    void openArrays(const QString& path, const QString& labels);
    void openImages(const QString& path, const QString& labels);
    void restore(const io::SessionFile& file);
    void chooseRangesFor(const QString& title, void (FileCommands::*use)(const QString&));
    void layOver(const QString& path, const io::ImportedRanges& imported);
    void adoptRanges(const QString& path, const io::ImportedRanges& imported);
    io::SessionFile sessionFile() const;
    void chooseFile(const QString& title, const QString& filter, FileKind kind);
    void chooseTarget(const QString& title, const QString& proposed, const QString& filter,
                      const std::function<void(const QString&)>& then);
    QString startFolder() const;

    Session& m_session;
    QWidget& m_window;
    Exporter m_exporter;
    RecentFiles m_recent;
    std::function<WindowPart()> m_windowPart;
    std::optional<data::ImageOptions> m_imageOptions;
    std::optional<int64_t> m_sampleLimit;
    QString m_sessionPath;
};

} // namespace qscope::app
