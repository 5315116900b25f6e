// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/log_panel.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QTableView>

#include "ui/export/table_of.h"
#include "ui/theme/colours.h"
#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

class LineDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

 protected:
  void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
    QStyledItemDelegate::initStyleOption(option, index);
    const Colours& colours = coloursOf(*option->widget);
    option->displayAlignment = Qt::AlignLeft | Qt::AlignTop;
    const bool isError = index.data(LogModel::KindRole).toInt() == static_cast<int>(LogModel::Kind::Error);
    const QColor ink = index.column() == LogModel::Time ? colours.muted : isError ? colours.violation : colours.text;
    option->palette.setColor(QPalette::Text, ink);
    option->palette.setColor(QPalette::HighlightedText, ink);
  }
};

}  // namespace

LogPanel::LogPanel(QWidget* parent) : Panel(tr("Log"), parent), model_(new LogModel(this)), table_(new QTableView) {
  table_->setModel(model_);
  table_->setItemDelegate(new LineDelegate(table_));
  table_->setObjectName(QStringLiteral("logTable"));
  table_->setAccessibleName(tr("Log"));
  table_->setShowGrid(false);
  table_->setWordWrap(true);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table_->horizontalHeader()->hide();
  table_->horizontalHeader()->setSectionResizeMode(LogModel::Time, QHeaderView::Fixed);
  table_->horizontalHeader()->resizeSection(LogModel::Time, 68);
  table_->horizontalHeader()->setSectionResizeMode(LogModel::Text, QHeaderView::Stretch);
  table_->setContextMenuPolicy(Qt::ActionsContextMenu);
  auto* copy = new QAction(tr("Copy all"), table_);
  auto* clear = new QAction(tr("Clear"), table_);
  table_->addActions({copy, clear});
  connect(copy, &QAction::triggered, this, &LogPanel::copyAll);
  connect(clear, &QAction::triggered, this, [this] {
    model_->clear();
    setEmpty(true);
  });
  setBody(table_);
  setEmptyText(tr("Messages, warnings and errors"), tr("No messages yet"));
}

void LogPanel::add(LogModel::Kind kind, const QString& sentence) {
  if (sentence.isEmpty()) return;
  const QScrollBar* bar = table_->verticalScrollBar();
  const bool atEnd = bar->value() == bar->maximum();  // whoever reads further up is left there
  model_->add(kind, sentence);
  setEmpty(false);
  if (atEnd) table_->scrollToBottom();
}

void LogPanel::copyAll() const {
  QGuiApplication::clipboard()->setText(model_->asText());
}

std::optional<Figure> LogPanel::figure(double) const {
  if (model_->rowCount() == 0) return std::nullopt;
  return tableOf(*model_);
}

}  // namespace cleave::ui
