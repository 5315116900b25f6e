// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

#include "ui/compare/comparison_model.h"

namespace cleave::ui {

/// The comparison as a table: a click on a header sorts, Ctrl+C copies the selected rows (or all), the row that is
/// selected is the policy that the charts highlight.
class ComparisonTable : public QTableView {
  Q_OBJECT

 public:
  explicit ComparisonTable(QWidget* parent = nullptr);
  void setComparison(const Comparison& comparison);
  [[nodiscard]] const Comparison& comparison() const { return model_->comparison(); }
  /// Empty: none.
  [[nodiscard]] QString selectedPolicy() const;
  void selectPolicy(const QString& policy);
  /// Height that shows all rows, up to `most`.
  [[nodiscard]] int heightFor(int most) const;

 Q_SIGNALS:
  void policySelected(const QString& policy);

 private:
  ComparisonModel* model_;
  ComparisonSorter* sorter_;
};

}  // namespace cleave::ui
