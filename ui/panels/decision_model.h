// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include "ui/panels/run_statistics.h"

namespace cleave::ui {

/// The decisions taken so far, most frequent first.
class DecisionModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Name, Share, Latency, Accuracy, ColumnCount };
  enum Role { CurrentRole = Qt::UserRole, ShareRole };

  using QAbstractTableModel::QAbstractTableModel;
  void setShares(std::vector<DecisionShare> shares, const Decision& current);
  void clear();

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::vector<DecisionShare> shares_;
  Decision current_;
};

}  // namespace cleave::ui
