// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cache_dialog.h"

#include <algorithm>
#include <utility>

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>

#include "views/models/format.h"

namespace qscope::app {

namespace {

constexpr int64_t Megabyte = int64_t(1) << 20;
constexpr int MostMegabytes = 1 << 22; // 4 TB
constexpr int UsageMs = 500;

int64_t savedBytes(const QSettings& settings, const char* key, int64_t fallback)
{
    bool ok = false;
    const qlonglong megabytes = settings.value(key).toLongLong(&ok);
    return ok && megabytes >= 0 && megabytes <= MostMegabytes ? megabytes * Megabyte : fallback;
}

} // namespace

analysis::CacheBudget savedCacheBudget()
{
    const QSettings settings;
    const analysis::CacheBudget usual;
    return {savedBytes(settings, "whatif/memoryMb", usual.memoryBytes), savedBytes(settings, "whatif/diskMb", usual.diskBytes)};
}

void saveCacheBudget(const analysis::CacheBudget& budget)
{
    QSettings settings;
    settings.setValue("whatif/memoryMb", static_cast<qlonglong>(budget.memoryBytes / Megabyte));
    settings.setValue("whatif/diskMb", static_cast<qlonglong>(budget.diskBytes / Megabyte));
}

CacheDialog::CacheDialog(const analysis::CacheBudget& budget, Usage usage, QWidget* parent)
    : QDialog(parent), m_memory(makeRow(budget.memoryBytes, tr("Memory"))),
      m_disk(makeRow(budget.diskBytes, tr("Disk"))), m_usage(std::move(usage))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Memory for What-If Results"));
    auto* explanation = new QLabel(tr("A change of one layer runs only what lies behind it, from results that are kept in "
                                      "memory, and on disk when they do not fit. The figures are the same with less; they "
                                      "only take longer."));
    explanation->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel
                                         | QDialogButtonBox::RestoreDefaults);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons->button(QDialogButtonBox::RestoreDefaults), &QPushButton::clicked, this, [this] {
        const analysis::CacheBudget usual;
        m_memory.megabytes->setValue(static_cast<int>(usual.memoryBytes / Megabyte));
        m_disk.megabytes->setValue(static_cast<int>(usual.diskBytes / Megabyte));
    });
    auto* layout = new QGridLayout(this);
    layout->addWidget(explanation, 0, 0, 1, 3);
    int row = 1;
    for (const Row* part : {&m_memory, &m_disk}) {
        auto* label = new QLabel(part->megabytes->accessibleName());
        label->setBuddy(part->megabytes);
        layout->addWidget(label, row, 0);
        layout->addWidget(part->megabytes, row, 1);
        layout->addWidget(part->use, row++, 2);
    }
    layout->setColumnStretch(2, 1);
    layout->setRowStretch(row, 1);
    layout->addWidget(buttons, row + 1, 0, 1, 3);
    resize(480, sizeHint().height());
    connect(&m_timer, &QTimer::timeout, this, &CacheDialog::showUsage);
    m_timer.start(UsageMs);
    showUsage();
}

CacheDialog::Row CacheDialog::makeRow(int64_t bytes, const QString& name)
{
    Row row{new QSpinBox, new QProgressBar};
    row.megabytes->setRange(0, MostMegabytes);
    row.megabytes->setSingleStep(256);
    row.megabytes->setGroupSeparatorShown(true);
    row.megabytes->setSuffix(QStringLiteral(" MB"));
    row.megabytes->setValue(static_cast<int>(std::clamp<int64_t>(bytes / Megabyte, 0, MostMegabytes)));
    row.megabytes->setAccessibleName(name);
    row.use->setRange(0, 1000);
    return row;
}

void CacheDialog::showUsage()
{
    const auto [memory, disk] = m_usage();
    const auto show = [](const Row& row, int64_t used) {
        const int64_t budget = row.megabytes->value() * Megabyte;
        row.use->setValue(budget > 0 ? static_cast<int>(std::min<int64_t>(1000, used * 1000 / budget)) : 0);
        row.use->setFormat(tr("%1 in use").arg(views::format::bytes(static_cast<double>(used))));
    };
    show(m_memory, memory);
    show(m_disk, disk);
}

analysis::CacheBudget CacheDialog::budget() const
{
    return {m_memory.megabytes->value() * Megabyte, m_disk.megabytes->value() * Megabyte};
}

} // namespace qscope::app
