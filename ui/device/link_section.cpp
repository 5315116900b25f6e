// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/device/link_section.h"

#include <QComboBox>
#include <QFileInfo>
#include <QPushButton>
#include <QSignalBlocker>
#include <algorithm>

#include "ui/scenario/conditions_chart.h"
#include "ui/theme/format.h"
#include "ui/widgets/form_row.h"
#include "ui/widgets/read_slider.h"
#include "ui/window/link_control.h"

namespace cleave::ui {

LinkSection::LinkSection(QWidget* parent)
    : QWidget(parent),
      kind_(new QComboBox),
      rate_(new ReadSlider(LinkControl::kSteps, QStringLiteral("0.25 Mbit/s"))),
      scenario_(new QComboBox),
      trace_(new QPushButton),
      note_(new QLabel),
      chart_(new ConditionsChart) {
  QGridLayout* grid = makeForm(this);
  kind_->addItem(tr("No limit"), static_cast<int>(Link::AsItIs));
  kind_->addItem(tr("Rate limit"), static_cast<int>(Link::Rate));
  kind_->addItem(tr("Scenario"), static_cast<int>(Link::Scenario));
  kind_->addItem(tr("Trace file"), static_cast<int>(Link::Trace));
  addRow(grid, tr("Link"), kind_, "linkKind");
  // One control of three below the kind: a grid row of its own, so that nothing jumps.
  scenario_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  scenario_->setMinimumContentsLength(8);
  caption_ = addRow(grid, {}, rate_, "linkRate");
  const int row = grid->rowCount() - 1;
  for (QWidget* other : std::initializer_list<QWidget*>{scenario_, trace_}) grid->addWidget(other, row, 1);
  rate_->slider->setAccessibleName(tr("Link rate"));
  scenario_->setObjectName(QStringLiteral("linkScenario"));
  scenario_->setAccessibleName(tr("Scenario"));
  trace_->setObjectName(QStringLiteral("linkTrace"));
  trace_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  note_->setObjectName(QStringLiteral("muted"));
  note_->setWordWrap(true);
  chart_->setMinimumHeight(110);
  grid->addWidget(note_, grid->rowCount(), 0, 1, 2);
  grid->addWidget(chart_, grid->rowCount(), 0, 1, 2);
  grid->setRowStretch(grid->rowCount() - 1, 1);
  connect(kind_, &QComboBox::currentIndexChanged, this, &LinkSection::chooseKind);
  connect(rate_->slider, &QSlider::valueChanged, this, [this](int position) {
    mbps_ = LinkControl::rateAt(position);
    rate_->value->setText(formatMbps(mbps_));
    Q_EMIT changed();
  });
  connect(scenario_, &QComboBox::currentIndexChanged, this, &LinkSection::changed);
  connect(trace_, &QPushButton::clicked, this, &LinkSection::traceWanted);
  show({});
}

void LinkSection::chooseKind(int) {
  showKind();
  // Without a file there is nothing to change to yet: ask for one.
  if (kind_->currentData().toInt() == static_cast<int>(Link::Trace) && file_.isEmpty()) {
    Q_EMIT traceWanted();
  } else {
    Q_EMIT changed();
  }
}

void LinkSection::showKind() {
  const auto kind = static_cast<Link>(kind_->currentData().toInt());
  caption_->setText(kind == Link::Rate       ? tr("Limit")
                    : kind == Link::Scenario ? tr("Scenario")
                    : kind == Link::Trace    ? tr("File")
                                             : QString());
  caption_->setVisible(kind != Link::AsItIs);
  rate_->setVisible(kind == Link::Rate);
  scenario_->setVisible(kind == Link::Scenario);
  trace_->setVisible(kind == Link::Trace);
  const bool drawn = kind == Link::Scenario || kind == Link::Trace;
  chart_->setVisible(drawn && !chart_->preview().mbps.empty());
  note_->setVisible(drawn && !note_->text().isEmpty());
}

void LinkSection::showTrace() {
  const QString name = QFileInfo(file_).fileName();
  trace_->setText(file_.isEmpty() ? tr("Choose…") : name);
  trace_->setToolTip(file_.isEmpty() ? tr("A CSV file (time_s,mbps) or a Mahimahi trace") : file_);
  trace_->setAccessibleName(tr("Trace file"));
}

void LinkSection::setTrace(const QString& file) {
  if (file.isEmpty()) return;
  file_ = file;
  showTrace();
  const QSignalBlocker kind(kind_);
  kind_->setCurrentIndex(kind_->findData(static_cast<int>(Link::Trace)));
  showKind();
  Q_EMIT changed();
}

void LinkSection::setScenarios(const std::vector<ScenarioChoice>& scenarios) {
  const QSignalBlocker quiet(scenario_);
  const QString chosen = scenario_->currentData().toString();
  scenario_->clear();
  bool shipped = true;
  for (const auto& each : scenarios) {
    if (shipped && !each.shipped && scenario_->count() > 0) scenario_->insertSeparator(scenario_->count());
    shipped = each.shipped;
    scenario_->addItem(each.name, each.id);
    scenario_->setItemData(scenario_->count() - 1, each.about, Qt::ToolTipRole);
  }
  scenario_->setCurrentIndex(std::max(0, scenario_->findData(chosen)));
}

void LinkSection::setPreview(const ConditionsPreview& preview) {
  chart_->setPreview(preview);
  note_->setText(preview.note);
  showKind();
}

void LinkSection::show(const DeviceSettings& settings) {
  const QSignalBlocker kind(kind_);
  const QSignalBlocker rate(rate_->slider);
  const QSignalBlocker scenario(scenario_);
  kind_->setCurrentIndex(kind_->findData(static_cast<int>(settings.link)));
  mbps_ = std::clamp(settings.rateMbps, kLeastLinkMbps, kMostLinkMbps);
  rate_->slider->setValue(LinkControl::positionOf(mbps_));
  rate_->value->setText(formatMbps(mbps_));
  if (const int known = scenario_->findData(settings.scenario); known >= 0) scenario_->setCurrentIndex(known);
  file_ = settings.trace;
  showTrace();
  showKind();
}

void LinkSection::read(DeviceSettings& settings) const {
  settings.link = static_cast<Link>(kind_->currentData().toInt());
  if (settings.link == Link::Trace && file_.isEmpty()) settings.link = Link::AsItIs;
  settings.rateMbps = mbps_;
  settings.scenario = scenario_->currentData().toString();
  settings.trace = file_;
}

}  // namespace cleave::ui
