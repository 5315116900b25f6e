// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/confusion_grid.h"

#include <QFontMetricsF>
#include <QImage>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/theme/format.h"
#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

constexpr double kHead = 18;  // names of the columns
constexpr double kFoot = 20;  // the line about the picked cell
constexpr double kNameGap = 6;
constexpr int kRedrawMs = 200;        // as fast as numbers can be read
constexpr double kLeastForName = 11;  // pixels of a row that can bear its name

}  // namespace

ConfusionGrid::ConfusionGrid(const ConfusionMatrix& matrix, QWidget* parent) : QWidget(parent), matrix_(matrix) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Confusion matrix"));
  timer_.setSingleShot(true);
  timer_.setInterval(kRedrawMs);
  connect(&timer_, &QTimer::timeout, this, QOverload<>::of(&QWidget::update));
}

void ConfusionGrid::setNames(std::vector<QString> names) {
  names_ = std::move(names);
  update();
}

QString ConfusionGrid::nameOf(int index) const {
  const auto at = static_cast<std::size_t>(index);
  return at < names_.size() && !names_[at].isEmpty() ? names_[at] : QString::number(index);
}

void ConfusionGrid::matrixChanged() {
  if (!timer_.isActive()) timer_.start();
}

void ConfusionGrid::setPicked(std::optional<std::pair<int, int>> cell) {
  if (cell == picked_) return;
  picked_ = cell;
  update();
}

QString ConfusionGrid::pickedText() const {
  if (!picked_ || picked_->first >= matrix_.classes() || picked_->second >= matrix_.classes()) {
    return tr("row: true · column: predicted");
  }
  const auto [label, prediction] = *picked_;
  const QString share = tr("%1 of %2 (%3)")
                            .arg(formatCount(matrix_.count(label, prediction)), formatCount(matrix_.ofLabel(label)),
                                 formatPercent(matrix_.share(label, prediction)));
  return label == prediction ? tr("%1 predicted correctly: %2").arg(nameOf(label), share)
                             : tr("%1 predicted as %2: %3").arg(nameOf(label), nameOf(prediction), share);
}

double ConfusionGrid::nameWidth() const {
  const QFontMetricsF metrics(textFont(11));
  double widest = 0;
  for (int i = 0; i < matrix_.classes(); ++i) widest = std::max(widest, metrics.horizontalAdvance(nameOf(i)));
  return std::min(widest + kNameGap, width() * 0.3);
}

QRectF ConfusionGrid::square() const {
  const double left = nameWidth();
  return {left, kHead, std::max(1.0, width() - left - 2), std::max(1.0, height() - kHead - kFoot)};
}

QRectF ConfusionGrid::cellRect(int label, int prediction) const {
  const QRectF all = square();
  const double side = std::max(1, matrix_.classes());
  return {all.left() + prediction * all.width() / side, all.top() + label * all.height() / side, all.width() / side,
          all.height() / side};
}

QColor ConfusionGrid::colourOf(int label, int prediction) const {
  const Colours& colours = coloursOf(*this);
  const double share = matrix_.share(label, prediction);
  if (share <= 0) return colours.control;
  // The root lifts rare confusions above the ground; the number says how rare they are.
  const QColor& full = label == prediction ? colours.exit : colours.violation;
  return mix(colours.control, full, label == prediction ? share : 0.15 + 0.85 * std::sqrt(share));
}

void ConfusionGrid::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Colours& colours = coloursOf(*this);
  const QRectF all = square();
  if (matrix_.classes() > 0) {
    paintCells(painter, all);
    paintNames(painter, all);
  }
  painter.setFont(textFont(11));
  painter.setPen(picked_ ? colours.text : colours.muted);
  const QRectF foot(0, height() - kFoot + 3, width(), kFoot - 3);
  painter.drawText(foot, Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(pickedText(), Qt::ElideRight, width()));
}

void ConfusionGrid::paintCells(QPainter& painter, const QRectF& square) const {
  const int classes = matrix_.classes();
  const double wide = square.width() / classes;
  const double high = square.height() / classes;
  const double gap = std::min(wide, high) > 8 ? 1 : 0;
  if (gap == 0) {  // hundreds of classes: one picture is drawn faster than ten thousand boxes
    QImage image(classes, classes, QImage::Format_RGB32);
    for (int label = 0; label < classes; ++label) {
      for (int prediction = 0; prediction < classes; ++prediction) {
        image.setPixelColor(prediction, label, colourOf(label, prediction));
      }
    }
    painter.drawImage(square, image);
    paintPicked(painter);
    return;
  }
  const int pixels = wide < 40 || high < 18 ? 10 : 11;
  painter.setFont(textFont(pixels));
  const QFontMetricsF metrics(painter.font());
  const bool written = high >= pixels + 1;
  for (int label = 0; label < classes; ++label) {
    for (int prediction = 0; prediction < classes; ++prediction) {
      const QRectF cell = cellRect(label, prediction).adjusted(gap / 2, gap / 2, -gap / 2, -gap / 2);
      const QColor colour = colourOf(label, prediction);
      painter.fillRect(cell, colour);
      const std::uint64_t count = matrix_.count(label, prediction);
      if (!written || count == 0) continue;
      const QString text =
          count < 10'000 ? QString::number(count) : formatNumber(static_cast<double>(count) / 1000) + QLatin1Char('k');
      if (metrics.horizontalAdvance(text) + 2 > cell.width()) continue;
      painter.setPen(inkOn(colour));
      painter.drawText(cell, Qt::AlignCenter, text);
    }
  }
  paintPicked(painter);
}

void ConfusionGrid::paintPicked(QPainter& painter) const {
  if (!picked_ || picked_->first >= matrix_.classes() || picked_->second >= matrix_.classes()) return;
  painter.setPen(QPen(coloursOf(*this).text, 1.5));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(cellRect(picked_->first, picked_->second).adjusted(0.5, 0.5, -0.5, -0.5));
}

void ConfusionGrid::paintNames(QPainter& painter, const QRectF& square) const {
  const Colours& colours = coloursOf(*this);
  const int classes = matrix_.classes();
  painter.setFont(textFont(11));
  const QFontMetricsF metrics(painter.font());
  const double high = square.height() / classes;
  const double wide = square.width() / classes;
  const int everyRow = std::max(1, static_cast<int>(std::ceil(kLeastForName / high)));
  // Columns have less room: as many names as stand beside each other, cut where a column is broad enough to be read.
  double widest = 0;
  for (int i = 0; i < classes; ++i) widest = std::max(widest, metrics.horizontalAdvance(nameOf(i)));
  const double need = std::min(widest, 34.0) + 5;
  const int everyColumn = std::max(1, static_cast<int>(std::ceil(need / wide)));
  const auto ink = [&](bool picked) { painter.setPen(picked ? colours.text : colours.muted); };
  for (int i = 0; i < classes; ++i) {
    const bool row = picked_ && picked_->first == i;
    const bool column = picked_ && picked_->second == i;
    if (row || (i % everyRow == 0 && (!picked_ || everyRow == 1))) {
      ink(row);
      const QRectF box(0, square.top() + i * high + high / 2 - 8, square.left() - kNameGap, 16);
      painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter,
                       metrics.elidedText(nameOf(i), Qt::ElideRight, box.width()));
    }
    if (column || (i % everyColumn == 0 && (!picked_ || everyColumn == 1))) {
      ink(column);
      const double room = wide * everyColumn - 3;
      double left = square.left() + i * wide + (everyColumn == 1 ? 1.5 : 0);
      if (left + room > width()) {  // the last ones would stand over their neighbours
        if (!column) continue;
        left = square.right() - room;
      }
      painter.drawText(QRectF(left, 0, room, kHead - 2),
                       (everyColumn == 1 ? Qt::AlignHCenter : Qt::AlignLeft) | Qt::AlignVCenter,
                       metrics.elidedText(nameOf(i), Qt::ElideRight, room));
    }
  }
}

void ConfusionGrid::mouseMoveEvent(QMouseEvent* event) {
  const QRectF all = square();
  if (matrix_.classes() == 0 || !all.contains(event->position())) {
    setPicked(std::nullopt);
    return;
  }
  const auto part = [&](double at, double from, double size) {
    return std::clamp(static_cast<int>((at - from) / size * matrix_.classes()), 0, matrix_.classes() - 1);
  };
  setPicked(std::pair{part(event->position().y(), all.top(), all.height()),
                      part(event->position().x(), all.left(), all.width())});
}

void ConfusionGrid::leaveEvent(QEvent*) {
  setPicked(std::nullopt);
}

void ConfusionGrid::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  setPicked(std::nullopt);
}

void ConfusionGrid::keyPressEvent(QKeyEvent* event) {
  std::pair<int, int> step{0, 0};
  switch (event->key()) {
    case Qt::Key_Up:
      step.first = -1;
      break;
    case Qt::Key_Down:
      step.first = 1;
      break;
    case Qt::Key_Left:
      step.second = -1;
      break;
    case Qt::Key_Right:
      step.second = 1;
      break;
    default:
      QWidget::keyPressEvent(event);
      return;
  }
  if (matrix_.classes() == 0) return;
  const int last = matrix_.classes() - 1;
  if (!picked_) {
    setPicked(std::pair{0, 0});
    return;
  }
  setPicked(
      std::pair{std::clamp(picked_->first + step.first, 0, last), std::clamp(picked_->second + step.second, 0, last)});
}

}  // namespace cleave::ui
