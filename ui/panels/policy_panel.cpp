// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/policy_panel.h"

#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/export/table_copy.h"
#include "ui/export/table_of.h"
#include "ui/theme/look.h"
#include "ui/theme/plural.h"

namespace cleave::ui {
namespace {

/// A row with its share as a bar below the text; the decision in force on a tinted ground.
class RowDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const Colours& colours = coloursOf(*option.widget);
    const bool current = index.data(DecisionModel::CurrentRole).toBool();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (current) painter->fillRect(option.rect, colours.selection);
    if (index.column() == DecisionModel::Share) {
      const double share = index.data(DecisionModel::ShareRole).toDouble();
      const QRectF box = QRectF(option.rect).adjusted(4, 0, -4, -3);
      painter->setPen(Qt::NoPen);
      painter->setBrush(colours.grid);
      painter->drawRoundedRect(QRectF(box.left(), box.bottom() - 2.5, box.width(), 2.5), 1, 1);
      painter->setBrush(colours.edge);
      painter->drawRoundedRect(QRectF(box.right() - box.width() * share, box.bottom() - 2.5, box.width() * share, 2.5),
                               1, 1);
    }
    painter->setFont(textFont(12, current && index.column() == DecisionModel::Name ? QFont::DemiBold : QFont::Normal));
    painter->setPen(colours.text);
    painter->drawText(option.rect.adjusted(4, -1, -4, -1), index.data(Qt::TextAlignmentRole).toInt(),
                      index.data().toString());
    painter->restore();
  }
};

}  // namespace

PolicyPanel::PolicyPanel(QWidget* parent)
    : Panel(tr("Decisions chosen"), parent),
      grid_(new DecisionGrid),
      model_(new DecisionModel(this)),
      table_(new QTableView) {
  table_->setModel(model_);
  table_->setItemDelegate(new RowDelegate(table_));
  table_->setShowGrid(false);
  table_->setFrameShape(QFrame::NoFrame);
  table_->setSelectionMode(QAbstractItemView::NoSelection);
  offerCopying(*table_);
  table_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setDefaultSectionSize(25);
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  table_->horizontalHeader()->setSectionResizeMode(DecisionModel::Name, QHeaderView::Fixed);
  table_->horizontalHeader()->resizeSection(DecisionModel::Name, 72);  // "5 / 11 / 32"
  table_->horizontalHeader()->setFixedHeight(22);
  table_->horizontalHeader()->setHighlightSections(false);
  table_->setMinimumHeight(70);
  table_->setAccessibleName(tr("Share of each decision"));
  auto* axis = new QLabel(tr("share of each exit ↓ and partition →"));
  axis->setObjectName(QStringLiteral("panelNote"));
  auto* body = new QWidget;
  auto* box = new QVBoxLayout(body);
  box->setContentsMargins(2, 0, 2, 0);
  box->setSpacing(6);
  box->addWidget(axis);
  box->addWidget(grid_);
  box->addWidget(table_, 1);
  setBody(body);
}

void PolicyPanel::setNetwork(const NetworkDescription& network) {
  grid_->setNetwork(network);
  model_->clear();
}

void PolicyPanel::showStatistics(const RunStatistics& statistics, const Decision& current) {
  auto shares = statistics.shares();
  grid_->setShares(shares, current);
  setNote(plural(std::ssize(shares), tr("%n decision"), tr("%n decisions")));
  model_->setShares(std::move(shares), current);
}

void PolicyPanel::clearRun() {
  grid_->clearRun();
  model_->clear();
  setEmpty(true);
}

std::optional<Figure> PolicyPanel::figure(double) const {
  if (model_->rowCount() == 0) return std::nullopt;
  return tableOf(*model_);
}

}  // namespace cleave::ui
