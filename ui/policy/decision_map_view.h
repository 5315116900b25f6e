// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>
#include <memory>
#include <optional>

#include "ui/policy/decision_part.h"
#include "ui/policy/policy_insight.h"

namespace cleave::ui {

/// What one policy does over bandwidth (across, logarithmic) and device load (up). A ring marks where the run is, a
/// cross what was asked. A click, or Enter on the cell of the arrow keys, asks for that place.
class DecisionMapView : public QWidget {
  Q_OBJECT

 public:
  explicit DecisionMapView(QWidget* parent = nullptr);

  void setData(std::shared_ptr<const DecisionMapData> data);
  /// Instead of a map: how far it is, or why there is none. Empty: nothing to say.
  void setMessage(const QString& message);
  void setPart(DecisionPart part);
  void setExtent(const DecisionExtent& extent);
  void setLive(const std::optional<WhatIfValues>& values);
  void setAsked(const std::optional<WhatIfValues>& values);

  [[nodiscard]] const std::shared_ptr<const DecisionMapData>& data() const { return data_; }
  [[nodiscard]] const QString& message() const { return message_; }
  /// Where a condition lies; clamped to the map's rim.
  [[nodiscard]] QPointF placeOf(const WhatIfValues& values) const;
  /// Numbers of the cell there; empty beside the map.
  [[nodiscard]] QString textAt(const QPointF& position) const;
  [[nodiscard]] QRectF plot() const;
  [[nodiscard]] QSize sizeHint() const override { return {240, 200}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {110, 80}; }

 Q_SIGNALS:
  void asked(double bandwidthMbps, double deviceLoad);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void redraw() { stale_ = true, update(); }
  void paintImage(QPainter& painter);
  void paintAxes(QPainter& painter) const;
  void paintMarks(QPainter& painter) const;
  [[nodiscard]] QRectF cellRect(int column, int row) const;
  /// {column, row}; {-1, -1} beside the map.
  [[nodiscard]] QPoint cellAt(const QPointF& position) const;
  [[nodiscard]] QString describe(int column, int row) const;
  void askCell(const QPoint& cell);

  std::shared_ptr<const DecisionMapData> data_;
  QString message_;
  DecisionPart part_ = DecisionPart::Exit;
  DecisionExtent extent_;
  std::optional<WhatIfValues> live_;
  std::optional<WhatIfValues> asked_;
  QPoint cursor_{-1, -1};
  QImage image_;  ///< a pixel a cell, the greatest load first
  bool stale_ = true;
};

}  // namespace cleave::ui
