// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/floating_card.h"

#include <QEvent>
#include <QPainter>
#include <algorithm>

#include "ui/theme/colours.h"

namespace cleave::ui {
namespace {

constexpr int kMargin = 6;  // to the window's sides
constexpr int kGap = 7;     // to the anchor

}  // namespace

FloatingCard::FloatingCard(QWidget* owner) : QWidget(owner), owner_(owner) {
  hide();
  setFocusPolicy(Qt::NoFocus);
  owner_->installEventFilter(this);
}

QSize FloatingCard::room() const {
  return owner_->window()->size() - QSize(2 * kMargin, 2 * kMargin);
}

void FloatingCard::showAt(const QRectF& anchor) {
  anchor_ = anchor;
  QWidget* const window = owner_->window();
  if (parentWidget() != window) setParent(window);
  place();
  show();
  raise();
}

void FloatingCard::place() {
  QWidget* const window = owner_->window();
  const QSize size = sizeHint().boundedTo(room());
  const QRectF anchor = anchor_.translated(owner_->mapTo(window, QPoint()));
  const double below = anchor.bottom() + kGap;
  const double above = anchor.top() - kGap - size.height();
  const bool fits = below + size.height() <= window->height() - kMargin;
  const double top = fits || above < kMargin ? below : above;
  const auto within = [](double at, double low, double high) {
    return static_cast<int>(std::clamp(at, low, std::max(low, high)));
  };
  // Over its owner rather than over its neighbours, where it is not wider.
  const double left = owner_->mapTo(window, QPoint()).x();
  const bool narrow = size.width() <= owner_->width();
  const double low = narrow ? left : kMargin;
  const double high = narrow ? left + owner_->width() - size.width() : window->width() - size.width() - kMargin;
  setGeometry(within(anchor.center().x() - size.width() / 2.0, low, high),
              within(top, kMargin, window->height() - size.height() - kMargin), size.width(), size.height());
}

void FloatingCard::paintSheet(QPainter& painter) {
  const Colours& colours = coloursOf(*this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(mix(colours.border, colours.muted, 0.4), 1));
  painter.setBrush(colours.panel);
  painter.fillRect(rect(), colours.panel);
  painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
}

bool FloatingCard::eventFilter(QObject* watched, QEvent* event) {
  if (watched == owner_ && event->type() == QEvent::Hide) hide();
  return QWidget::eventFilter(watched, event);
}

}  // namespace cleave::ui
