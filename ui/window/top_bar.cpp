// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/top_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/theme/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/look.h"
#include "ui/window/link_control.h"
#include "ui/window/target_spin.h"

namespace cleave::ui {
namespace {

void setElided(QLabel* label, const QString& text) {
  label->setToolTip(text);
  label->setText(QFontMetrics(textFont(13)).elidedText(text, Qt::ElideMiddle, label->maximumWidth() - 4));
}

}  // namespace

TopBar::TopBar(QWidget* parent) : QFrame(parent), box_(new QHBoxLayout(this)) {
  setObjectName(QStringLiteral("topBar"));
  setFixedHeight(56);
  box_->setContentsMargins(14, 6, 10, 6);
  box_->setSpacing(6);
  start_ = transport("startButton", tr("Start (Space)"));
  pause_ = transport("pauseButton", tr("Pause (Space)"));
  stop_ = transport("stopButton", tr("Stop (Esc)"));
  connect(start_, &QToolButton::clicked, this, &TopBar::startPressed);
  connect(pause_, &QToolButton::clicked, this, &TopBar::pausePressed);
  connect(stop_, &QToolButton::clicked, this, &TopBar::stopPressed);

  const auto value = [](const char* name, int width) {
    auto* label = new QLabel;
    label->setObjectName(QString::fromLatin1(name));
    label->setMaximumWidth(width);
    label->setFixedHeight(26);
    return label;
  };
  device_ = value("deviceName", 240);
  model_ = value("modelName", 190);
  policy_ = new QComboBox;
  policy_->setObjectName(QStringLiteral("policyCombo"));
  policy_->setAccessibleName(tr("Policy"));
  policy_->setMinimumWidth(120);
  policy_->setMaximumWidth(210);
  policy_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  target_ = new TargetSpin;
  target_->setObjectName(QStringLiteral("targetSpin"));
  target_->setFixedWidth(92);
  link_ = new LinkControl;
  addField(tr("Device"), device_);
  addField(tr("Model"), model_);
  addField(tr("Policy"), policy_);
  addField(tr("Target"), target_);
  addField(tr("Link rate"), link_, 4);
  box_->addStretch(5);
  connect(policy_, &QComboBox::currentIndexChanged, this, &TopBar::settingsChanged);
  connect(target_, &TargetSpin::valueChanged, this, &TopBar::settingsChanged);
  connect(link_, &LinkControl::rateChanged, this, &TopBar::settingsChanged);
  setDeviceName({});
  setModelName({});
}

QToolButton* TopBar::transport(const char* name, const QString& tip) {
  auto* button = new QToolButton;
  button->setObjectName(QString::fromLatin1(name));
  button->setProperty("transport", true);
  button->setFixedSize(34, 34);
  button->setIconSize({18, 18});
  button->setToolTip(tip);
  button->setAccessibleName(tip);
  box_->addWidget(button);
  return button;
}

void TopBar::addField(const QString& caption, QWidget* widget, int stretch) {
  auto* label = new QLabel(caption);
  label->setObjectName(QStringLiteral("fieldName"));
  label->setBuddy(widget);
  auto* column = new QVBoxLayout;
  column->setContentsMargins(12, 0, 0, 0);
  column->setSpacing(2);
  column->addWidget(label);
  widget->setFixedHeight(26);
  column->addWidget(widget);
  box_->addLayout(column, stretch);
}

void TopBar::setModelName(const QString& name) {
  setElided(model_, name.isEmpty() ? tr("none open") : name);
}

void TopBar::setDeviceName(const QString& name) {
  setElided(device_, name.isEmpty() ? tr("none connected") : name);
}

void TopBar::setPolicies(const QStringList& names, const QString& current) {
  const QSignalBlocker block(policy_);
  policy_->clear();
  for (const QString& name : names) addPolicy(name);
  choosePolicy(current);
}

void TopBar::addPolicy(const QString& policy) {
  policy_->addItem(shownPolicy(policy), policy);
  policy_->setItemData(policy_->count() - 1, policy, Qt::ToolTipRole);
}

void TopBar::offerPolicy(const QString& policy) {
  if (policy_->findData(policy) < 0) addPolicy(policy);
}

void TopBar::choosePolicy(const QString& policy) {
  if (const int at = policy_->findData(policy); at >= 0) policy_->setCurrentIndex(at);
}

void TopBar::setSettings(const RunSettings& settings) {
  const QSignalBlocker policy(policy_);
  const QSignalBlocker target(target_);
  if (!settings.policy.isEmpty()) offerPolicy(settings.policy);
  choosePolicy(settings.policy);
  target_->setValue(settings.targetMs);
  link_->setRate(settings.linkMbps);
}

RunSettings TopBar::settings() const {
  return {policy_->currentData().toString(), target_->value(), link_->rate()};
}

void TopBar::setState(RunState state, bool hasModel) {
  const bool active = state == RunState::Running || state == RunState::Paused || state == RunState::Connecting;
  start_->setEnabled(hasModel && (!active || state == RunState::Paused));
  start_->setToolTip(state == RunState::Paused ? tr("Resume (Space)") : tr("Start (Space)"));
  pause_->setEnabled(state == RunState::Running);
  stop_->setEnabled(active);
}

void TopBar::setColours(const Colours& colours) {
  start_->setIcon(icon(QStringLiteral("play"), colours.exit, colours.faint));
  pause_->setIcon(icon(QStringLiteral("pause"), colours.text, colours.faint));
  stop_->setIcon(icon(QStringLiteral("stop"), colours.text, colours.faint));
}

}  // namespace cleave::ui
