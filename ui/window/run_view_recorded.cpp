// SPDX-License-Identifier: GPL-3.0-or-later
// Runs that are over, in the panels of a live one.
#include <QThreadPool>
#include <utility>

#include "ui/map/network_map.h"
#include "ui/panels/chart_panel.h"
#include "ui/panels/latency_panel.h"
#include "ui/panels/policy_panel.h"
#include "ui/panels/sample_panel.h"
#include "ui/window/run_filling.h"
#include "ui/window/run_view.h"

namespace cleave::ui {

std::unique_ptr<RunFilling> RunView::makeFilling(std::size_t requests, const NetworkDescription& network) const {
  std::vector<std::unique_ptr<PanelFilling>> charts;
  for (const ChartPanel* chart : charts_) charts.push_back(chart->makeFilling(requests));
  return std::make_unique<RunFilling>(std::move(charts), network);
}

void RunView::showRecorded(const RecordedRun& run, RunFilling& filling) {
  glanceTimer_.stop();
  stale_ = false;
  recorded_ = true;
  sample_->clearRun();
  policy_->clearRun();
  showModel(run.model);
  map_->setDeviceName(run.device);
  map_->showPast(std::move(filling.times_), filling.last_);
  latency_->setTarget(run.targetMs);
  for (std::size_t i = 0; i < charts_.size(); ++i) charts_[i]->swap(*filling.charts_[i]);
  statistics_ = std::move(filling.statistics_);
  latest_.reset();
  if (!filling.last_.empty()) latest_ = filling.last_.back();
  policy_->setEmpty(!latest_);
  setEmptyTexts();
  axis_.showAll();
  glance();
  if (!latest_) Q_EMIT glanced();
}

void RunView::leaveRecorded() {
  recorded_ = false;
  std::vector<std::unique_ptr<PanelFilling>> shown;
  for (ChartPanel* chart : charts_) {
    shown.push_back(chart->makeFilling(capacity_));
    chart->swap(*shown.back());
  }
  // Hundreds of megabytes take their time to go.
  QThreadPool::globalInstance()->start([old = std::make_shared<decltype(shown)>(std::move(shown))] {});
  showModel(model_);
  map_->setDeviceName(deviceName_);
  latency_->setTarget(targetMs_);
}

}  // namespace cleave::ui
