// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/device/device_panel.h"

#include <QFileDialog>
#include <QVBoxLayout>

#include "ui/device/agent_section.h"
#include "ui/device/link_section.h"
#include "ui/device/processor_section.h"
#include "ui/device/profile_section.h"
#include "ui/figures/layer_times_figure.h"
#include "ui/widgets/form_row.h"
#include "ui/widgets/plain_scroll.h"

namespace cleave::ui {
namespace {

QFrame* makeRule() {
  auto* rule = new QFrame;
  rule->setObjectName(QStringLiteral("rule"));
  rule->setFixedHeight(1);
  return rule;
}

}  // namespace

DevicePanel::DevicePanel(QWidget* parent)
    : Panel(tr("Device"), parent),
      agent_(new AgentSection),
      processor_(new ProcessorSection),
      link_(new LinkSection),
      profile_(new ProfileSection),
      problem_(makeProblem(this)) {
  auto* content = new QWidget;
  auto* box = new QVBoxLayout(content);
  box->setContentsMargins(2, 2, 8, 2);
  box->setSpacing(9);
  const std::initializer_list<QWidget*> parts{agent_,     problem_, makeRule(), processor_,
                                              makeRule(), link_,    makeRule(), profile_};
  for (QWidget* part : parts) box->addWidget(part);
  box->setStretchFactor(link_, 1);
  box->addStretch(0);
  setBody(plainScroll(content));
  setEmpty(false);
  connect(agent_, &AgentSection::changed, this, &DevicePanel::takeSettings);
  connect(processor_, &ProcessorSection::changed, this, &DevicePanel::takeSettings);
  connect(link_, &LinkSection::changed, this, &DevicePanel::takeSettings);
  connect(processor_, &ProcessorSection::profileFileWanted, this, &DevicePanel::askForProfileFile);
  connect(link_, &LinkSection::traceWanted, this, &DevicePanel::askForTraceFile);
  connect(profile_, &ProfileSection::startRequested, this, &DevicePanel::profileRequested);
  connect(profile_, &ProfileSection::stopRequested, this, &DevicePanel::profileStopRequested);
  setSettings({});
}

void DevicePanel::setSettings(const DeviceSettings& settings) {
  settings_ = settings;
  agent_->show(settings);
  processor_->show(settings);
  link_->show(settings);
}

void DevicePanel::takeSettings() {
  DeviceSettings read;
  agent_->read(read);
  processor_->read(read);
  link_->read(read);
  if (read == settings_) return;
  const bool agentChanged = read.agent != settings_.agent;
  settings_ = read;
  if (agentChanged) processor_->show(settings_);  // only a local one can be told what to stand in for
  setProblem({});
  Q_EMIT settingsChanged(settings_);
}

// Not modal: a run goes on meanwhile.
void DevicePanel::askForProfileFile() {
  auto* dialog =
      new QFileDialog(this, tr("Open latency profile"), {}, tr("Latency profiles (*.json *.profile);;All files (*)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, &DevicePanel::takeProfileFile);
  dialog->open();
}

void DevicePanel::askForTraceFile() {
  auto* dialog = new QFileDialog(this, tr("Open link trace"), {},
                                 tr("Link traces (*.csv *.up *.down *.log *.txt *.trace);;All files (*)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, &DevicePanel::takeTraceFile);
  connect(dialog, &QFileDialog::rejected, this, [this] { link_->show(settings_); });
  dialog->open();
}

void DevicePanel::takeProfileFile(const QString& file) {
  processor_->addProfile(file);
}
void DevicePanel::takeTraceFile(const QString& file) {
  link_->setTrace(file);
}
void DevicePanel::setRecentDevices(const QStringList& addresses) {
  agent_->setRecent(addresses);
}
void DevicePanel::setScenarios(const std::vector<ScenarioChoice>& scenarios) {
  link_->setScenarios(scenarios);
  DeviceSettings shown;
  link_->read(shown);
  settings_.scenario = shown.scenario;
}
void DevicePanel::setState(const DeviceState& state) {
  agent_->setState(state);
}
void DevicePanel::setProblem(const QString& sentence) {
  showProblem(problem_, sentence);
}
void DevicePanel::setLinkPreview(const ConditionsPreview& preview) {
  link_->setPreview(preview);
}
void DevicePanel::setProfileState(const DeviceState& state) {
  profile_->setState(state);
}
void DevicePanel::setProfile(const QString& title, const std::vector<LayerProfile>& times) {
  profile_->setTimes(title, times);
}

std::optional<Figure> DevicePanel::figure(double widthMm) const {
  if (profile_->times().empty()) return std::nullopt;
  Table table{{"layer", "device_ms", "edge_ms"}, {}};
  std::vector<LayerMs> times;
  for (const auto& time : profile_->times()) {
    table.rows.push_back({time.layer.toStdString(), cell(time.deviceMs), cell(time.edgeMs)});
    times.push_back({time.layer, time.deviceMs, time.edgeMs});
  }
  return layerTimesFigure(std::move(times), tr("Median time (ms)"), widthMm, std::move(table));
}

}  // namespace cleave::ui
