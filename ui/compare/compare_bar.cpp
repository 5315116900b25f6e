// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/compare_bar.h"

#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <utility>

#include "ui/compare/policy_picker.h"
#include "ui/widgets/wrap_layout.h"

namespace cleave::ui {
namespace {

/// A control with its name before it.
QWidget* field(const QString& name, QWidget* control) {
  auto* widget = new QWidget;
  auto* box = new QHBoxLayout(widget);
  box->setContentsMargins(0, 0, 0, 0);
  box->setSpacing(5);
  auto* label = new QLabel(name);
  label->setObjectName(QStringLiteral("panelNote"));
  label->setBuddy(control);
  box->addWidget(label);
  box->addWidget(control);
  if (control->accessibleName().isEmpty()) control->setAccessibleName(name);
  return widget;
}

QSpinBox* spin(int low, int high, int value) {
  auto* made = new QSpinBox;
  made->setRange(low, high);
  made->setValue(value);
  made->setMinimumWidth(76);
  return made;
}

}  // namespace

CompareBar::CompareBar(QWidget* parent)
    : QWidget(parent),
      scenario_(new QComboBox),
      picker_(new PolicyPicker),
      mode_(new QComboBox),
      seeds_(spin(1, 1000, 5)),
      requests_(spin(1, 1'000'000, simulatedRequests_)),
      run_(new QPushButton(tr("Run"))),
      stop_(new QPushButton(tr("Stop"))) {
  scenario_->setObjectName(QStringLiteral("scenario"));
  scenario_->setMinimumWidth(110);
  mode_->setObjectName(QStringLiteral("mode"));
  mode_->addItems({tr("simulated"), tr("live")});
  mode_->setToolTip(tr(
      "Simulated: takes seconds and averages over many simulated environments. Live: this computer and a device (the "
      "one in the Device panel, or an emulated one) run every request; stop any run on that device first"));
  seeds_->setObjectName(QStringLiteral("seeds"));
  seeds_->setToolTip(tr("Each seed samples its own link conditions; intervals are over seeds"));
  requests_->setObjectName(QStringLiteral("requests"));
  run_->setObjectName(QStringLiteral("run"));
  run_->setDefault(true);
  stop_->setObjectName(QStringLiteral("stop"));
  auto* box = new WrapLayout(this, 12);
  box->addWidget(field(tr("Scenario"), scenario_));
  box->addWidget(field(tr("Policies"), picker_));
  box->addWidget(field(tr("Mode"), mode_));
  seedsField_ = field(tr("Seeds"), seeds_);
  box->addWidget(seedsField_);
  box->addWidget(field(tr("Requests"), requests_));
  box->addWidget(run_);
  box->addWidget(stop_);
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  connect(run_, &QPushButton::clicked, this, &CompareBar::runClicked);
  connect(stop_, &QPushButton::clicked, this, &CompareBar::stopClicked);
  connect(picker_, &PolicyPicker::checkedChanged, this, &CompareBar::update);
  connect(scenario_, &QComboBox::currentTextChanged, this, &CompareBar::follow);
  connect(mode_, &QComboBox::currentIndexChanged, this, [this](int mode) {
    (mode == 0 ? liveRequests_ : simulatedRequests_) = requests_->value();
    requests_->setValue(mode == 0 ? simulatedRequests_ : liveRequests_);
    update();
  });
  update();
}

void CompareBar::setScenarios(const QStringList& names, const QString& current) {
  const QSignalBlocker quiet(scenario_);  // policies follow what is chosen, not what is chosen on the way
  scenario_->clear();
  for (const QString& name : names) {
    scenario_->addItem(name.contains(QLatin1Char('/')) ? QFileInfo(name).completeBaseName() : name, name);
    scenario_->setItemData(scenario_->count() - 1, name, Qt::ToolTipRole);
  }
  if (const int at = scenario_->findData(current); at >= 0) scenario_->setCurrentIndex(at);
  if (scenario_->currentText() != followed_) follow(scenario_->currentText());
  update();
}

CompareRequest CompareBar::request() const {
  return {scenario_->currentData().toString(), picker_->checked(), mode_->currentIndex() == 1, seeds_->value(),
          requests_->value()};
}

void CompareBar::clickRun() {
  run_->click();
}

void CompareBar::setRequest(const CompareRequest& request) {
  if (const int at = scenario_->findData(request.scenario); at >= 0) scenario_->setCurrentIndex(at);
  mode_->setCurrentIndex(request.live ? 1 : 0);
  seeds_->setValue(request.seeds);
  requests_->setValue(request.requests);
  picker_->setChecked(request.policies);
}

void CompareBar::setRunning(bool running) {
  running_ = running;
  update();
}

void CompareBar::follow(const QString& scenario) {
  const QString before = QStringLiteral("trained:") + followed_;
  const QString after = QStringLiteral("trained:") + scenario;
  QStringList checked = picker_->checked();
  if (checked.contains(before) && picker_->offers(after)) {
    checked.replace(checked.indexOf(before), after);
    picker_->setChecked(checked);
  }
  followed_ = scenario;
  update();
}

void CompareBar::update() {
  const bool ready = scenario_->count() > 0 && !picker_->checked().isEmpty();
  run_->setVisible(!running_);
  stop_->setVisible(running_);
  run_->setEnabled(ready);
  run_->setToolTip(ready ? QString() : tr("Choose a policy first"));
  seedsField_->setVisible(mode_->currentIndex() == 0);
  requests_->setToolTip(mode_->currentIndex() == 0 ? tr("Per simulated environment; each seed uses 8 environments")
                                                   : tr("Per policy, all over the same link"));
}

}  // namespace cleave::ui
