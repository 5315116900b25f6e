// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QObject>
#include <QTimer>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/types/request_record.h"
#include "ui/charts/time_axis.h"
#include "ui/panels/run_statistics.h"
#include "ui/window/run_history.h"
#include "ui/window/run_panels.h"
#include "ui/window/run_types.h"

QT_BEGIN_NAMESPACE
class QToolButton;
QT_END_NAMESPACE

namespace cleave::ui {

class DockArea;
class RunViewData;

/// Shows a run, live or from a file, in its panels. Plots follow every record; what is read (numbers, map, sample,
/// table) changes five times a second at most and always speaks of one and the same request, the latest. Map, sample
/// and the decision in the table are of the one that the user has picked by a click on a chart, while there is one; the
/// numbers go on.
class RunView : public QObject {
  Q_OBJECT

 public:
  /// Adds its panels to the area, which owns them and outlives this.
  explicit RunView(DockArea& area, QObject* parent = nullptr);

  void setModel(const ModelSummary& model);
  void setDeviceName(const QString& name);
  void setTarget(double ms);
  void setFrames(int width, int height, std::vector<std::vector<std::uint8_t>> rgb);
  /// Those of the recorded run that is shown.
  void setRecordedFrames(int width, int height, std::vector<std::vector<std::uint8_t>> rgb);
  void append(const std::vector<RequestRecord>& records);
  /// Leaves a recorded run, too: the open model is back.
  void clearRun();
  /// To be filled with a recorded run, by any thread.
  [[nodiscard]] std::unique_ptr<RunViewData> makeFilling(std::size_t requests, const NetworkDescription& network) const;
  /// A chart a turn of the event loop, so that none takes long; then recordedShown(). What was shown is left in
  /// `filling`.
  void showRecorded(const RecordedRun& run, std::shared_ptr<RunViewData> filling);
  void setState(RunState state);
  [[nodiscard]] const RunStatistics& statistics() const { return statistics_; }
  /// That all charts of the run share.
  [[nodiscard]] TimeAxis& axis() { return axis_; }
  /// Requests that every chart remembers; a recorded run is always shown whole.
  void setCapacity(std::size_t requests);

 Q_SIGNALS:
  void recordedShown();
  /// The user looks at this request; nullopt: at the latest again.
  void picked(std::optional<std::uint64_t> request);
  void statisticsUpdated();  ///< the numbers were brought up to date

 private:
  void glance();
  void leaveRecorded();
  void connectPicking();
  void takeMark();
  void forgetRequests();
  void showNextChart();
  void showRest();
  void setEmptyTexts();
  [[nodiscard]] QImage frameImage(int index) const;

  TimeAxis axis_;
  RunPanels panels_;
  QToolButton* backToLatest_;

  RunStatistics statistics_;
  std::optional<RequestRecord> latest_;
  ModelSummary model_;  ///< the open one, whatever is shown
  QString deviceName_;
  double targetMs_ = 0;
  std::size_t capacity_;
  std::shared_ptr<RunViewData> arriving_;  ///< what is being shown, from chart `arrived_` on
  std::size_t arrived_ = 0;
  QTimer turn_;
  RunHistory history_;
  std::optional<RequestRecord> picked_;  ///< that the user looks at, in place of the latest
  bool recorded_ = false;                ///< what is shown comes from a file
  bool hasModel_ = false;
  bool stale_ = false;
  RunState state_ = RunState::Idle;
  QTimer glanceTimer_;
  struct Frames {
    int width = 0;
    int height = 0;
    std::vector<std::vector<std::uint8_t>> rgb;
  };
  Frames frames_;
  Frames recordedFrames_;
};

}  // namespace cleave::ui
