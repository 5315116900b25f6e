// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/link_control.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <algorithm>
#include <cmath>

#include "ui/theme/format.h"
#include "ui/theme/look.h"

namespace cleave::ui {

LinkControl::LinkControl(QWidget* parent)
    : QWidget(parent),
      slider_(new QSlider(Qt::Horizontal)),
      value_(new QLabel),
      asItIs_(new QCheckBox(tr("no limit"))) {
  slider_->setObjectName(QStringLiteral("linkSlider"));
  slider_->setAccessibleName(tr("Link rate"));
  slider_->setRange(0, kSteps);
  slider_->setMinimumWidth(90);
  slider_->setMaximumWidth(190);
  asItIs_->setObjectName(QStringLiteral("linkAsItIs"));
  asItIs_->setToolTip(tr("Do not limit the link rate"));
  value_->setFixedWidth(QFontMetrics(textFont(13)).horizontalAdvance(QStringLiteral("300 Mbit/s")) + 8);
  auto* box = new QHBoxLayout(this);
  box->setContentsMargins(0, 0, 0, 0);
  box->setSpacing(9);
  box->addWidget(slider_, 1);
  box->addWidget(value_);
  box->addWidget(asItIs_);
  connect(slider_, &QSlider::valueChanged, this, [this](int position) {
    mbps_ = rateAt(position);
    showRate();
    Q_EMIT rateChanged(rate());
  });
  connect(asItIs_, &QCheckBox::toggled, this, [this] {
    showRate();
    Q_EMIT rateChanged(rate());
  });
  setRate(0);
}

double LinkControl::rateAt(int position) {
  const double exact =
      kLeastLinkMbps * std::pow(kMostLinkMbps / kLeastLinkMbps, position / static_cast<double>(kSteps));
  const double unit = std::pow(10, std::floor(std::log10(exact)) - 1);
  return std::clamp(std::round(exact / unit) * unit, kLeastLinkMbps, kMostLinkMbps);
}

int LinkControl::positionOf(double mbps) {
  return static_cast<int>(
      std::lround(kSteps * std::log(mbps / kLeastLinkMbps) / std::log(kMostLinkMbps / kLeastLinkMbps)));
}

void LinkControl::setRate(double mbps) {
  const QSignalBlocker slider(slider_);
  const QSignalBlocker check(asItIs_);
  asItIs_->setChecked(!(mbps > 0));
  if (mbps > 0) mbps_ = std::clamp(mbps, kLeastLinkMbps, kMostLinkMbps);
  slider_->setValue(positionOf(mbps_));
  showRate();
}

double LinkControl::rate() const {
  return asItIs_->isChecked() ? 0 : mbps_;
}

void LinkControl::showRate() {
  slider_->setEnabled(!asItIs_->isChecked());
  value_->setEnabled(!asItIs_->isChecked());
  value_->setText(asItIs_->isChecked() ? tr("unlimited") : formatMbps(mbps_));
}

}  // namespace cleave::ui
