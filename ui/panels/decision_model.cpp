// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/decision_model.h"

#include "ui/theme/format.h"
#include "ui/theme/plural.h"

namespace cleave::ui {

void DecisionModel::setShares(std::vector<DecisionShare> shares, const Decision& current) {
  const int before = rowCount();
  const int after = static_cast<int>(shares.size());
  // Rows only ever come; a reset would lose the scroll position five times a second.
  if (after > before) beginInsertRows({}, before, after - 1);
  if (after < before) beginResetModel();
  shares_ = std::move(shares);
  current_ = current;
  if (after > before) endInsertRows();
  if (after < before) endResetModel();
  if (after > 0) Q_EMIT dataChanged(index(0, 0), index(after - 1, ColumnCount - 1));
}

void DecisionModel::clear() {
  beginResetModel();
  shares_.clear();
  endResetModel();
}

int DecisionModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(shares_.size());
}

int DecisionModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QVariant DecisionModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const DecisionShare& row = shares_[static_cast<std::size_t>(index.row())];
  if (role == CurrentRole) return row.decision == current_;
  if (role == ShareRole) return row.share;
  if (role == Qt::TextAlignmentRole) {
    return static_cast<int>((index.column() == Name ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
  }
  if (role == Qt::ToolTipRole) {
    return tr("exit %1, partition %2, %3: %4")
        .arg(row.decision.exit)
        .arg(row.decision.partition)
        .arg(plural(row.decision.bits, tr("%n bit"), tr("%n bits")),
             plural(row.count, tr("%n request"), tr("%n requests")));
  }
  if (role != Qt::DisplayRole) return {};
  switch (index.column()) {
    case Name:
      return QStringLiteral("%1 / %2 / %3").arg(row.decision.exit).arg(row.decision.partition).arg(row.decision.bits);
    case Share:
      return formatPercent(row.share);
    case Latency:
      return row.meanMs > 0 ? formatMs(row.meanMs) : QStringLiteral("–");
    case Accuracy:
      return row.accuracy >= 0 ? formatPercent(row.accuracy) : QStringLiteral("–");
    default:
      return {};
  }
}

QVariant DecisionModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) {
    return static_cast<int>((section == Name ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
  }
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case Name:
      return tr("decision");
    case Share:
      return tr("share");
    case Latency:
      return tr("latency");
    case Accuracy:
      return tr("accuracy");
    default:
      return {};
  }
}

}  // namespace cleave::ui
