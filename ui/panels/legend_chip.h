// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

#include "ui/theme/colours.h"

namespace cleave::ui {

/// A square in the series' colour and its name; the name gives way where there is little room. One that toggles hides
/// and shows its series, by click or Space.
class LegendChip : public QWidget {
  Q_OBJECT

 public:
  LegendChip(ColourRole role, const QString& text, QWidget* parent = nullptr);

  void setToggles(bool on);
  /// Of the square, where the series is as pale.
  void setOpacity(double opacity);
  [[nodiscard]] bool isOn() const { return on_; }
  void setOn(bool on);
  [[nodiscard]] QString text() const { return text_; }
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return {12, 18}; }

 Q_SIGNALS:
  void toggled(bool on);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override { mousePressEvent(event); }
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void explain();

  ColourRole role_;
  QString text_;
  double opacity_ = 1;
  bool toggles_ = false;
  bool on_ = true;
};

}  // namespace cleave::ui
