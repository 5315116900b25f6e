// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/charts/ring_buffer.h"
#include "ui/theme/colours.h"

namespace cleave::ui {

/// A named number with its recent course below.
class Sparkline : public QWidget {
  Q_OBJECT

 public:
  Sparkline(const QString& name, ColourRole role, QWidget* parent = nullptr);
  void push(double value, const QString& text);
  void clear();
  [[nodiscard]] QString text() const { return text_; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {120, 34}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString name_;
  QString text_;
  ColourRole role_;
  RingBuffer<double> values_{240};
};

}  // namespace cleave::ui
