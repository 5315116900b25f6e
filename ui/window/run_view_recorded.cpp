// SPDX-License-Identifier: GPL-3.0-or-later
// Runs that are over, in the panels of a live one.
#include <QThreadPool>
#include <memory>
#include <utility>

#include "ui/map/network_map.h"
#include "ui/panels/chart_panel.h"
#include "ui/panels/latency_panel.h"
#include "ui/panels/policy_panel.h"
#include "ui/panels/sample_panel.h"
#include "ui/window/run_view.h"
#include "ui/window/run_view_data.h"

namespace cleave::ui {
namespace {

/// Hundreds of megabytes take their time to go.
template <class Fillings>
void destroyElsewhere(Fillings old) {
  QThreadPool::globalInstance()->start([kept = std::make_shared<Fillings>(std::move(old))] {});
}

}  // namespace

std::unique_ptr<RunViewData> RunView::makeFilling(std::size_t requests, const NetworkDescription& network) const {
  std::vector<std::unique_ptr<PanelFilling>> charts;
  for (const ChartPanel* chart : charts_) charts.push_back(chart->makeFilling(requests));
  return std::make_unique<RunViewData>(std::move(charts), network);
}

void RunView::showRecorded(const RecordedRun& run, std::shared_ptr<RunViewData> filling) {
  glanceTimer_.stop();
  stale_ = false;
  recorded_ = true;
  latest_.reset();
  forgetRequests();
  axis_.setMark(std::nullopt);
  sample_->clearRun();
  policy_->clearRun();
  showModel(run.model);
  map_->setDeviceName(run.device);
  latency_->setTarget(run.targetMs);
  setEmptyTexts();
  destroyElsewhere(std::exchange(arriving_, std::move(filling)));
  arrived_ = 0;
  turn_.start(0);
}

void RunView::showNextChart() {
  if (arrived_ == charts_.size()) return showRest();
  charts_[arrived_]->swap(*arriving_->charts_[arrived_]);
  ++arrived_;
  if (axis_.isLive() || axis_.range() != axis_.fullRange()) axis_.showAll();
}

void RunView::showRest() {
  turn_.stop();
  auto filling = std::exchange(arriving_, nullptr);
  map_->showPast(std::move(filling->times_), filling->last_);
  statistics_ = std::move(filling->statistics_);
  if (!filling->last_.empty()) latest_ = filling->last_.back();
  history_.show(std::move(filling->table_));
  destroyElsewhere(std::move(filling));
  policy_->setEmpty(!latest_);
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
  for (ChartPanel* chart : charts_) {
    shown.push_back(chart->makeFilling(capacity_));
    chart->swap(*shown.back());
  }
  destroyElsewhere(std::move(shown));
  showModel(model_);
  map_->setDeviceName(deviceName_);
  latency_->setTarget(targetMs_);
}

}  // namespace cleave::ui
