// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/guide.h"

#include <QAction>
#include <QApplication>
#include <QCoreApplication>
#include <QDockWidget>
#include <QEvent>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QTextBrowser>
#include <QTextTable>
#include <QToolBar>
#include <QVBoxLayout>

#include "views/panels/panel.h"

namespace qscope::app {

namespace {

constexpr const char* Contents = "index";
constexpr const char* Centre = "ranges"; ///< the panel that is in no dock
constexpr int PictureWidth = 600;

/// Markdown leaves tables as narrow as they can be.
void spreadTables(QTextDocument& document, const QColor& line)
{
    for (QTextFrame* frame : document.rootFrame()->childFrames()) {
        auto* table = qobject_cast<QTextTable*>(frame);
        if (!table)
            continue;
        QTextTableFormat format = table->format();
        format.setBorderCollapse(true);
        format.setBorder(0.5);
        format.setBorderBrush(line);
        format.setCellPadding(5);
        format.setCellSpacing(0);
        format.setTopMargin(10);
        format.setBottomMargin(10);
        table->setFormat(format);
    }
}

/// Pictures are stored at the size of slides and shown as wide as the text. Beside x.png lies x-dark.png.
class Pages : public QTextBrowser {
public:
    using QTextBrowser::QTextBrowser;

    QVariant loadResource(int type, const QUrl& name) override
    {
        QUrl url = name;
        if (type == QTextDocument::ImageResource && palette().color(QPalette::Base).lightness() < 128)
            url.setPath(name.path().replace(QLatin1String(".png"), QLatin1String("-dark.png")));
        const QVariant resource = QTextBrowser::loadResource(type, url);
        if (type != QTextDocument::ImageResource)
            return resource;
        const QImage stored = QImage::fromData(resource.toByteArray());
        if (stored.width() <= PictureWidth)
            return stored;
        QImage picture = stored.scaledToWidth(qRound(PictureWidth * devicePixelRatioF()), Qt::SmoothTransformation);
        picture.setDevicePixelRatio(devicePixelRatioF());
        return picture;
    }
};

} // namespace

Guide::Guide(QWidget* parent)
    : QWidget(parent, Qt::Window), m_browser(new Pages(this)), m_bar(new QToolBar(this)),
      m_home(m_bar->addAction({}, this, [this] { open(Contents); })),
      m_back(m_bar->addAction({}, m_browser, &QTextBrowser::backward)),
      m_forward(m_bar->addAction({}, m_browser, &QTextBrowser::forward)),
      m_larger(m_bar->addAction({}, m_browser, [this] { m_browser->zoomIn(1); })),
      m_smaller(m_bar->addAction({}, m_browser, [this] { m_browser->zoomOut(1); }))
{
    setObjectName("guide");
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_browser);
    m_browser->setOpenExternalLinks(true);
    m_browser->setFrameShape(QFrame::NoFrame);
    m_browser->document()->setDocumentMargin(16);
    m_back->setShortcut(QKeySequence::Back);
    m_forward->setShortcut(QKeySequence::Forward);
    m_larger->setShortcut(QKeySequence::ZoomIn);
    m_smaller->setShortcut(QKeySequence::ZoomOut);
    m_back->setEnabled(false);
    m_forward->setEnabled(false);
    connect(m_browser, &QTextBrowser::backwardAvailable, m_back, &QAction::setEnabled);
    connect(m_browser, &QTextBrowser::forwardAvailable, m_forward, &QAction::setEnabled);
    connect(m_browser, &QTextBrowser::sourceChanged, this,
            [this] { spreadTables(*m_browser->document(), palette().color(QPalette::Mid)); });
    m_browser->zoomIn(1);
    retranslate();
    resize(700, 780);
    open(Contents);
}

void Guide::showIn(QWidget* window) { showIn(window, pageFor(QApplication::focusWidget())); }

void Guide::showIn(QWidget* window, const QString& page)
{
    auto* guide = window->findChild<Guide*>({}, Qt::FindDirectChildrenOnly);
    if (!guide)
        guide = new Guide(window);
    guide->open(page);
    guide->show();
    guide->raise();
    guide->activateWindow();
}

QString Guide::pathOf(const QString& page, const QString& language)
{
    const QString own = QString(":/guide/%1/%2.md").arg(language, page);
    return QFile::exists(own) ? own : QString(":/guide/en/%1.md").arg(page);
}

void Guide::open(const QString& page)
{
    //: Folder of the user guide's pages: en, ko
    const QString language = tr("en", "language of the guide");
    const QString path = pathOf(page, language);
    m_browser->setSource(QUrl("qrc" + (QFile::exists(path) ? path : pathOf(Contents, language))),
                         QTextDocument::MarkdownResource);
}

QString Guide::page() const { return QFileInfo(m_browser->source().path()).completeBaseName(); }

QString Guide::pageFor(const QWidget* widget)
{
    for (; widget; widget = widget->parentWidget()) {
        if (const QString page = widget->property(PageProperty).toString(); !page.isEmpty())
            return page;
        if (const auto* dock = qobject_cast<const QDockWidget*>(widget))
            return dock->objectName();
        if (qobject_cast<const views::Panel*>(widget) && !qobject_cast<const QDockWidget*>(widget->parentWidget()))
            return Centre;
    }
    return Contents;
}

void Guide::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        open(page());
    } else if (event->type() == QEvent::PaletteChange && !m_browser->source().isEmpty()) {
        m_browser->reload(); // pictures and lines are of the theme
    }
    QWidget::changeEvent(event);
}

void Guide::retranslate()
{
    setWindowTitle(tr("User Guide"));
    m_browser->setAccessibleName(tr("User guide"));
    m_home->setText(tr("Contents"));
    m_back->setText(tr("Back"));
    m_forward->setText(tr("Forward"));
    m_larger->setText(tr("Larger"));
    m_smaller->setText(tr("Smaller"));
}

} // namespace qscope::app
