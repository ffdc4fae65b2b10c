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
#include "app/range_commands.h"
#include "app/recent_files.h"
#include "app/samples.h"
#include "app/session.h"
#include "core/io/session_file.h"

class QWidget;

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
    /// The session at `path` that a crash left; the person knows it as `savedAs`, or not at all when that is empty.
    void openLeftover(const QString& path, const QString& savedAs);
    /// What calibration has learned is written beside, as a .qcal file of the same name, unless it is in a file already.
    void saveSession(const QString& path);
    void saveCalibration(const QString& path);
    /// Where the person keeps the session; empty: nowhere yet.
    const QString& sessionPath() const { return m_sessionPath; }
    /// What saveSession would write now, but for the calibration. There must be a model.
    io::SessionFile sessionFile() const;
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
    void exportTo(ExportKind kind, const QString& path) { m_exporter.write(kind, path); }

signals:
    void failed(const qscope::views::Notice& notice);
    void warned(const qscope::views::Notice& notice);
    void noted(const qscope::views::Notice& notice);
    void exported(const QString& path);
    /// With what it holds.
    void sessionSaved(const qscope::quant::Config& config, const qscope::analysis::History& history);
    void leftoverRead();
    void windowPartRead(const QByteArray& state, const QString& selectedLayer);

private:
    void openPath(const QString& path, FileKind kind, const QString& labels = {});
    void openArrays(const QString& path, const QString& labels);
    void openImages(const QString& path, const QString& labels);
    void restore(const io::SessionFile& file);
    void chooseRangesFor(const QString& title, void (FileCommands::*use)(const QString&));
    void readSession(const QString& path, std::function<void()> andThen);
    void chooseFile(const QString& title, const QString& filter, FileKind kind);
    void chooseTarget(const QString& title, const QString& proposed, const QString& filter,
                      const std::function<void(const QString&)>& then);
    QString startFolder() const;

    Session& m_session;
    QWidget& m_window;
    Exporter m_exporter;
    RangeCommands m_ranges;
    RecentFiles m_recent;
    std::function<WindowPart()> m_windowPart;
    std::optional<data::ImageOptions> m_imageOptions;
    std::optional<int64_t> m_sampleLimit;
    QString m_sessionPath;
};

} // namespace qscope::app
