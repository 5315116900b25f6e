// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QMenu>
#include <QVBoxLayout>
#include <QWidget>
#include <cmath>
#include <memory>
#include <vector>

#include "tests/ui/samples.h"
#include "ui/panels/accuracy_panel.h"
#include "ui/panels/bandwidth_panel.h"
#include "ui/panels/confusion_panel.h"
#include "ui/panels/decision_panel.h"
#include "ui/panels/latency_panel.h"
#include "ui/panels/legend_chip.h"
#include "ui/panels/link_panel.h"
#include "ui/panels/resource_panel.h"
#include "ui/panels/reward_panel.h"

namespace cleave::ui::test {

/// All chart panels of a run below each other, on one axis.
struct ChartPanels {
  ChartPanels();
  void play(int from, int to);
  static QAction* action(const QMenu& menu, const QString& text) {
    for (QAction* each : menu.actions()) {
      if (each->text().startsWith(text)) return each;
    }
    return nullptr;
  }
  LegendChip* chip(ChartPanel* panel, const QString& text) const {
    for (LegendChip* each : panel->findChildren<LegendChip*>()) {
      if (each->text() == text) return each;
    }
    return nullptr;
  }
  std::vector<ChartPanel*> panels() const {
    return {latency_, bandwidth_, accuracy_, decisions_, link_, reward_, resources_, confusion_};
  }

  std::unique_ptr<QWidget> window_;
  TimeAxis* axis_ = nullptr;
  LatencyPanel* latency_ = nullptr;
  BandwidthPanel* bandwidth_ = nullptr;
  AccuracyPanel* accuracy_ = nullptr;
  DecisionPanel* decisions_ = nullptr;
  LinkPanel* link_ = nullptr;
  RewardPanel* reward_ = nullptr;
  ResourcePanel* resources_ = nullptr;
  ConfusionPanel* confusion_ = nullptr;
  RunStatistics statistics_;
};

inline ChartPanels::ChartPanels() {
  window_ = std::make_unique<QWidget>();
  axis_ = new TimeAxis(window_.get());
  latency_ = new LatencyPanel;
  bandwidth_ = new BandwidthPanel;
  accuracy_ = new AccuracyPanel;
  decisions_ = new DecisionPanel;
  link_ = new LinkPanel;
  reward_ = new RewardPanel;
  resources_ = new ResourcePanel;
  confusion_ = new ConfusionPanel;
  auto* box = new QVBoxLayout(window_.get());
  for (ChartPanel* panel : panels()) {
    panel->setTimeAxis(axis_);
    box->addWidget(panel);
  }
  decisions_->setNetwork(samples::network());
  confusion_->setClasses({QStringLiteral("T-shirt"), QStringLiteral("trouser"), QStringLiteral("pullover"),
                          QStringLiteral("dress"), QStringLiteral("coat"), QStringLiteral("sandal"),
                          QStringLiteral("shirt"), QStringLiteral("sneaker"), QStringLiteral("bag"),
                          QStringLiteral("ankle boot")});
  window_->resize(700, 1800);
  window_->show();
}

/// Requests of a link that swings, ten a second.
inline void ChartPanels::play(int from, int to) {
  for (int i = from; i < to; ++i) {
    const double wave = std::sin(i * 0.02);
    const Decision decision = wave > 0.5 ? Decision{2, 0, 8} : wave > -0.5 ? Decision{2, 3, 4} : Decision{1, 5, 32};
    RequestRecord record = samples::record(static_cast<std::uint64_t>(i), decision);
    record.bandwidthMbps = 9 + 7 * wave + std::sin(i * 1.7);
    record.estimateMbps = 9 + 7 * std::sin(i * 0.02 - 0.3);
    record.uplinkMs = 200 / (record.bandwidthMbps + 2);
    record.rttMs = 8 + 3 * std::sin(i * 0.3);
    record.totalMs = record.deviceMs() + record.linkMs() + record.edgeMs();
    record.targetMs = 60;
    record.label = i * 7 % 10;
    record.prediction = i % 11 == 0 ? (record.label + i / 11) % 10 : record.label;
    statistics_.add(record);
    latency_->append(record);
    bandwidth_->append(record, 10 + 7 * wave);
    accuracy_->append(record);
    decisions_->append(record);
    link_->append(record);
    const bool right = record.label == record.prediction;
    reward_->append(record.startS, i, (right ? 0.93 : 0.2) - std::max(0.0, record.totalMs - 60) / 60);
    confusion_->append(record);
    if (i % 10 == 0) {
      resources_->append(record.startS, i, {0.6 + 0.2 * wave, 55 + 4 * wave, 1500}, {0.2 + 0.05 * wave, NAN, 3600});
    }
  }
  latency_->showStatistics(statistics_);
  bandwidth_->showLatest();
  accuracy_->showStatistics(statistics_);
  link_->showLatest(statistics_.rate());
  reward_->showLatest();
  resources_->showLatest();
  confusion_->showLatest();
}

}  // namespace cleave::ui::test
