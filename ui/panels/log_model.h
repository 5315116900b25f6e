// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QDateTime>
#include <deque>

namespace cleave::ui {

/// What happened, newest last; the oldest lines go when there are more than kMost.
class LogModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum class Kind { Info, Error };
  enum Column { Time, Text, ColumnCount };
  enum Role { KindRole = Qt::UserRole };
  static constexpr int kMost = 2000;

  using QAbstractTableModel::QAbstractTableModel;
  /// The same sentence again raises the count of the last line instead of filling the log.
  void add(Kind kind, const QString& sentence, const QDateTime& when = QDateTime::currentDateTime());
  void clear();
  [[nodiscard]] int errors() const { return errors_; }
  /// All lines, for the clipboard: time, tab, sentence.
  [[nodiscard]] QString asText() const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  struct Line {
    QDateTime when;
    Kind kind = Kind::Info;
    QString text;
    int times = 1;
  };
  [[nodiscard]] static QString shown(const Line& line);

  std::deque<Line> lines_;
  int errors_ = 0;
};

}  // namespace cleave::ui
