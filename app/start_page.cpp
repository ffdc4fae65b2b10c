// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/start_page.h"

#include <algorithm>

#include <QCommandLinkButton>
#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "app/drop_zone.h"

namespace qscope::app {

StartPage::StartPage(QWidget* parent) : QWidget(parent)
{
    setObjectName("startPage");
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    rebuild();
}

void StartPage::setSamples(const QList<Sample>& samples)
{
    m_samples = samples;
    rebuild();
}

void StartPage::setRecent(const QStringList& paths)
{
    m_recent = paths;
    rebuild();
}

void StartPage::retranslate()
{
    m_samples = bundledSamples();
    rebuild();
}

void StartPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void StartPage::rebuild()
{
    if (m_content)
        m_content->deleteLater();
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    auto* page = new QWidget;
    auto* middle = new QWidget(page);
    middle->setMaximumWidth(1040);
    auto* outer = new QHBoxLayout(page);
    outer->addWidget(middle);
    auto* rows = new QVBoxLayout(middle);
    rows->addStretch(1);
    rows->addWidget(dropZone());
    auto* columns = new QHBoxLayout;
    columns->setSpacing(32);
    auto* left = new QVBoxLayout;
    auto* right = new QVBoxLayout;
    addSamples(left);
    addRecent(left);
    addLessons(right);
    for (QVBoxLayout* column : {left, right}) {
        column->setSpacing(2);
        column->addStretch(1);
        columns->addLayout(column, 1);
    }
    rows->addLayout(columns);
    rows->addStretch(2);
    area->setWidget(page);
    m_content = area;
    layout()->addWidget(area);
}

QWidget* StartPage::dropZone()
{
    auto* zone = new DropZone;
    auto* layout = new QVBoxLayout(zone);
    layout->setContentsMargins(24, 20, 24, 20);
    auto* drop = new QLabel(tr("Drop an ONNX model here"));
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.8);
    drop->setFont(large);
    drop->setAlignment(Qt::AlignCenter);
    auto* hint = new QLabel(tr(
        "Then drop calibration data: .npz, .npy, IDX, or a folder of images. Nothing leaves this computer."));
    hint->setWordWrap(true);
    hint->setAlignment(Qt::AlignCenter);
    auto* open = new QPushButton(tr("Open a model…"));
    connect(open, &QPushButton::clicked, this, &StartPage::openRequested);
    connect(zone, &DropZone::dropped, this, &StartPage::pathsDropped);
    layout->addWidget(drop);
    layout->addWidget(hint);
    layout->addWidget(open, 0, Qt::AlignCenter);
    return zone;
}

void StartPage::addHeading(QVBoxLayout* column, const QString& text)
{
    auto* heading = new QLabel(text);
    QFont bold = font();
    bold.setBold(true);
    heading->setFont(bold);
    column->addSpacing(14);
    column->addWidget(heading);
}

void StartPage::addSamples(QVBoxLayout* column)
{
    if (m_samples.isEmpty())
        return;
    addHeading(column, tr("Try it on a sample"));
    for (const Sample& sample : m_samples) {
        auto* button = new QCommandLinkButton(sample.title, sample.description);
        button->setObjectName("sample:" + QFileInfo(sample.modelPath).completeBaseName());
        button->setAccessibleDescription(sample.description);
        connect(button, &QCommandLinkButton::clicked, this, [this, sample] { emit sampleChosen(sample); });
        column->addWidget(button);
    }
}

void StartPage::addLessons(QVBoxLayout* column)
{
    const auto present = [this](const Lesson& lesson) {
        return std::any_of(m_samples.begin(), m_samples.end(), [&](const Sample& sample) {
            return QFileInfo(sample.modelPath).completeBaseName() == lesson.model;
        });
    };
    QList<Lesson> possible;
    for (const Lesson& lesson : lessons())
        if (present(lesson))
            possible.append(lesson);
    if (possible.isEmpty())
        return;
    addHeading(column, tr("Lessons: a few minutes each"));
    for (const Lesson& lesson : possible) {
        auto* button = new QCommandLinkButton(lesson.title, lesson.summary);
        button->setObjectName("lesson:" + lesson.key);
        button->setAccessibleDescription(lesson.summary);
        connect(button, &QCommandLinkButton::clicked, this, [this, lesson] { emit lessonChosen(lesson); });
        column->addWidget(button);
    }
}

void StartPage::addRecent(QVBoxLayout* column)
{
    if (m_recent.isEmpty())
        return;
    addHeading(column, tr("Opened lately"));
    for (const QString& path : m_recent) {
        const QFileInfo info(path);
        auto* link = new QLabel(
            QString("<a href=\"open\">%1</a> <span>%2</span>")
                .arg(info.fileName().toHtmlEscaped(), QDir::toNativeSeparators(info.path()).toHtmlEscaped()));
        link->setSizePolicy(QSizePolicy::Ignored,
                            QSizePolicy::Preferred); // a long path is cut, not the page widened
        link->setToolTip(path);
        link->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
        connect(link, &QLabel::linkActivated, this, [this, path] { emit recentChosen(path); });
        column->addWidget(link);
    }
}

} // namespace qscope::app
