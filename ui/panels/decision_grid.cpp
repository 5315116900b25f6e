// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/decision_grid.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/theme/format.h"
#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

constexpr int kHead = 17;
constexpr int kSide = 42;
constexpr int kRow = 19;

}  // namespace

DecisionGrid::DecisionGrid(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void DecisionGrid::setNetwork(const NetworkDescription& network) {
  shares_.clear();
  longest_ = 0;
  for (int exit = 1; exit <= network.exitCount(); ++exit) {
    shares_.emplace_back(static_cast<std::size_t>(network.pathLength(exit)) + 1, 0.0);
    longest_ = std::max(longest_, network.pathLength(exit));
  }
  clearRun();
  updateGeometry();
}

void DecisionGrid::setShares(const std::vector<DecisionShare>& shares, const Decision& current) {
  for (auto& row : shares_) std::fill(row.begin(), row.end(), 0.0);
  for (const auto& entry : shares) {
    const auto exit = static_cast<std::size_t>(entry.decision.exit - 1);
    const auto partition = static_cast<std::size_t>(entry.decision.partition);
    if (exit < shares_.size() && partition < shares_[exit].size()) shares_[exit][partition] += entry.share;
  }
  current_ = current;
  update();
}

void DecisionGrid::clearRun() {
  for (auto& row : shares_) std::fill(row.begin(), row.end(), 0.0);
  current_ = {0, 0, 0};
  update();
}

double DecisionGrid::share(int exit, int partition) const {
  return shares_.at(static_cast<std::size_t>(exit - 1)).at(static_cast<std::size_t>(partition));
}

QSize DecisionGrid::sizeHint() const {
  return {200, kHead + static_cast<int>(shares_.size()) * kRow + 2};
}

QRectF DecisionGrid::cell(int exit, int partition) const {
  const double width = (QWidget::width() - kSide) / static_cast<double>(longest_ + 1);
  return {kSide + partition * width + 1, static_cast<double>(kHead + (exit - 1) * kRow + 1), width - 2, kRow - 2.0};
}

void DecisionGrid::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(*this);
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(textFont(11));
  painter.setPen(colours.muted);
  for (int partition = 0; partition <= longest_; ++partition) {
    const QRectF at = cell(1, partition);
    painter.drawText(QRectF(at.left() - 3, 0, at.width() + 6, kHead - 2), Qt::AlignCenter, QString::number(partition));
  }
  for (int exit = 1; exit <= static_cast<int>(shares_.size()); ++exit) {
    const auto& row = shares_[static_cast<std::size_t>(exit - 1)];
    painter.setPen(colours.muted);
    painter.drawText(QRectF(0, cell(exit, 0).top(), kSide, kRow - 2.0), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("exit %1").arg(exit));
    for (int partition = 0; partition < static_cast<int>(row.size()); ++partition) {
      const double share = row[static_cast<std::size_t>(partition)];
      const bool current = current_.exit == exit && current_.partition == partition;
      // The square root shows rare decisions too.
      const QColor none = mix(colours.panel, colours.edge, colours.dark ? 0.10 : 0.06);
      painter.setPen(current ? QPen(colours.exit, 2) : QPen(Qt::NoPen));
      painter.setBrush(mix(none, colours.edge, share > 0 ? 0.12 + 0.88 * std::sqrt(share) : 0));
      painter.drawRoundedRect(cell(exit, partition), 2.5, 2.5);
    }
  }
}

bool DecisionGrid::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  for (int exit = 1; exit <= static_cast<int>(shares_.size()); ++exit) {
    for (int partition = 0; partition < static_cast<int>(shares_[static_cast<std::size_t>(exit - 1)].size());
         ++partition) {
      if (!cell(exit, partition).contains(help->pos())) continue;
      QToolTip::showText(help->globalPos(),
                         tr("exit %1, partition %2: %3 of requests")
                             .arg(exit)
                             .arg(partition)
                             .arg(formatPercent(share(exit, partition))),
                         this);
      return true;
    }
  }
  QToolTip::hideText();
  return true;
}

}  // namespace cleave::ui
