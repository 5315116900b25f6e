// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>

#include "ui/scenario/conditions_preview.h"
#include "ui/theme/colours.h"

class QPainter;

namespace cleave::ui {

/// A link over time: its rate as a band between least and most with the mean on it, and below, where there is room and
/// something to see, the round trip and the loads. The pointer reads values.
class ConditionsChart : public QWidget {
  Q_OBJECT

 public:
  explicit ConditionsChart(QWidget* parent = nullptr);

  void setPreview(const ConditionsPreview& preview);
  void clear() { setPreview({}); }
  [[nodiscard]] const ConditionsPreview& preview() const { return preview_; }
  /// Nothing: logarithmic where the rate moves over more than a decade.
  void setLogarithmic(std::optional<bool> logarithmic);
  [[nodiscard]] bool logarithmic() const;
  /// What the pointer would read at this place; empty outside.
  [[nodiscard]] QString readout(int x) const;

  [[nodiscard]] QSize sizeHint() const override { return {320, 150}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {120, 40}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  struct Strip {
    QString name;
    const std::vector<PreviewBin>* bins;
    ColourRole role;
    double most;  ///< at the strip's top
    QString text;
  };
  [[nodiscard]] std::vector<Strip> strips() const;
  [[nodiscard]] QRectF plot() const;
  void paintRate(QPainter& painter, const QRectF& box) const;
  void paintStrip(QPainter& painter, const QRectF& box, const Strip& strip) const;
  void paintTimes(QPainter& painter) const;
  void paintPointer(QPainter& painter) const;

  ConditionsPreview preview_;
  std::optional<bool> logarithmic_;
  int pointer_ = -1;
};

}  // namespace cleave::ui
