// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/run_panels.h"

#include <initializer_list>
#include <utility>

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

namespace cleave::ui {

RunPanels::RunPanels(DockArea& area, TimeAxis& axis)
    : sample_(new SamplePanel),
      mapPanel_(new MapPanel),
      latency_(new LatencyPanel),
      bandwidth_(new BandwidthPanel),
      accuracy_(new AccuracyPanel),
      decisions_(new DecisionPanel),
      policy_(new PolicyPanel),
      link_(new LinkPanel),
      reward_(new RewardPanel),
      resources_(new ResourcePanel),
      confusion_(new ConfusionPanel),
      charts_{latency_, bandwidth_, accuracy_, decisions_, link_, reward_, resources_, confusion_} {
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
  for (ChartPanel* chart : charts_) chart->setTimeAxis(&axis);
}

void RunPanels::setModel(const ModelSummary& model) {
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

void RunPanels::setDeviceName(const QString& name) {
  mapPanel_->map().setDeviceName(name);
}

void RunPanels::setTarget(double ms) {
  latency_->setTarget(ms);
}

void RunPanels::setEmptyTexts(const QString& next) {
  mapPanel_->setEmptyText(tr("Network layers and the partition point"), next);
  sample_->setEmptyText(tr("The image that is classified"), next);
  latency_->setEmptyText(tr("Time that each request takes on device, link and edge"), next);
  bandwidth_->setEmptyText(tr("Bandwidth of the link"), next);
  accuracy_->setEmptyText(tr("Accuracy of the results"), next);
  decisions_->setEmptyText(tr("Exit, partition and bits of each request"), next);
  policy_->setEmptyText(tr("Decisions of the policy"), next);
  link_->setEmptyText(tr("Round-trip time, bytes and requests per second"), next);
  reward_->setEmptyText(tr("Reward of each decision"), next);
  resources_->setEmptyText(tr("CPU load, temperature and clock of device and edge"), next);
  confusion_->setEmptyText(tr("Predicted against true classes"), next);
}

void RunPanels::append(const RequestRecord& record) {
  mapPanel_->map().add(record);
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

void RunPanels::setFilled() {
  for (Panel* panel : std::initializer_list<Panel*>{latency_, bandwidth_, accuracy_, decisions_, policy_, link_}) {
    panel->setEmpty(false);
  }
}

void RunPanels::showRequest(const RequestRecord& record, const QImage& frame, bool picked) {
  if (picked) {
    mapPanel_->map().lookBackAt(record, frame);
  } else {
    mapPanel_->map().showRequest(record, frame);
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
  if (picked) note = tr("selected: %1").arg(note);
  if (picked && !record.error.empty()) note += QStringLiteral(" · ") + QString::fromStdString(record.error);
  mapPanel_->setNote(note);
}

void RunPanels::showStatistics(const RunStatistics& statistics, const Decision& current) {
  latency_->showStatistics(statistics);
  bandwidth_->showLatest();
  accuracy_->showStatistics(statistics);
  policy_->showStatistics(statistics, current);
  link_->showLatest(statistics.rate());
  reward_->showLatest();
  resources_->showLatest();
  confusion_->showLatest();
}

void RunPanels::showPast(LayerTimes times, const std::vector<RequestRecord>& last) {
  mapPanel_->map().showPast(std::move(times), last);
}

void RunPanels::setPolicyEmpty(bool empty) {
  policy_->setEmpty(empty);
}

void RunPanels::clearRequest() {
  sample_->clearRun();
  policy_->clearRun();
}

void RunPanels::clearRun() {
  mapPanel_->map().clearRun();
  clearRequest();
  for (ChartPanel* chart : charts_) chart->clearRun();
}

}  // namespace cleave::ui
