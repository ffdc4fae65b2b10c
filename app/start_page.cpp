// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/start_page.h"

#include <QCommandLinkButton>
#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

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
    auto* column = new QWidget(page);
    column->setMaximumWidth(720);
    auto* outer = new QHBoxLayout(page);
    outer->addWidget(column);
    auto* layout = new QVBoxLayout(column);
    layout->setSpacing(8);
    layout->addStretch(1);

    auto* drop = new QLabel(tr("Drop an ONNX model here"));
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.8);
    drop->setFont(large);
    drop->setAlignment(Qt::AlignCenter);
    layout->addWidget(drop);
    auto* hint = new QLabel(tr("Then drop calibration data: .npz, .npy, IDX, or a folder of images. Nothing leaves this computer."));
    hint->setWordWrap(true);
    hint->setAlignment(Qt::AlignCenter);
    layout->addWidget(hint);
    auto* open = new QPushButton(tr("Open a model…"));
    connect(open, &QPushButton::clicked, this, &StartPage::openRequested);
    layout->addWidget(open, 0, Qt::AlignCenter);
    addSamples(layout);
    addRecent(layout);
    layout->addStretch(2);

    area->setWidget(page);
    m_content = area;
    this->layout()->addWidget(area);
}

void StartPage::addHeading(QVBoxLayout* layout, const QString& text)
{
    auto* heading = new QLabel(text);
    QFont bold = font();
    bold.setBold(true);
    heading->setFont(bold);
    layout->addSpacing(12);
    layout->addWidget(heading);
}

void StartPage::addSamples(QVBoxLayout* layout)
{
    if (m_samples.isEmpty())
        return;
    addHeading(layout, tr("Try it on a sample"));
    for (const Sample& sample : m_samples) {
        auto* button = new QCommandLinkButton(sample.title, sample.description);
        button->setObjectName("sample:" + QFileInfo(sample.modelPath).completeBaseName());
        connect(button, &QCommandLinkButton::clicked, this, [this, sample] { emit sampleChosen(sample); });
        layout->addWidget(button);
    }
}

void StartPage::addRecent(QVBoxLayout* layout)
{
    if (m_recent.isEmpty())
        return;
    addHeading(layout, tr("Opened lately"));
    for (const QString& path : m_recent) {
        const QFileInfo info(path);
        auto* link = new QLabel(QString("<a href=\"open\">%1</a> <span>%2</span>")
                                    .arg(info.fileName().toHtmlEscaped(),
                                         QDir::toNativeSeparators(info.path()).toHtmlEscaped()));
        link->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
        connect(link, &QLabel::linkActivated, this, [this, path] { emit recentChosen(path); });
        layout->addWidget(link);
    }
}

} // namespace qscope::app
