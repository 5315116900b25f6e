// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVariantAnimation>
#include <QWidget>

#include "ui/charts/ring_buffer.h"
#include "ui/map/map_state.h"

namespace cleave::ui {

/// The network as it runs: layers as blocks, the seam between device and edge, the exit taken. Draws any
/// NetworkDescription. The seam glides from one decision to the next.
class NetworkMap : public QWidget {
  Q_OBJECT

 public:
  explicit NetworkMap(QWidget* parent = nullptr);

  void setNetwork(const NetworkDescription& network, std::vector<double> exitAccuracy);
  void setDeviceName(const QString& name);
  /// Counts every decision of a batch for the traces of recent cuts; cheap.
  void count(const Decision& decision);
  /// Shows one request: seam, card, exit and layer times all of the same one.
  void showRequest(const RequestRecord& record, const QImage& frame);
  void clearRun();

  [[nodiscard]] const MapState& state() const { return state_; }
  [[nodiscard]] const MapLayout& layoutOfMap() const { return layout_; }
  [[nodiscard]] Seam seamTarget() const { return seamTo_; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {420, 170}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void relayout();
  void moveSeam(const Seam& to);
  void takeTimes(const RequestRecord& record);
  [[nodiscard]] QString toolTipAt(const QPointF& position) const;

  NetworkDescription network_;
  MapLayout layout_;
  MapState state_;
  Seam seamFrom_;
  Seam seamTo_;
  QVariantAnimation glide_;
  RingBuffer<int> recentCuts_{200};
};

}  // namespace cleave::ui
