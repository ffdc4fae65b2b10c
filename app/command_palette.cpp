// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_palette.h"

#include <algorithm>

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace qscope::app {

namespace {

/// The command at the left, its group and keys dimmed at the right.
class CommandDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const QString group = index.data(views::CommandModel::GroupRole).toString();
        const QString keys = index.data(views::CommandModel::ShortcutRole).toString();
        const QString right = keys.isEmpty() ? group : QStringLiteral("%1    %2").arg(group, keys);
        QStyleOptionViewItem left = option;
        initStyleOption(&left, index);
        const int room = option.fontMetrics.horizontalAdvance(right) + 24;
        left.text = option.fontMetrics.elidedText(left.text, Qt::ElideMiddle, option.rect.width() - room);
        const QWidget* widget = option.widget;
        widget->style()->drawControl(QStyle::CE_ItemViewItem, &left, painter, widget);
        painter->save();
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        painter->setPen(
            option.palette.color(selected ? QPalette::HighlightedText : QPalette::PlaceholderText));
        painter->drawText(option.rect.adjusted(8, 0, -8, 0), Qt::AlignRight | Qt::AlignVCenter, right);
        painter->restore();
    }
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        return {QStyledItemDelegate::sizeHint(option, index).width(), option.fontMetrics.height() + 10};
    }
};

} // namespace

CommandPalette::CommandPalette(std::vector<views::Command> commands, QWidget* parent)
    : QDialog(parent, Qt::Popup), m_typed(new QLineEdit), m_list(new QListView), m_nothing(new QLabel),
      m_model(new views::CommandModel(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    m_model->setCommands(std::move(commands));
    m_typed->setPlaceholderText(tr("What do you want to do? Type some letters of it, or of a layer's name"));
    m_typed->setAccessibleName(tr("Command"));
    m_typed->setClearButtonEnabled(true);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new CommandDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setAccessibleName(tr("Commands"));
    m_list->setFocusPolicy(Qt::NoFocus); // typing goes on while the arrows walk
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 6, 6, 6);
    layout->addWidget(m_typed);
    layout->addWidget(m_list, 1);
    m_nothing->setText(tr("No command and no layer is called so."));
    m_nothing->setForegroundRole(QPalette::PlaceholderText);
    m_nothing->hide();
    auto* overList = new QVBoxLayout(m_list->viewport());
    overList->addWidget(m_nothing, 0, Qt::AlignHCenter | Qt::AlignTop);
    m_typed->installEventFilter(this);
    connect(m_typed, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_model->setTyped(text);
        m_nothing->setVisible(m_model->rowCount() == 0);
        chooseFirst();
    });
    connect(m_typed, &QLineEdit::returnPressed, this, &CommandPalette::runCurrent);
    connect(m_list, &QListView::clicked, this, &CommandPalette::runCurrent);
    const int width = std::min(parent->width() - 40, fontMetrics().horizontalAdvance(QLatin1Char('x')) * 90);
    resize(width, std::min(parent->height() - 80, fontMetrics().height() * 24));
    move(parent->mapToGlobal(QPoint((parent->width() - width) / 2, 40)));
    m_typed->setFocus();
    chooseFirst();
}

void CommandPalette::chooseFirst()
{
    m_list->setCurrentIndex(m_model->index(0));
    m_list->scrollToTop();
}

void CommandPalette::step(int by)
{
    const int row = std::clamp(m_list->currentIndex().row() + by, 0, std::max(0, m_model->rowCount() - 1));
    m_list->setCurrentIndex(m_model->index(row));
}

void CommandPalette::runCurrent()
{
    const views::Command* chosen = m_model->command(m_list->currentIndex());
    if (!chosen || !chosen->enabled)
        return;
    const auto run = chosen->run; // closing deletes this
    close();
    run();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Down: step(1); return true;
        case Qt::Key_Up: step(-1); return true;
        case Qt::Key_PageDown: step(10); return true;
        case Qt::Key_PageUp: step(-10); return true;
        default: break;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace qscope::app
