// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QImage>
#include <vector>

#include "core/types/request_record.h"
#include "ui/panels/run_statistics.h"
#include "ui/window/run_types.h"

namespace cleave::ui {

class AccuracyPanel;
class BandwidthPanel;
class ChartPanel;
class ConfusionPanel;
class DecisionPanel;
class DockArea;
class LatencyPanel;
class LayerTimes;
class LinkPanel;
class MapPanel;
class PolicyPanel;
class ResourcePanel;
class RewardPanel;
class SamplePanel;
class TimeAxis;

/// The panels of a run: hands each of them its part of what is to be shown.
class RunPanels {
  Q_DECLARE_TR_FUNCTIONS(RunPanels)

 public:
  /// Adds the panels to the area, which owns them and outlives this. @param axis that all charts share
  RunPanels(DockArea& area, TimeAxis& axis);

  [[nodiscard]] MapPanel& mapPanel() const { return *mapPanel_; }
  [[nodiscard]] const std::vector<ChartPanel*>& charts() const { return charts_; }

  void setModel(const ModelSummary& model);
  void setDeviceName(const QString& name);
  void setTarget(double ms);
  /// What empty panels say. @param next what to do so that there is something to see
  void setEmptyTexts(const QString& next);

  void append(const RequestRecord& record);
  /// There are requests now. Panels that this leaves out find out themselves when there is something to be seen.
  void setFilled();
  /// One request in map and sample. @param picked by the user, not the latest
  void showRequest(const RequestRecord& record, const QImage& frame, bool picked);
  /// @param current decision, of the request that is shown
  void showStatistics(const RunStatistics& statistics, const Decision& current);
  /// The map of a run that is over. @param last its last requests
  void showPast(LayerTimes times, const std::vector<RequestRecord>& last);
  /// The policy panel has something to show, or not.
  void setPolicyEmpty(bool empty);

  /// What is of a single request, or of the decisions.
  void clearRequest();
  void clearRun();

 private:
  SamplePanel* sample_;
  MapPanel* mapPanel_;
  LatencyPanel* latency_;
  BandwidthPanel* bandwidth_;
  AccuracyPanel* accuracy_;
  DecisionPanel* decisions_;
  PolicyPanel* policy_;
  LinkPanel* link_;
  RewardPanel* reward_;
  ResourcePanel* resources_;
  ConfusionPanel* confusion_;
  std::vector<ChartPanel*> charts_;  ///< all of the above that are charts
};

}  // namespace cleave::ui
