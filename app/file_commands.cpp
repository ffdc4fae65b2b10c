// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/file_commands.h"

#include <algorithm>
#include <utility>

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>

#include "app/data_dialog.h"
#include "app/export_dialog.h"
#include "app/recovery_folder.h"
#include "core/io/calibration_file.h"
#include "core/io/session_file.h"

namespace qscope::app {

namespace {

/// A file beside the session, called after it; what belongs to the rewritten model is marked as that.
std::string besideSession(const QString& session, const OpenModel& model, const char* suffix)
{
    const QFileInfo info(session);
    return info.dir()
        .absoluteFilePath(info.completeBaseName() + QLatin1String(model.rewrite ? ".rewritten" : "") + QLatin1String(suffix))
        .toStdString();
}

/// Without a calibration file that goes with the window.
std::shared_ptr<const OpenModel> toKeep(OpenModel model)
{
    if (RecoveryFolder::holds(model.calibrationPath))
        model.calibrationPath.clear();
    return std::make_shared<const OpenModel>(std::move(model));
}

/// Where the model's calibration is: in its file, or in one that is written beside the session. Empty: there is none.
Result<std::string> keepCalibration(const OpenModel& model, const QString& session)
{
    if (!model.calibrationPath.isEmpty() || !model.state)
        return model.calibrationPath.toStdString();
    const std::string path = besideSession(session, model, ".qcal");
    QS_RETURN_IF_ERROR(io::writeCalibration(*model.state, path));
    return path;
}

/// The model before or after the method: what it takes to open both again.
Status keepOther(const OpenModel& now, const OpenModel& other, const QString& session, io::SessionFile& file)
{
    const OpenModel& made = now.rewrite ? now : other;
    io::RewrittenModel& rewritten = file.rewritten.emplace(describeOther(now, other));
    rewritten.path = besideSession(session, made, ".onnx");
    QS_ASSIGN(rewritten.file, keepRewritten(*made.analyzer, rewritten.path));
    if (liesBetween(now, other))
        return {};
    QS_ASSIGN(rewritten.otherCalibrationPath, keepCalibration(other, session));
    return {};
}

/// The order in which things dropped together have to be opened.
int rank(FileKind kind)
{
    switch (kind) {
    case FileKind::Session: return 0;
    case FileKind::Model: return 1;
    case FileKind::Config:
    case FileKind::Calibration: return 2;
    case FileKind::Data:
    case FileKind::ImageFolder: return 3;
    case FileKind::Labels: return 4;
    case FileKind::Unknown: break;
    }
    return 5;
}

} // namespace

FileCommands::FileCommands(Session& session, QWidget& window)
    : QObject(&window), m_session(session), m_window(window), m_exporter(session), m_ranges(session)
{
    connect(&m_session, &Session::modelOpened, &m_recent, &RecentFiles::add);
    connect(&m_exporter, &Exporter::written, this, &FileCommands::exported);
    connect(&m_ranges, &RangeCommands::failed, this, &FileCommands::failed);
    connect(&m_ranges, &RangeCommands::noted, this, &FileCommands::noted);
    connect(&m_exporter, &Exporter::written, this,
            [this](const QString& path) { emit noted(tr("Written: %1").arg(QDir::toNativeSeparators(path))); });
}

void FileCommands::openPaths(const QStringList& paths, const QString& labels)
{
    std::vector<std::pair<QString, FileKind>> known;
    for (const QString& path : paths)
        known.emplace_back(path, fileKind(path));
    std::stable_sort(known.begin(), known.end(),
                     [](const auto& a, const auto& b) { return rank(a.second) < rank(b.second); });
    const auto of = [&](FileKind wanted) {
        return std::find_if(known.begin(), known.end(), [=](const auto& entry) { return entry.second == wanted; });
    };
    QString labelsOfData = labels;
    const bool withData = of(FileKind::Data) != known.end() || of(FileKind::ImageFolder) != known.end();
    if (const auto found = of(FileKind::Labels); withData && found != known.end()) {
        labelsOfData = found->first;
        known.erase(found);
    }
    for (const auto& [path, kind] : known)
        openPath(path, kind, labelsOfData);
}

void FileCommands::openPath(const QString& path, FileKind kind, const QString& labels)
{
    switch (kind) {
    case FileKind::Session: openSession(path); break;
    case FileKind::Model: m_session.openModel(path); break;
    case FileKind::Config: m_session.openConfig(path); break;
    case FileKind::Calibration: m_session.openCalibration(path); break;
    case FileKind::Data:
        openArrays(path, labels);
        break;
    case FileKind::ImageFolder: openImages(path, labels); break;
    case FileKind::Labels: m_session.openLabels(path); break;
    case FileKind::Unknown:
        emit failed(tr("%1 is none of the things this program opens: an ONNX model, calibration data (.npz, .npy, IDX, "
                       "a folder of images or test data sets), labels, a configuration, a calibration or a session.")
                        .arg(QDir::toNativeSeparators(path)));
        break;
    }
}

void FileCommands::openArrays(const QString& path, const QString& labels)
{
    DataLocation location;
    location.path = path;
    location.labelsPath = labels.isEmpty() ? labelsBeside(path) : labels;
    location.options.limit = m_sampleLimit;
    m_session.openData(location);
}

void FileCommands::openImages(const QString& path, const QString& labels)
{
    if (m_imageOptions) {
        DataLocation location;
        location.path = path;
        location.options.image = *m_imageOptions;
        location.options.limit = m_sampleLimit;
        location.labelsPath = labels;
        m_session.openData(location);
        return;
    }
    if (m_session.work().busyWith(WorkKind::OpenModel)) { // dropped together: the dialog shows what this model will see
        auto* once = new QObject(this);
        connect(&m_session.work(), &WorkQueue::finished, once, [this, once, path, labels](WorkKind kind) {
            if (kind != WorkKind::OpenModel)
                return;
            once->deleteLater();
            openImages(path, labels);
        });
        return;
    }
    auto* dialog = new DataDialog(path, m_session.analyzer(), &m_window);
    dialog->setLabelsPath(labels);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { m_session.openData(dialog->location()); });
    dialog->open();
}

void FileCommands::openSample(const Sample& sample)
{
    m_session.openModel(sample.modelPath);
    openArrays(sample.dataPath, sample.labelsPath);
}

void FileCommands::openSession(const QString& path)
{
    readSession(path, [this, path] {
        m_sessionPath = path;
        m_recent.add(path);
    });
}

void FileCommands::openLeftover(const QString& path, const QString& savedAs)
{
    readSession(path, [this, savedAs] {
        m_sessionPath = savedAs;
        emit leftoverRead();
    });
}

void FileCommands::readSession(const QString& path, std::function<void()> andThen)
{
    auto work = [this, path, andThen = std::move(andThen)](const RunControl&, Outbox&) -> Result<Job::Delivery> {
        QS_ASSIGN(const io::SessionFile file, io::readSession(path.toStdString()));
        return Job::Delivery([this, andThen, file] {
            andThen();
            restore(file);
        });
    };
    m_session.work().submit(WorkKind::OpenModel, tr("Opening the session"), std::move(work));
}

void FileCommands::restore(const io::SessionFile& file)
{
    DataLocation data;
    data.path = QString::fromStdString(file.dataPath);
    data.options.image = file.image;
    data.options.limit = file.sampleLimit;
    data.labelsPath = QString::fromStdString(file.labelsPath);
    QString calibration = QString::fromStdString(file.calibrationPath);
    if (!QFileInfo::exists(calibration)) // among the warnings
        calibration.clear();
    m_session.restore(QString::fromStdString(file.modelPath), data, file.config, calibration, file.history,
                      file.rewritten);
    for (const std::string& warning : file.warnings)
        emit warned(QString::fromStdString(warning));
    emit windowPartRead(QByteArray::fromBase64(QByteArray::fromStdString(file.windowState)),
                        QString::fromStdString(file.selectedLayer));
}

io::SessionFile FileCommands::sessionFile() const
{
    io::SessionFile file;
    file.modelPath = m_session.modelPath().toStdString();
    const DataLocation& data = m_session.data().location;
    const auto absolute = [](const QString& path) {
        return path.isEmpty() ? std::string() : QFileInfo(path).absoluteFilePath().toStdString();
    };
    file.dataPath = absolute(data.path);
    file.image = data.options.image;
    file.sampleLimit = data.options.limit;
    file.labelsPath = absolute(data.labelsPath);
    file.config = m_session.config();
    file.history = *m_session.history().value();
    const WindowPart part = m_windowPart ? m_windowPart() : WindowPart();
    file.windowState = part.state.toBase64().toStdString();
    file.selectedLayer = part.selectedLayer.toStdString();
    return file;
}

void FileCommands::saveSession(const QString& path)
{
    const auto now = toKeep(m_session.openModelNow());
    const auto other = m_session.otherModel() ? toKeep(*m_session.otherModel()) : nullptr;
    auto work = [this, path, now, other, file = sessionFile()](const RunControl&, Outbox&) -> Result<Job::Delivery> {
        io::SessionFile complete = file;
        QS_ASSIGN(complete.calibrationPath, keepCalibration(*now, path));
        if (other)
            QS_RETURN_IF_ERROR(keepOther(*now, *other, path, complete));
        QS_ASSIGN(complete.model, io::fingerprintOf(file.modelPath));
        QS_RETURN_IF_ERROR(io::writeSession(complete, path.toStdString()));
        return Job::Delivery([this, path, now, file, calibration = QString::fromStdString(complete.calibrationPath)] {
            m_sessionPath = path;
            m_recent.add(path);
            if (now->state && now->state == m_session.calibrationState())
                m_session.calibrationSaved(calibration);
            emit sessionSaved(file.config, file.history);
            emit noted(tr("Session saved: %1").arg(QDir::toNativeSeparators(path)));
        });
    };
    m_session.work().submit(WorkKind::Export, tr("Saving the session"), std::move(work));
}

void FileCommands::saveCalibration(const QString& path)
{
    const auto state = m_session.calibrationState();
    if (!state)
        return;
    auto work = [this, path, state](const RunControl&, Outbox&) -> Result<Job::Delivery> {
        QS_RETURN_IF_ERROR(io::writeCalibration(*state, path.toStdString()));
        return Job::Delivery([this, path, state] {
            if (state == m_session.calibrationState())
                m_session.calibrationSaved(path);
            emit noted(tr("Written: %1").arg(QDir::toNativeSeparators(path)));
        });
    };
    m_session.work().submit(WorkKind::Export, tr("Writing"), std::move(work));
}

void FileCommands::chooseModel()
{
    chooseFile(tr("Open a model"), tr("ONNX models (*.onnx);;All files (*)"), FileKind::Model);
}

void FileCommands::chooseData()
{
    chooseFile(tr("Open calibration data"), tr("Arrays (*.npz *.npy *.gz *-ubyte);;All files (*)"), FileKind::Data);
}

void FileCommands::chooseFolder()
{
    auto* dialog = new QFileDialog(&m_window, tr("Open a folder of images or of test data sets"), startFolder());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) { openPath(path, fileKind(path)); });
    dialog->open();
}

void FileCommands::chooseLabels()
{
    chooseFile(tr("Open labels"), tr("Labels (*.npy *.npz *.txt *.gz *-ubyte);;All files (*)"), FileKind::Labels);
}

void FileCommands::chooseConfig()
{
    chooseFile(tr("Open a configuration"), tr("JSON files (*.json);;All files (*)"), FileKind::Config);
}

void FileCommands::chooseCalibration()
{
    chooseFile(tr("Open a calibration"), tr("Calibrations (*.qcal);;All files (*)"), FileKind::Calibration);
}

void FileCommands::chooseRangesFor(const QString& title, void (FileCommands::*use)(const QString&))
{
    auto* dialog = new QFileDialog(&m_window, title, startFolder(),
                                   tr("Ranges (*.onnx *.encodings *.json *.cache);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, use);
    dialog->open();
}

void FileCommands::chooseRanges() { chooseRangesFor(tr("Import ranges"), &FileCommands::importRanges); }

void FileCommands::chooseRangesToCompare()
{
    chooseRangesFor(tr("Compare with ranges"), &FileCommands::compareRanges);
}

void FileCommands::compareRanges(const QString& path) { m_ranges.compareWith(path); }

void FileCommands::importRanges(const QString& path) { m_ranges.importFrom(path); }

void FileCommands::chooseCalibrationToSave()
{
    const QFileInfo model(m_session.modelPath());
    chooseTarget(tr("Save the calibration"), model.dir().filePath(model.completeBaseName() + ".qcal"),
                 tr("Calibrations (*.qcal)"), [this](const QString& path) { saveCalibration(path); });
}

void FileCommands::chooseSession()
{
    chooseFile(tr("Open a session"), tr("Quantoscope sessions (*.qsession);;All files (*)"), FileKind::Session);
}

void FileCommands::chooseSessionToSave()
{
    const QFileInfo model(m_session.modelPath());
    const QString proposed =
        m_sessionPath.isEmpty() ? model.dir().filePath(model.completeBaseName() + ".qsession") : m_sessionPath;
    chooseTarget(tr("Save the session"), proposed, tr("Quantoscope sessions (*.qsession)"),
                 [this](const QString& path) { saveSession(path); });
}

void FileCommands::chooseExport(ExportKind kind)
{
    auto* dialog = new ExportDialog(m_exporter, m_exporter.possible(), kind, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void FileCommands::chooseFile(const QString& title, const QString& filter, FileKind kind)
{
    auto* dialog = new QFileDialog(&m_window, title, startFolder(), filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this, kind](const QString& path) { openPath(path, kind); });
    dialog->open();
}

void FileCommands::chooseTarget(const QString& title, const QString& proposed, const QString& filter,
                                const std::function<void(const QString&)>& then)
{
    auto* dialog = new QFileDialog(&m_window, title, proposed, filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QFileInfo(proposed).suffix());
    dialog->selectFile(proposed);
    connect(dialog, &QFileDialog::fileSelected, this, then);
    dialog->open();
}

QString FileCommands::startFolder() const
{
    return m_session.modelPath().isEmpty() ? QDir::homePath() : QFileInfo(m_session.modelPath()).path();
}

} // namespace qscope::app
