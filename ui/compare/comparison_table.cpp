// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/comparison_table.h"

#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <algorithm>

#include "ui/export/table_copy.h"
#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

constexpr int kRowHeight = 25;

/// Text on the selection's tint, and before a policy the piece of line that it is drawn with in the charts.
class CellDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  static constexpr int kSwatch = 26;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const auto* table = static_cast<const ComparisonTable*>(option.widget);
    const Colours& colours = coloursOf(*table);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    if (selected) painter->fillRect(option.rect, colours.selection);
    QRect box = option.rect.adjusted(6, 0, -6, 0);
    if (index.column() == ComparisonModel::Policy) {
      const auto& rows = table->comparison().rows;
      const auto styles = stylesOf(rows, colours);
      const QString name = index.data(ComparisonModel::NameRole).toString();
      const auto row = std::ranges::find(rows, name, &ComparisonRow::policy);
      if (row != rows.end()) {
        const PolicyStyle& style = styles[static_cast<std::size_t>(row - rows.begin())];
        painter->setPen(QPen(style.colour, 3, style.dash, Qt::FlatCap));
        painter->drawLine(box.left(), box.center().y() + 1, box.left() + 18, box.center().y() + 1);
      }
      box.setLeft(box.left() + kSwatch);
    }
    painter->setFont(textFont(12, selected ? QFont::DemiBold : QFont::Normal));
    painter->setPen(colours.text);
    painter->drawText(box, index.data(Qt::TextAlignmentRole).toInt(),
                      painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, box.width()));
    painter->restore();
  }

  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override {
    const int text = QFontMetrics(textFont(12, QFont::DemiBold)).horizontalAdvance(index.data().toString());
    return {text + 15 + (index.column() == ComparisonModel::Policy ? kSwatch : 0), kRowHeight};
  }
};

}  // namespace

ComparisonTable::ComparisonTable(QWidget* parent)
    : QTableView(parent), model_(new ComparisonModel(this)), sorter_(new ComparisonSorter(this)) {
  sorter_->setSourceModel(model_);
  setModel(sorter_);
  setItemDelegate(new CellDelegate(this));
  setShowGrid(false);
  setFrameShape(QFrame::NoFrame);
  setSelectionBehavior(QAbstractItemView::SelectRows);
  setSelectionMode(QAbstractItemView::ExtendedSelection);
  setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  setWordWrap(false);
  setAccessibleName(tr("Compared policies"));
  verticalHeader()->hide();
  verticalHeader()->setDefaultSectionSize(kRowHeight);
  horizontalHeader()->setHighlightSections(false);
  horizontalHeader()->setFixedHeight(24);
  horizontalHeader()->setMinimumSectionSize(30);
  horizontalHeader()->setStretchLastSection(false);
  horizontalHeader()->setSortIndicatorClearable(true);
  horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
  setSortingEnabled(true);
  sorter_->sort(-1);
  setContextMenuPolicy(Qt::ActionsContextMenu);
  offerCopying(*this, ComparisonModel::ExactRole);
  connect(selectionModel(), &QItemSelectionModel::selectionChanged, this,
          [this] { Q_EMIT policySelected(selectedPolicy()); });
}

void ComparisonTable::setComparison(const Comparison& comparison) {
  model_->setComparison(comparison);
  for (int column = 0; column < ComparisonModel::ColumnCount; ++column) {
    setColumnHidden(column, !model_->hasColumn(column));
    // The header's own hint keeps room for two sort indicators.
    const QString title = model_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    const int header = QFontMetrics(textFont(11)).horizontalAdvance(title) + 22;
    if (!isColumnHidden(column)) setColumnWidth(column, std::max(header, sizeHintForColumn(column)));
  }
  updateGeometry();
}

QString ComparisonTable::selectedPolicy() const {
  const QModelIndexList rows = selectionModel()->selectedRows();
  return rows.size() == 1 ? rows.front().data(ComparisonModel::NameRole).toString() : QString();
}

void ComparisonTable::selectPolicy(const QString& policy) {
  for (int row = 0; row < sorter_->rowCount(); ++row) {
    if (sorter_->index(row, 0).data(ComparisonModel::NameRole).toString() != policy) continue;
    selectRow(row);
    return;
  }
  clearSelection();
}

int ComparisonTable::heightFor(int most) const {
  return horizontalHeader()->height() + kRowHeight * std::clamp(sorter_->rowCount(), 1, most) + 10;
}

}  // namespace cleave::ui
