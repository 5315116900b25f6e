// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>
#include <optional>

#include "core/plain/decision.h"
#include "ui/charts/refresh_slot.h"
#include "ui/charts/ring_buffer.h"

namespace cleave::ui {

/// Exit, partition and bits over time as three strips of colour, on the same times as the plots above.
class DecisionStrips : public QWidget {
  Q_OBJECT

 public:
  static constexpr int kLeftMargin = 60;

  explicit DecisionStrips(QWidget* parent = nullptr);
  void setSpace(int exits, int longestPath);
  void append(double x, const Decision& decision);
  void clear();
  void setCrosshair(std::optional<double> x);
  [[nodiscard]] std::size_t bufferSize() const { return rows_.size(); }

 Q_SIGNALS:
  void hovered(double x);
  void left();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  struct Row {
    double x = 0;
    Decision decision;
  };
  [[nodiscard]] QRect plotArea() const;
  /// The decision in force at x; nullptr before the first.
  [[nodiscard]] const Decision* at(double x) const;

  RingBuffer<Row> rows_;
  QTimer timer_;
  RefreshSlot slot_;
  int exits_ = 5;
  int longestPath_ = 11;
  std::optional<double> crosshair_;
};

}  // namespace cleave::ui
