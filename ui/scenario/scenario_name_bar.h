// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QLineEdit;
class QPushButton;
QT_END_NAMESPACE

namespace cleave::ui {

/// Asks under which name to save, in the panel itself. An existing one is replaced only by a second, explicit press.
class ScenarioNameBar : public QWidget {
  Q_OBJECT

 public:
  explicit ScenarioNameBar(QWidget* parent = nullptr);

  void ask(const QString& proposal);
  /// Why the name will not do. @param replaceable it is an own scenario's, and may be replaced
  void object(const QString& sentence, bool replaceable);

 Q_SIGNALS:
  void chosen(const QString& name, bool replace);

 protected:
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void choose();

  QLineEdit* name_;
  QPushButton* save_;
  QLabel* problem_;
  bool replace_ = false;
};

}  // namespace cleave::ui
