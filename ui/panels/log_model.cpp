// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/log_model.h"

namespace cleave::ui {

void LogModel::add(Kind kind, const QString& sentence, const QDateTime& when) {
  if (sentence.isEmpty()) return;
  if (kind == Kind::Error) ++errors_;
  const int last = static_cast<int>(lines_.size()) - 1;
  if (last >= 0 && lines_.back().kind == kind && lines_.back().text == sentence) {
    ++lines_.back().times;
    lines_.back().when = when;
    Q_EMIT dataChanged(index(last, 0), index(last, ColumnCount - 1));
    return;
  }
  if (last + 1 >= kMost) {
    beginRemoveRows({}, 0, 0);
    lines_.pop_front();
    endRemoveRows();
  }
  const int row = static_cast<int>(lines_.size());
  beginInsertRows({}, row, row);
  lines_.push_back({when, kind, sentence, 1});
  endInsertRows();
}

void LogModel::clear() {
  beginResetModel();
  lines_.clear();
  errors_ = 0;
  endResetModel();
}

QString LogModel::shown(const Line& line) {
  return line.times > 1 ? tr("%1 (%2 times)").arg(line.text).arg(line.times) : line.text;
}

QString LogModel::asText() const {
  QString text;
  for (const Line& line : lines_) {
    text += line.when.toString(Qt::ISODate) + QLatin1Char('\t') + shown(line) + QLatin1Char('\n');
  }
  return text;
}

int LogModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(lines_.size());
}

int LogModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QVariant LogModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Line& line = lines_[static_cast<std::size_t>(index.row())];
  if (role == KindRole) return static_cast<int>(line.kind);
  if (role == Qt::ToolTipRole) return shown(line);
  if (role != Qt::DisplayRole) return {};
  return index.column() == Time ? line.when.toString(QStringLiteral("HH:mm:ss")) : shown(line);
}

}  // namespace cleave::ui
