// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/train/training_model.h"

#include <algorithm>

#include "ui/theme/format.h"
#include "ui/train/training_text.h"

namespace cleave::ui {
namespace {

// Ids sort by time; a group stands where its first training does.
void arrange(std::vector<TrainingInfo>& trainings) {
  std::map<QString, QString> first;
  for (const auto& info : trainings) {
    const auto known = first.find(info.group);
    if (known == first.end() || info.id < known->second) first[info.group] = info.id;
  }
  std::ranges::sort(trainings, [&](const TrainingInfo& a, const TrainingInfo& b) {
    if (a.group != b.group) return first[a.group] > first[b.group];
    return a.id < b.id;
  });
}

}  // namespace

void TrainingModel::setTrainings(std::vector<TrainingInfo> trainings) {
  arrange(trainings);
  const auto isIn = [](const std::vector<TrainingInfo>& all, const QString& id) {
    return std::ranges::any_of(all, [&](const auto& info) { return info.id == id; });
  };
  for (int row = rowCount() - 1; row >= 0; --row) {
    if (isIn(trainings, trainings_[static_cast<std::size_t>(row)].id)) continue;
    beginRemoveRows({}, row, row);
    trainings_.erase(trainings_.begin() + row);
    endRemoveRows();
  }
  for (std::size_t i = 0; i < trainings.size(); ++i) {
    const int row = static_cast<int>(i);
    if (i < trainings_.size() && trainings_[i].id == trainings[i].id) {
      trainings_[i] = std::move(trainings[i]);
      continue;
    }
    if (const int old = rowOf(trainings[i].id); old >= 0) {  // moved: a group's first training was removed
      beginRemoveRows({}, old, old);
      trainings_.erase(trainings_.begin() + old);
      endRemoveRows();
    }
    beginInsertRows({}, row, row);
    trainings_.insert(trainings_.begin() + row, std::move(trainings[i]));
    endInsertRows();
  }
  if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

const TrainingInfo* TrainingModel::training(int row) const {
  return row >= 0 && row < rowCount() ? &trainings_[static_cast<std::size_t>(row)] : nullptr;
}

int TrainingModel::rowOf(const QString& id) const {
  const auto found = std::ranges::find(trainings_, id, &TrainingInfo::id);
  return found == trainings_.end() ? -1 : static_cast<int>(found - trainings_.begin());
}

int TrainingModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(trainings_.size());
}

int TrainingModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QString TrainingModel::text(const TrainingInfo& info, int column) const {
  switch (column) {
    case Name:
      return info.name;
    case State:
      return stateText(info);
    case Progress:
      return info.state == TrainingState::Damaged ? QString()
                                                  : QStringLiteral("%1 %").arg(static_cast<int>(100 * info.done));
    case Left:
      return info.etaS < 0 ? QString() : durationText(info.etaS);
    case Latest:
      return latestText(info);
    default:
      return {};
  }
}

QVariant TrainingModel::data(const QModelIndex& index, int role) const {
  const TrainingInfo* info = index.isValid() ? training(index.row()) : nullptr;
  if (info == nullptr) return {};
  switch (role) {
    case Qt::DisplayRole:
      return text(*info, index.column());
    case Qt::ToolTipRole:
      return info->error.isEmpty() ? info->what : info->error;
    case Qt::TextAlignmentRole:
      return static_cast<int>((index.column() >= Left ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case IdRole:
      return info->id;
    case DoneRole:
      return info->done;
    case StateRole:
      return static_cast<int>(info->state);
    default:
      return {};
  }
}

QVariant TrainingModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) {
    return static_cast<int>((section >= Left ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  }
  if (role == Qt::ToolTipRole && section == Latest) {
    return tr("Policy: episode return, evaluated without exploration. Network: accuracy of the last exit.");
  }
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case Name:
      return tr("training");
    case State:
      return tr("state");
    case Progress:
      return tr("progress");
    case Left:
      return tr("left");
    case Latest:
      return tr("latest");
    default:
      return {};
  }
}

}  // namespace cleave::ui
