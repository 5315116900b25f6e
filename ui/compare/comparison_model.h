// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include "ui/compare/comparison.h"

namespace cleave::ui {

/// A comparison's policies as rows. Cells sort by number, and what is not known comes last.
class ComparisonModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Policy, Score, Reward, Accuracy, Late, Mean, Predicted, P50, P95, P99, Bytes, Fallbacks, ColumnCount };
  /// NumberRole: the value as a double, NaN where not known; ExactRole: the same as text, for the clipboard.
  enum Role { NumberRole = Qt::UserRole, ExactRole, NameRole };

  using QAbstractTableModel::QAbstractTableModel;
  void setComparison(const Comparison& comparison);
  [[nodiscard]] const Comparison& comparison() const { return comparison_; }
  /// Whether any row knows it.
  [[nodiscard]] bool hasColumn(int column) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  [[nodiscard]] QString textOf(const ComparisonRow& row, int column) const;
  [[nodiscard]] QString tipOf(const ComparisonRow& row, int column) const;

  Comparison comparison_;
};

/// Sorts by number. Until a column is clicked, the rows keep the comparison's order.
class ComparisonSorter : public QSortFilterProxyModel {
  Q_OBJECT

 public:
  using QSortFilterProxyModel::QSortFilterProxyModel;

 protected:
  [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;
};

}  // namespace cleave::ui
