// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "ui/scenario/scenario_types.h"

QT_BEGIN_NAMESPACE
class QGridLayout;
class QLabel;
class QVBoxLayout;
QT_END_NAMESPACE

namespace cleave::ui {

/// One row for each key of a scenario, under headings. It shows what the text has, right or wrong, and says what the
/// user puts in its place.
class ScenarioForm : public QWidget {
  Q_OBJECT

 public:
  explicit ScenarioForm(QWidget* parent = nullptr);

  /// Keeps the rows, and whoever types in one, while the keys stay the same.
  void setFields(const std::vector<ScenarioField>& fields);
  [[nodiscard]] const std::vector<ScenarioField>& fields() const { return fields_; }
  /// Marks the row of the key that stands in this line; 0 = none.
  void markLine(int line);

 Q_SIGNALS:
  /// By the user. @param value as it is to stand in the text; empty: the key goes
  void edited(const QString& key, const QString& value);
  void fileWanted(const QString& key);
  void fieldEntered(int line);  ///< of the row that has got the focus

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Row {
    QLabel* label = nullptr;
    QWidget* control = nullptr;
  };
  void build();
  Row addField(QGridLayout* grid, const ScenarioField& field);
  QWidget* makeControl(const ScenarioField& field);
  void showValue(QWidget* control, const ScenarioField& field) const;

  QVBoxLayout* box_;
  QWidget* content_ = nullptr;
  std::vector<ScenarioField> fields_;
  std::vector<Row> rows_;
  int marked_ = 0;
};

}  // namespace cleave::ui
