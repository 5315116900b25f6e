// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "ui/compare/comparison.h"

QT_BEGIN_NAMESPACE
class QGridLayout;
QT_END_NAMESPACE

namespace cleave::ui {

class CategoryChart;
class ComparisonTable;
class XyChart;

/// A comparison's table and charts, in as many columns as the width has room for. A policy that is selected in one is
/// highlighted in all.
class ComparisonView : public QWidget {
  Q_OBJECT

 public:
  explicit ComparisonView(QWidget* parent = nullptr);
  void setComparison(const Comparison& comparison);
  [[nodiscard]] const Comparison& comparison() const { return comparison_; }
  [[nodiscard]] ComparisonTable& table() const { return *table_; }
  [[nodiscard]] int columns() const { return columns_; }
  /// One chart alone below or beside the table, or all again; a click on a chart's title asks for it.
  void enlarge(QWidget* card);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  XyChart* addXy(const QString& name, const QString& title, const QString& x, const QString& y);
  CategoryChart* addCategories(const QString& name, const QString& title);
  void addCard(const QString& name, const QString& title, QWidget* chart);
  void fill();
  void place();
  void highlight(const QString& policy);
  void select(const QString& shown);

  Comparison comparison_;
  QGridLayout* grid_;
  ComparisonTable* table_;
  std::vector<QWidget*> cards_;
  QWidget* enlarged_ = nullptr;
  int columns_ = 0;
  XyChart* cdf_;
  XyChart* tail_;
  XyChart* trade_;
  CategoryChart* boxes_;
  CategoryChart* scores_;
  CategoryChart* violations_;
  CategoryChart* bytes_ = nullptr;  ///< the last to be made
};

}  // namespace cleave::ui
