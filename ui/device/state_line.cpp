// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/device/state_line.h"

#include <QPainter>
#include <algorithm>

#include "ui/theme/colours.h"
#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

constexpr int kIndent = 15;
constexpr int kBar = 7;  // with the gap above it

}  // namespace

StateLine::StateLine(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("deviceState"));
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  setState({});
}

void StateLine::setState(const DeviceState& state) {
  state_ = state;
  if (state_.kind == DeviceState::Kind::Off && state_.text.isEmpty()) state_.text = tr("not connected; start a run");
  setAccessibleName(text());
  updateGeometry();
  update();
}

QString StateLine::text() const {
  const bool counts = state_.kind == DeviceState::Kind::Busy && state_.progress >= 0;
  return counts ? tr("%1 %2 %").arg(state_.text).arg(qRound(100 * state_.progress)) : state_.text;
}

int StateLine::heightForWidth(int width) const {
  const QFontMetrics metrics(textFont(12));
  const int text =
      metrics.boundingRect(QRect(0, 0, std::max(20, width - kIndent), 1000), Qt::TextWordWrap, this->text()).height();
  return std::max(text, metrics.height()) + 2 + kBar;
}

void StateLine::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(*this);
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const bool busy = state_.kind == DeviceState::Kind::Busy;
  const QColor dot = state_.kind == DeviceState::Kind::Ready    ? colours.exit
                     : state_.kind == DeviceState::Kind::Failed ? colours.violation
                     : busy                                     ? colours.edge
                                                                : colours.faint;
  painter.setFont(textFont(12));
  const int line = painter.fontMetrics().height();
  painter.setPen(Qt::NoPen);
  painter.setBrush(dot);
  painter.drawEllipse(QRectF(1, (line - 8) / 2.0 + 0.5, 8, 8));
  painter.setPen(state_.kind == DeviceState::Kind::Failed ? colours.violation
                 : state_.kind == DeviceState::Kind::Off  ? colours.muted
                                                          : colours.text);
  painter.drawText(rect().adjusted(kIndent, 0, 0, -kBar), Qt::TextWordWrap, text());
  if (!busy || state_.progress < 0) return;
  const QRectF bar(kIndent, height() - 4, width() - kIndent, 3);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colours.border);
  painter.drawRoundedRect(bar, 1.5, 1.5);
  painter.setBrush(colours.edge);
  painter.drawRoundedRect(QRectF(bar.topLeft(), QSizeF(bar.width() * std::clamp(state_.progress, 0.0, 1.0), 3)), 1.5,
                          1.5);
}

}  // namespace cleave::ui
