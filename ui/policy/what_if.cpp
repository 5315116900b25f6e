// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policy/what_if.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <algorithm>
#include <cmath>

#include "ui/theme/format.h"
#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

struct Span {
  double low, high;
  bool logarithmic;
};
constexpr std::array<Span, WhatIf::Knobs> kSpans{
    {{0.2, 300, true}, {0.5, 300, true}, {0, 0.95, false}, {0, 0.95, false}, {10, 1000, true}}};

double& fieldOf(WhatIfValues& values, WhatIf::Knob knob) {
  double* const fields[] = {&values.bandwidthMbps, &values.rttMs, &values.deviceLoad, &values.edgeLoad,
                            &values.targetMs};
  return *fields[knob];
}

QString textOf(WhatIf::Knob knob, double value) {
  switch (knob) {
    case WhatIf::Bandwidth:
      return value > 0 ? formatMbps(value) : WhatIf::tr("unknown");
    case WhatIf::Rtt:
      return formatMs(value);
    case WhatIf::Target:
      return value > 0 ? QStringLiteral("%1 ms").arg(value, 0, 'f', 0) : WhatIf::tr("none");
    default:
      return QString::number(std::max(0.0, value), 'f', 2);
  }
}

// Two significant digits: what a person would say.
double tidy(double value) {
  const double unit = std::pow(10, std::floor(std::log10(value)) - 1);
  return std::round(value / unit) * unit;
}

}  // namespace

WhatIf::WhatIf(QWidget* parent) : QWidget(parent), state_(new QLabel), back_(new QPushButton(tr("Follow the run"))) {
  auto* title = new QLabel(tr("What if"));
  title->setObjectName(QStringLiteral("strong"));
  state_->setObjectName(QStringLiteral("panelNote"));
  state_->setMinimumWidth(10);
  state_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  back_->setObjectName(QStringLiteral("followRun"));
  back_->setToolTip(tr("Set the sliders back to the run's observations (Esc)"));
  back_->setStyleSheet(QStringLiteral("padding: 0px 9px; font-size: 12px;"));
  back_->setFixedHeight(20);
  auto* head = new QHBoxLayout;
  head->setSpacing(8);
  head->addWidget(title);
  head->addWidget(state_, 1);
  head->addWidget(back_);
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(8);
  grid->setVerticalSpacing(0);
  grid->setColumnStretch(1, 1);
  grid->addLayout(head, 0, 0, 1, 3);
  grid->setRowMinimumHeight(0, 20);
  addRow(Bandwidth, tr("bandwidth"), tr("Estimated link bandwidth, assumed constant"));
  addRow(Rtt, tr("round trip"), tr("Round-trip time of a small message"));
  addRow(DeviceLoad, tr("device load"), tr("Share of the device's CPU used by other work"));
  addRow(EdgeLoad, tr("edge load"), tr("Share of the edge's CPU used by other work"));
  addRow(Target, tr("target"), tr("Latency target of a request"));
  grid->setRowStretch(Knobs + 1, 1);
  connect(back_, &QPushButton::clicked, this, &WhatIf::follow);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  display(values_);
  showButton();
}

void WhatIf::addRow(Knob knob, const QString& name, const QString& tip) {
  auto* grid = static_cast<QGridLayout*>(layout());
  auto* label = new QLabel(name);
  label->setObjectName(QStringLiteral("panelNote"));
  Row& row = rows_[knob];
  row.slider = new QSlider(Qt::Horizontal);
  row.slider->setRange(0, kSteps);
  row.slider->setPageStep(kSteps / 12);
  row.slider->setSingleStep(3);
  row.slider->setAccessibleName(name);
  row.slider->setToolTip(tip);
  row.slider->setMinimumWidth(60);
  label->setBuddy(row.slider);
  row.value = new QLabel;
  row.value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  row.value->setFixedWidth(QFontMetrics(textFont(13)).horizontalAdvance(QStringLiteral("300 Mbit/s")) + 4);
  grid->addWidget(label, knob + 1, 0);
  grid->addWidget(row.slider, knob + 1, 1);
  grid->addWidget(row.value, knob + 1, 2);
  connect(row.slider, &QSlider::valueChanged, this, [this, knob](int step) { moved(knob, step); });
  connect(row.slider, &QSlider::sliderPressed, this, [this] {  // held still already means: stay
    if (following_) ask(values_);
  });
}

double WhatIf::valueAt(Knob knob, int step) {
  const Span& span = kSpans[knob];
  const double t = step / static_cast<double>(kSteps);
  if (!span.logarithmic) return std::round(100 * (span.low + t * (span.high - span.low))) / 100;
  return std::clamp(tidy(span.low * std::pow(span.high / span.low, t)), span.low, span.high);
}

int WhatIf::stepOf(Knob knob, double value) {
  const Span& span = kSpans[knob];
  const double within = std::clamp(value, span.low, span.high);
  const double t = span.logarithmic ? std::log(within / span.low) / std::log(span.high / span.low)
                                    : (within - span.low) / (span.high - span.low);
  return static_cast<int>(std::lround(kSteps * t));
}

void WhatIf::display(const WhatIfValues& values) {
  values_ = values;
  for (int i = 0; i < Knobs; ++i) {
    const auto knob = static_cast<Knob>(i);
    const double value = fieldOf(values_, knob);
    const QSignalBlocker quiet(rows_[knob].slider);
    if (!rows_[knob].slider->isSliderDown()) rows_[knob].slider->setValue(stepOf(knob, value));
    rows_[knob].value->setText(textOf(knob, value));
  }
}

void WhatIf::showButton() {
  back_->setEnabled(!following_);
  const QString followed = assumed_.isEmpty() ? tr("following the run") : assumed_;
  state_->setText(following_ ? followed : tr("custom values"));
  state_->setToolTip(state_->text());
  back_->setText(assumed_.isEmpty() ? tr("Follow the run") : tr("Reset"));
}

void WhatIf::setAssumed(const QString& text) {
  assumed_ = text;
  showButton();
}

void WhatIf::setLive(const WhatIfValues& values) {
  live_ = values;
  if (following_) display(values);
}

void WhatIf::ask(const WhatIfValues& values) {
  following_ = false;
  display(values);
  showButton();
  Q_EMIT asked(values_);
}

void WhatIf::moved(Knob knob, int step) {
  WhatIfValues values = values_;
  fieldOf(values, knob) = valueAt(knob, step);
  ask(values);
}

void WhatIf::follow() {
  if (following_) return;
  following_ = true;
  display(live_);
  showButton();
  Q_EMIT followed();
}

bool WhatIf::event(QEvent* event) {
  // Else the window's shortcut takes it, and the run stops.
  if (event->type() == QEvent::ShortcutOverride && !following_ &&
      static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
    event->accept();
    return true;
  }
  return QWidget::event(event);
}

void WhatIf::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape && !following_) return follow();
  QWidget::keyPressEvent(event);
}

}  // namespace cleave::ui
