// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policy/top_decisions.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>
#include <algorithm>

#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

constexpr int kRow = 24;
constexpr int kLeastRow = 15;
constexpr int kHead = 20;

class Row : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const Colours& colours = coloursOf(*option.widget);
    const bool chosen = index.data(TopDecisionsModel::ChosenRole).toBool();
    const bool late = index.data(TopDecisionsModel::LateRole).toBool();
    const bool latency = index.column() == TopDecisionsModel::Latency;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (chosen) painter->fillRect(option.rect, colours.selection);
    if (option.state.testFlag(QStyle::State_HasFocus)) {
      painter->setPen(QPen(colours.edge, 1, Qt::DotLine));
      painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
    if (const QVariant share = index.data(TopDecisionsModel::ShareRole); share.isValid()) {
      const QRectF box = QRectF(option.rect).adjusted(6, 0, -4, -2);
      const QRectF bar(box.left(), box.bottom() - 3, box.width(), 3);
      painter->setPen(Qt::NoPen);
      painter->setBrush(colours.border);
      painter->drawRoundedRect(bar, 1.5, 1.5);
      painter->setBrush(latency && late ? colours.violation : colours.edge);
      painter->drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * share.toDouble(), bar.height()), 1.5, 1.5);
      if (latency) painter->fillRect(QRectF(bar.center().x() - 0.75, bar.top() - 2, 1.5, 6), colours.violation);
    }
    painter->setFont(textFont(12, chosen && index.column() == 0 ? QFont::DemiBold : QFont::Normal));
    painter->setPen(latency && late ? colours.violation : colours.text);
    painter->drawText(option.rect.adjusted(4, -2, -4, -2), index.data(Qt::TextAlignmentRole).toInt(),
                      index.data().toString());
    painter->restore();
  }
};

}  // namespace

TopDecisions::TopDecisions(QWidget* parent) : QTableView(parent), model_(new TopDecisionsModel(this)) {
  setModel(model_);
  setItemDelegate(new Row(this));
  setAccessibleName(tr("The policy's top five decisions"));
  setShowGrid(false);
  setFrameShape(QFrame::NoFrame);
  setSelectionMode(QAbstractItemView::NoSelection);
  setTabKeyNavigation(false);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  verticalHeader()->hide();
  verticalHeader()->setMinimumSectionSize(kLeastRow);
  verticalHeader()->setDefaultSectionSize(kRow);
  horizontalHeader()->setFixedHeight(kHead);
  horizontalHeader()->setMinimumSectionSize(20);
  horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  horizontalHeader()->setHighlightSections(false);
  setMaximumHeight(sizeHint().height());
  const auto pick = [this](const QModelIndex& index) {
    Q_EMIT picked(index.data(TopDecisionsModel::DecisionRole).toInt());
  };
  connect(this, &QTableView::clicked, this, pick);
  connect(this, &QTableView::activated, this, pick);
}

QSize TopDecisions::sizeHint() const {
  return {300, kHead + TopDecisionsModel::kRows * kRow};
}

void TopDecisions::resizeEvent(QResizeEvent* event) {
  QTableView::resizeEvent(event);
  verticalHeader()->setDefaultSectionSize(std::clamp((height() - kHead) / TopDecisionsModel::kRows, kLeastRow, kRow));
  const int wide = viewport()->width();
  const int name = std::min(84, wide * 26 / 100);
  const int each = (wide - name) / (TopDecisionsModel::Columns - 1);
  horizontalHeader()->resizeSection(TopDecisionsModel::Name, name);
  for (int column = 1; column < TopDecisionsModel::Columns; ++column) horizontalHeader()->resizeSection(column, each);
}

QString TopDecisions::asText() const {
  QString text;
  const auto end = [&](int column) { text += QLatin1Char(column + 1 < TopDecisionsModel::Columns ? '\t' : '\n'); };
  for (int column = 0; column < TopDecisionsModel::Columns; ++column) {
    text += model_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    end(column);
  }
  for (int row = 0; row < model_->rowCount(); ++row) {
    for (int column = 0; column < TopDecisionsModel::Columns; ++column) {
      text += model_->index(row, column).data().toString();
      end(column);
    }
  }
  return text;
}

void TopDecisions::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) return QApplication::clipboard()->setText(asText());
  QTableView::keyPressEvent(event);
}

}  // namespace cleave::ui
