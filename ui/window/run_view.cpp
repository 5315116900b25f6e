// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/run_view.h"

#include <QToolButton>
#include <initializer_list>
#include <utility>

#include "ui/charts/plot_buffer.h"
#include "ui/map/map_panel.h"
#include "ui/map/network_map.h"
#include "ui/panels/accuracy_panel.h"
#include "ui/panels/bandwidth_panel.h"
#include "ui/panels/confusion_panel.h"
#include "ui/panels/decision_panel.h"
#include "ui/panels/latency_panel.h"
#include "ui/panels/link_panel.h"
#include "ui/panels/policy_panel.h"
#include "ui/panels/resource_panel.h"
#include "ui/panels/reward_panel.h"
#include "ui/panels/sample_panel.h"
#include "ui/theme/format.h"
#include "ui/window/dock_area.h"
#include "ui/window/run_view_data.h"

namespace cleave::ui {
namespace {

constexpr int kGlanceMs = 200;        // as fast as numbers can be read
constexpr double kRoomBesides = 0.1;  // of what is shown, for a request that is stepped to

}  // namespace

RunView::RunView(DockArea& area, QObject* parent)
    : QObject(parent),
      sample_(new SamplePanel),
      mapPanel_(new MapPanel),
      map_(&mapPanel_->map()),
      latency_(new LatencyPanel),
      bandwidth_(new BandwidthPanel),
      accuracy_(new AccuracyPanel),
      decisions_(new DecisionPanel),
      policy_(new PolicyPanel),
      link_(new LinkPanel),
      reward_(new RewardPanel),
      resources_(new ResourcePanel),
      confusion_(new ConfusionPanel),
      backToLatest_(new QToolButton),
      charts_{latency_, bandwidth_, accuracy_, decisions_, link_, reward_, resources_, confusion_},
      capacity_(kPlotCapacity),
      history_(kPlotCapacity) {
  mapPanel_->setMinimumHeight(168);
  latency_->setMinimumHeight(76);
  bandwidth_->setMinimumHeight(66);
  accuracy_->setMinimumHeight(66);
  decisions_->setMinimumHeight(72);
  const std::initializer_list<std::pair<const char*, Panel*>> panels{
      {"sample", sample_},     {"map", mapPanel_},        {"latency", latency_},    {"bandwidth", bandwidth_},
      {"accuracy", accuracy_}, {"decisions", decisions_}, {"policy", policy_},      {"link", link_},
      {"reward", reward_},     {"resources", resources_}, {"confusion", confusion_}};
  for (const auto& [id, panel] : panels) area.addPanel(QString::fromLatin1(id), panel);
  for (ChartPanel* chart : charts_) chart->setTimeAxis(&axis_);
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
  mapPanel_->addHeaderWidget(backToLatest_);
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
  mapPanel_->setEmptyText(tr("The network's layers, and where it is cut"), next);
  sample_->setEmptyText(tr("What the network sees"), next);
  latency_->setEmptyText(tr("How long each request takes on the device, the link and the edge"), next);
  bandwidth_->setEmptyText(tr("What the link carries"), next);
  accuracy_->setEmptyText(tr("How often the result is right"), next);
  decisions_->setEmptyText(tr("Exit, partition and bits of every request"), next);
  policy_->setEmptyText(tr("What the policy decides"), next);
  link_->setEmptyText(tr("Round trip, bytes and rate"), next);
  reward_->setEmptyText(tr("What every decision was worth"), next);
  resources_->setEmptyText(tr("How busy device and edge are, how warm, how fast they are clocked"), next);
  confusion_->setEmptyText(tr("Which classes are taken for which"), next);
}

void RunView::setModel(const ModelSummary& model) {
  model_ = model;
  hasModel_ = !model.network.trunk.empty() && !model.network.exits.empty();
  clearRun();
  showModel(model_);
  setEmptyTexts();
}

void RunView::showModel(const ModelSummary& model) {
  mapPanel_->setNetwork(model.network, model.exitAccuracy);
  sample_->setClasses(model.classes);
  sample_->setNetwork(model.network);
  confusion_->setClasses(model.classes);
  decisions_->setNetwork(model.network);
  policy_->setNetwork(model.network);
  const bool known = !model.network.trunk.empty() && !model.network.exits.empty();
  mapPanel_->setEmpty(!known);
  if (known) {
    mapPanel_->setNote(tr("%1 · %2 layers · %3 exits · %4×%5 frame")
                           .arg(QString::fromStdString(model.network.architecture))
                           .arg(model.network.trunk.size())
                           .arg(model.network.exits.size())
                           .arg(model.network.frame.width)
                           .arg(model.network.frame.height));
  }
}

void RunView::setDeviceName(const QString& name) {
  deviceName_ = name;
  if (!recorded_) map_->setDeviceName(name);
}

void RunView::setTarget(double ms) {
  targetMs_ = ms;
  if (!recorded_) latency_->setTarget(ms);
}

void RunView::setCapacity(std::size_t requests) {
  capacity_ = requests;
  history_.setCapacity(requests);
  if (recorded_) return;
  for (ChartPanel* chart : charts_) chart->setCapacity(requests);
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
    map_->add(record);
    latency_->append(record);
    bandwidth_->append(record, record.linkMbps);
    accuracy_->append(record);
    decisions_->append(record);
    link_->append(record);
    const auto request = static_cast<double>(record.id);
    reward_->append(record.startS, request, record.reward);
    resources_->append(record.startS, request, {record.deviceCpu, record.deviceTemperatureC, record.deviceMhz},
                       {record.edgeCpu, record.edgeTemperatureC, record.edgeMhz});
    confusion_->append(record);
  }
  if (!latest_) {  // the others know best themselves when there is something to be seen
    for (Panel* panel : std::initializer_list<Panel*>{latency_, bandwidth_, accuracy_, decisions_, policy_, link_}) {
      panel->setEmpty(false);
    }
  }
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
  const QImage frame = frameImage(record.frame);
  if (picked_) {
    map_->lookBackAt(record, frame);
  } else {
    map_->showRequest(record, frame);
  }
  sample_->showRequest(record, frame);
  const QString verdict = record.outcome == Outcome::Failed     ? tr("failed")
                          : record.outcome == Outcome::Fallback ? tr("fallback")
                          : record.label < 0                    ? QString()
                          : record.correct()                    ? tr("correct")
                                                                : tr("wrong");
  QString note = tr("request %1 · exit %2 / partition %3 / %4 bits · %5")
                     .arg(formatCount(record.id))
                     .arg(record.decision.exit)
                     .arg(record.decision.partition)
                     .arg(record.decision.bits)
                     .arg(formatMs(record.totalMs));
  if (!verdict.isEmpty()) note += QStringLiteral(" · ") + verdict;
  if (picked_) note = tr("picked: %1").arg(note);
  if (picked_ && !record.error.empty()) note += QStringLiteral(" · ") + QString::fromStdString(record.error);
  mapPanel_->setNote(note);
  latency_->showStatistics(statistics_);
  bandwidth_->showLatest();
  accuracy_->showStatistics(statistics_);
  policy_->showStatistics(statistics_, record.decision);
  link_->showLatest(statistics_.rate());
  reward_->showLatest();
  resources_->showLatest();
  confusion_->showLatest();
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
  map_->clearRun();
  if (hasModel_) mapPanel_->setNote({});
  sample_->clearRun();
  policy_->clearRun();
  for (ChartPanel* chart : charts_) chart->clearRun();
  Q_EMIT statisticsUpdated();
}

}  // namespace cleave::ui
