// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QVariantAnimation>
#include <QWidget>
#include <optional>

#include "ui/charts/ring_buffer.h"
#include "ui/features/feature_view.h"
#include "ui/map/layer_times.h"
#include "ui/map/map_state.h"

namespace cleave::ui {

class MapInspector;

/// The network as it runs: layers as blocks, the seam between device and edge, the exit taken. Draws any
/// NetworkDescription. The seam glides from one decision to the next; however fast requests come, it shows one at a
/// time, the newest. Pointing at a layer shows how long it takes; a click, or Enter, shows what it gives.
class NetworkMap : public QWidget {
  Q_OBJECT

 public:
  explicit NetworkMap(QWidget* parent = nullptr);
  ~NetworkMap() override;

  void setNetwork(const NetworkDescription& network, std::vector<double> exitAccuracy);
  void setDeviceName(const QString& name);
  /// Takes every record of a batch: layer times, traces of recent cuts; cheap.
  void add(const RequestRecord& record);
  /// The cut alone, of records that are not added.
  void count(const Decision& decision);
  /// Shows one request: seam, card, exit and layer times all of the same one.
  void showRequest(const RequestRecord& record, const QImage& frame);
  /// The same of an earlier one, which was added long ago; at once.
  void lookBackAt(const RequestRecord& record, const QImage& frame);
  void clearRun();
  /// A run that is over, in place of all that was added. @param last its last requests, from which the cuts are
  void showPast(LayerTimes times, const std::vector<RequestRecord>& last);
  static constexpr std::size_t kRecentCuts = 200;

  /// The answer to featureWanted.
  void showFeature(const FeatureView& view);

  [[nodiscard]] const MapState& state() const { return state_; }
  [[nodiscard]] const MapLayout& layoutOfMap() const { return layout_; }
  [[nodiscard]] const LayerTimes& times() const { return times_; }
  [[nodiscard]] Seam seamTarget() const { return seamTo_; }
  /// What lies at a point of the widget, the seam and its card included.
  [[nodiscard]] MapTarget targetAt(const QPointF& point) const;
  void select(const MapTarget& target);
  /// Asks for the target's feature and pins it. Nothing happens before the first request.
  void inspect(const MapTarget& target);
  [[nodiscard]] QSize minimumSizeHint() const override { return {420, 170}; }

 Q_SIGNALS:
  /// A feature is to be looked at; showFeature takes the answer.
  void featureWanted(const cleave::ui::FeatureQuery& query);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  bool event(QEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  struct Shown {
    RequestRecord record;
    QImage frame;
  };
  void present(const Shown& shown);
  void relayout();
  void moveSeam(const Seam& to);
  /// Writes the times of its layers over what is there.
  void takeTimes(const RequestRecord& record, std::vector<double>& trunk,
                 std::vector<std::vector<double>>& branches) const;

  void point(const MapTarget& target);
  [[nodiscard]] bool takesKey(const QKeyEvent& event) const;

  NetworkDescription network_;
  MapLayout layout_;
  MapState state_;
  LayerTimes times_;
  std::optional<std::uint64_t> added_;  ///< the request added last
  // Of all requests, also of those that are not shown; as in MapState.
  std::vector<double> latestTrunkMs_;
  std::vector<std::vector<double>> latestBranchMs_;
  Seam seamFrom_;
  Seam seamTo_;
  QVariantAnimation glide_;
  RingBuffer<int> recentCuts_{kRecentCuts};
  std::optional<Shown> waiting_;
  QTimer pace_;
  MapInspector* inspector_;
};

}  // namespace cleave::ui
