// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/device/profile_section.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/device/layer_bars.h"
#include "ui/device/state_line.h"

namespace cleave::ui {

ProfileSection::ProfileSection(QWidget* parent)
    : QWidget(parent),
      button_(new QPushButton(tr("Profile"))),
      state_(new StateLine),
      title_(new QLabel),
      bars_(new LayerBars) {
  button_->setObjectName(QStringLiteral("profileButton"));
  button_->setToolTip(tr("Measure the time of every layer on the device and on this computer"));
  state_->setObjectName(QStringLiteral("profileState"));
  title_->setObjectName(QStringLiteral("muted"));
  title_->setWordWrap(true);
  auto* box = new QVBoxLayout(this);
  box->setContentsMargins(0, 0, 0, 0);
  box->setSpacing(5);
  auto* row = new QHBoxLayout;
  row->setSpacing(10);
  row->addWidget(button_, 0, Qt::AlignTop);
  row->addWidget(state_, 1, Qt::AlignVCenter);
  box->addLayout(row);
  box->addWidget(title_);
  box->addWidget(bars_);
  title_->hide();
  bars_->hide();
  setState({});
  connect(button_, &QPushButton::clicked, this, [this] {
    if (running_) {
      Q_EMIT stopRequested();
    } else {
      Q_EMIT startRequested();
    }
  });
}

void ProfileSection::setState(const DeviceState& state) {
  running_ = state.kind == DeviceState::Kind::Busy;
  button_->setText(running_ ? tr("Stop") : tr("Profile"));
  DeviceState shown = state;
  if (shown.text.isEmpty()) shown.text = tr("measures layer times on both sides");
  state_->setState(shown);
}

void ProfileSection::setTimes(const QString& title, const std::vector<LayerProfile>& times) {
  title_->setText(title);
  title_->setVisible(!times.empty());
  bars_->setTimes(times);
}

const std::vector<LayerProfile>& ProfileSection::times() const {
  return bars_->times();
}

}  // namespace cleave::ui
