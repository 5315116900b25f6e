// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "ui/train/training_types.h"

namespace cleave::ui {

/// All trainings: the newest group first, its seeds in their order.
class TrainingModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Name, State, Progress, Left, Latest, ColumnCount };
  enum Role { IdRole = Qt::UserRole, DoneRole, StateRole };

  using QAbstractTableModel::QAbstractTableModel;

  /// Rows come, go and change one by one, so that the selection stays where it is.
  void setTrainings(std::vector<TrainingInfo> trainings);
  [[nodiscard]] const TrainingInfo* training(int row) const;
  /// -1: it is not there.
  [[nodiscard]] int rowOf(const QString& id) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  [[nodiscard]] QString text(const TrainingInfo& info, int column) const;

  std::vector<TrainingInfo> trainings_;
};

}  // namespace cleave::ui
