// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <memory>

#include "ui/policy/policy_insight.h"

namespace cleave::ui {

/// The decisions that the policy thinks most of: by probability, equals by what its network values, then by reward.
class TopDecisionsModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Name, Probability, Latency, Accuracy, Score, Columns };
  static constexpr int kRows = 5;
  static constexpr int ShareRole = Qt::UserRole;       ///< the probability, or the latency in twice the target; double
  static constexpr int ChosenRole = Qt::UserRole + 1;  ///< bool
  static constexpr int LateRole = Qt::UserRole + 2;    ///< bool
  static constexpr int DecisionRole = Qt::UserRole + 3;  ///< index in the insight's decisions

  using QAbstractTableModel::QAbstractTableModel;
  void setInsight(std::shared_ptr<const PolicyInsight> insight);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  [[nodiscard]] QString text(const DecisionInsight& decision, int column) const;

  std::shared_ptr<const PolicyInsight> insight_;
  std::vector<int> order_;  ///< of rows
};

}  // namespace cleave::ui
