// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <array>
#include <memory>
#include <optional>

#include "ui/export/figure_source.h"
#include "ui/panels/panel.h"
#include "ui/policy/decision_part.h"
#include "ui/policy/policy_insight.h"

QT_BEGIN_NAMESPACE
class QComboBox;
QT_END_NAMESPACE

namespace cleave::ui {

class DecisionMapLegend;
class DecisionMapView;
class SegmentBar;

/// Two policies' decisions over bandwidth and device load, beside each other, coloured by exit, partition or bits.
class DecisionMapPanel : public Panel, public FigureSource {
  Q_OBJECT

 public:
  static constexpr int kSides = 2;

  explicit DecisionMapPanel(QWidget* parent = nullptr);

  /// What can be chosen on either side; choices stay where they are still offered. The second begins with "greedy".
  void setPolicies(const QStringList& policies);
  /// The run's own, which the left side shows until the user takes another.
  void setRunPolicy(const QString& policy);
  void setExtent(const DecisionExtent& extent);
  /// Ignored when it is not of the policy that the side shows.
  void setMap(int side, std::shared_ptr<const DecisionMapData> map);
  /// 0..1 while it is computed.
  void setProgress(int side, double done);
  void setFailure(int side, const QString& sentence);
  void setLive(const std::optional<WhatIfValues>& values);
  void setAsked(const std::optional<WhatIfValues>& values);
  /// No model: no maps.
  void clear();

  [[nodiscard]] std::optional<Figure> figure(double widthMm) const override;
  /// The policy of a side; empty: that side is off.
  [[nodiscard]] QString policy(int side) const;
  [[nodiscard]] DecisionMapView& view(int side) const { return *views_[static_cast<std::size_t>(side)]; }
  [[nodiscard]] QComboBox& box(int side) const { return *boxes_[static_cast<std::size_t>(side)]; }
  [[nodiscard]] SegmentBar& partBar() const { return *parts_; }

 Q_SIGNALS:
  /// A side shows another policy now (empty: none): its map is wanted.
  void policyChosen(int side, const QString& policy);
  void asked(double bandwidthMbps, double deviceLoad);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* makeSide(int side);
  void choosePart(int part);
  void chosen(int side);
  void showAgreement();

  std::array<DecisionMapView*, kSides> views_;
  std::array<QComboBox*, kSides> boxes_;
  SegmentBar* parts_;
  DecisionMapLegend* legend_;
  DecisionExtent extent_;
  QString runPolicy_;
};

}  // namespace cleave::ui
