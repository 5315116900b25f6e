// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/run_view.h"

#include <QThreadPool>
#include <QToolButton>
#include <memory>
#include <utility>

#include "ui/charts/plot_buffer.h"
#include "ui/map/layer_times.h"
#include "ui/map/map_panel.h"
#include "ui/panels/chart_panel.h"
#include "ui/window/run_view_data.h"

namespace cleave::ui {
namespace {

constexpr int kGlanceMs = 200;        // as fast as numbers can be read
constexpr double kRoomBesides = 0.1;  // of what is shown, for a request that is stepped to

/// Hundreds of megabytes take their time to go.
template <class Fillings>
void destroyElsewhere(Fillings old) {
  QThreadPool::globalInstance()->start([kept = std::make_shared<Fillings>(std::move(old))] {});
}

}  // namespace

RunView::RunView(DockArea& area, QObject* parent)
    : QObject(parent),
      panels_(area, axis_),
      backToLatest_(new QToolButton),
      capacity_(kPlotCapacity),
      history_(kPlotCapacity) {
  setEmptyTexts();
  connectPicking();
  connect(&turn_, &QTimer::timeout, this, &RunView::showNextChart);
  glanceTimer_.setSingleShot(true);
  glanceTimer_.setInterval(kGlanceMs);
  connect(&glanceTimer_, &QTimer::timeout, this, [this] {
    if (!stale_) return;
    glance();
    glanceTimer_.start();
  });
}

void RunView::connectPicking() {
  backToLatest_->setObjectName(QStringLiteral("backToLatest"));
  backToLatest_->setText(tr("Latest"));
  backToLatest_->setToolTip(tr("Back to the latest request"));
  backToLatest_->setProperty("plain", true);
  backToLatest_->hide();
  panels_.mapPanel().addHeaderWidget(backToLatest_);
  connect(backToLatest_, &QToolButton::clicked, this, [this] { axis_.setMark(std::nullopt); });
  const auto mark = [this](const std::optional<RequestRecord>& record) {
    if (!record) return;
    const AxisMark at{record->startS, static_cast<double>(record->id)};
    axis_.setMark(at == axis_.mark() ? std::nullopt : std::optional(at));  // a second click lets it go
  };
  connect(&axis_, &TimeAxis::picked, this, [this, mark](double x) { mark(history_.nearest(x, axis_.unit())); });
  connect(&axis_, &TimeAxis::stepped, this, [this](int requests) {
    if (!latest_) return;
    const auto next = history_.besides(picked_ ? picked_->id : latest_->id, requests);
    if (!next) return;
    axis_.setMark(AxisMark{next->startS, static_cast<double>(next->id)});
    // It stays in sight.
    const double x = axis_.mark()->x(axis_.unit());
    const auto range = axis_.range();
    const double room = kRoomBesides * range.span();
    if (x < range.low) axis_.pan(x - range.low - room);
    if (x > range.high) axis_.pan(x - range.high + room);
  });
  connect(&axis_, &TimeAxis::markChanged, this, &RunView::takeMark);
}

void RunView::takeMark() {
  picked_.reset();
  if (const auto& mark = axis_.mark()) picked_ = history_.nearest(mark->request, XUnit::Requests);
  backToLatest_->setVisible(picked_.has_value());
  Q_EMIT picked(picked_ ? std::optional(picked_->id) : std::nullopt);
  glance();
}

void RunView::setEmptyTexts() {
  const bool active = state_ == RunState::Connecting || state_ == RunState::Running;
  const QString next = !hasModel_ ? tr("Open a model with Ctrl+O")
                       : active   ? tr("Waiting for the first request")
                                  : tr("Press Space to start");
  panels_.setEmptyTexts(next);
}

void RunView::setModel(const ModelSummary& model) {
  model_ = model;
  hasModel_ = !model.network.trunk.empty() && !model.network.exits.empty();
  clearRun();
  panels_.setModel(model_);
  setEmptyTexts();
}

void RunView::setDeviceName(const QString& name) {
  deviceName_ = name;
  if (!recorded_) panels_.setDeviceName(name);
}

void RunView::setTarget(double ms) {
  targetMs_ = ms;
  if (!recorded_) panels_.setTarget(ms);
}

void RunView::setCapacity(std::size_t requests) {
  capacity_ = requests;
  history_.setCapacity(requests);
  if (recorded_) return;
  for (ChartPanel* chart : panels_.charts()) chart->setCapacity(requests);
}

void RunView::setState(RunState state) {
  state_ = state;
  axis_.setFollowing(state == RunState::Running || state == RunState::Paused || state == RunState::Connecting);
  setEmptyTexts();
}

void RunView::setFrames(int width, int height, std::vector<std::vector<std::uint8_t>> rgb) {
  frames_ = {width, height, std::move(rgb)};
}

void RunView::setRecordedFrames(int width, int height, std::vector<std::vector<std::uint8_t>> rgb) {
  if (!recorded_) return;
  recordedFrames_ = {width, height, std::move(rgb)};
  glance();
}

QImage RunView::frameImage(int index) const {
  const auto& [width, height, frames] = recorded_ ? recordedFrames_ : frames_;
  if (index < 0 || static_cast<std::size_t>(index) >= frames.size()) return {};
  const auto& bytes = frames[static_cast<std::size_t>(index)];
  if (bytes.size() < static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3) return {};
  return QImage(bytes.data(), width, height, 3 * width, QImage::Format_RGB888).copy();
}

void RunView::append(const std::vector<RequestRecord>& records) {
  if (records.empty()) return;
  for (const RequestRecord& record : records) {
    statistics_.add(record);
    history_.add(record);
    panels_.append(record);
  }
  if (!latest_) panels_.setFilled();
  latest_ = records.back();
  stale_ = true;
  if (!glanceTimer_.isActive()) {
    glance();
    glanceTimer_.start();
  }
}

void RunView::glance() {
  stale_ = false;
  if (!latest_) return;
  const RequestRecord& record = picked_ ? *picked_ : *latest_;
  panels_.showRequest(record, frameImage(record.frame), picked_.has_value());
  panels_.showStatistics(statistics_, record.decision);
  Q_EMIT statisticsUpdated();
}

void RunView::clearRun() {
  if (recorded_) leaveRecorded();
  glanceTimer_.stop();
  stale_ = false;
  latest_.reset();
  axis_.setMark(std::nullopt);
  forgetRequests();
  statistics_.clear();
  panels_.clearRun();
  if (hasModel_) panels_.mapPanel().setNote({});
  Q_EMIT statisticsUpdated();
}

std::unique_ptr<RunViewData> RunView::makeFilling(std::size_t requests, const NetworkDescription& network) const {
  std::vector<std::unique_ptr<PanelFilling>> charts;
  for (const ChartPanel* chart : panels_.charts()) charts.push_back(chart->makeFilling(requests));
  return std::make_unique<RunViewData>(std::move(charts), network);
}

void RunView::showRecorded(const RecordedRun& run, std::shared_ptr<RunViewData> filling) {
  glanceTimer_.stop();
  stale_ = false;
  recorded_ = true;
  latest_.reset();
  forgetRequests();
  axis_.setMark(std::nullopt);
  panels_.clearRequest();
  panels_.setModel(run.model);
  panels_.setDeviceName(run.device);
  panels_.setTarget(run.targetMs);
  setEmptyTexts();
  destroyElsewhere(std::exchange(arriving_, std::move(filling)));
  arrived_ = 0;
  turn_.start(0);
}

void RunView::showNextChart() {
  if (arrived_ == panels_.charts().size()) return showRest();
  panels_.charts()[arrived_]->swap(*arriving_->charts_[arrived_]);
  ++arrived_;
  if (axis_.isLive() || axis_.range() != axis_.fullRange()) axis_.showAll();
}

void RunView::showRest() {
  turn_.stop();
  auto filling = std::exchange(arriving_, nullptr);
  panels_.showPast(std::move(filling->times_), filling->last_);
  statistics_ = std::move(filling->statistics_);
  if (!filling->last_.empty()) latest_ = filling->last_.back();
  history_.show(std::move(filling->table_));
  destroyElsewhere(std::move(filling));
  panels_.setPolicyEmpty(!latest_);
  if (latest_) {
    glance();
  } else {
    Q_EMIT statisticsUpdated();
  }
  Q_EMIT recordedShown();
}

void RunView::forgetRequests() {
  destroyElsewhere(std::exchange(history_, RunHistory(capacity_)));
  destroyElsewhere(std::exchange(recordedFrames_, {}));
}

void RunView::leaveRecorded() {
  recorded_ = false;
  turn_.stop();
  destroyElsewhere(std::exchange(arriving_, nullptr));
  forgetRequests();
  std::vector<std::unique_ptr<PanelFilling>> shown;
  for (ChartPanel* chart : panels_.charts()) {
    shown.push_back(chart->makeFilling(capacity_));
    chart->swap(*shown.back());
  }
  destroyElsewhere(std::move(shown));
  panels_.setModel(model_);
  panels_.setDeviceName(deviceName_);
  panels_.setTarget(targetMs_);
}

}  // namespace cleave::ui
