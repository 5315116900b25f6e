// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/decision_panel.h"

#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <array>
#include <vector>

#include "core/types/decision.h"
#include "ui/theme/look.h"

namespace cleave::ui {

/// Every value in its colour, with the value written on it. A click on a part hides and shows its strip.
class DecisionPanel::Legend : public QWidget {
 public:
  Legend(DecisionStrips& strips, QWidget* parent) : QWidget(parent), strips_(strips) {
    setFixedHeight(18);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
    setToolTip(DecisionPanel::tr("Click to hide or show a strip"));
  }

  void setSpace(int exits, int longest) {
    parts_[DecisionStrips::Exit].clear();
    parts_[DecisionStrips::Partition].clear();
    parts_[DecisionStrips::Bits] = {kBitWidths.begin(), kBitWidths.end()};
    for (int exit = 1; exit <= exits; ++exit) parts_[DecisionStrips::Exit].push_back(exit);
    for (int partition = 0; partition <= longest; ++partition) parts_[DecisionStrips::Partition].push_back(partition);
    updateGeometry();
    update();
  }

  [[nodiscard]] QSize sizeHint() const override { return {left(DecisionStrips::kStrips) + 4, 18}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {0, 18}; }

 protected:
  void paintEvent(QPaintEvent*) override {
    if (!hasRoom()) return;  // half a legend explains nothing; the crosshair tells the values
    const Colours& colours = coloursOf(*this);
    const int exits = static_cast<int>(parts_[DecisionStrips::Exit].size());
    const int longest = static_cast<int>(parts_[DecisionStrips::Partition].size()) - 1;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (const Strip strip : kOrder) {
      const bool shown = strips_.isStripVisible(strip);
      int x = left(strip);
      painter.setFont(textFont(11));
      painter.setPen(shown ? colours.muted : colours.faint);
      painter.drawText(QRect(x, 0, kWord[strip] - 6, height()), Qt::AlignRight | Qt::AlignVCenter,
                       DecisionStrips::nameOf(strip));
      x += kWord[strip];
      for (const int value : parts_[strip]) {
        const QColor colour = strip == DecisionStrips::Exit        ? exitColour(colours, value, exits)
                              : strip == DecisionStrips::Partition ? partitionColour(colours, value, longest)
                                                                   : bitsColour(colours, value);
        const QRectF box(x + 0.5, 2, kCell - 2, 14);
        painter.setPen(shown ? QPen(Qt::NoPen) : QPen(colours.faint, 1));
        painter.setBrush(shown ? QBrush(colour) : QBrush(Qt::NoBrush));
        painter.drawRoundedRect(box, 2, 2);
        painter.setFont(textFont(10, QFont::Medium));
        painter.setPen(shown ? inkOn(colour) : colours.faint);
        painter.drawText(box, Qt::AlignCenter, QString::number(value));
        x += kCell;
      }
    }
  }

  void mousePressEvent(QMouseEvent* event) override {
    event->ignore();
    if (event->button() != Qt::LeftButton || !hasRoom()) return;
    for (const Strip strip : kOrder) {
      const double x = event->position().x();
      if (x < left(strip) || x >= left(strip + 1)) continue;
      strips_.setStripVisible(strip, !strips_.isStripVisible(strip));
      update();
      event->accept();
    }
  }

 private:
  using Strip = DecisionStrips::Strip;
  static constexpr std::array kOrder{DecisionStrips::Exit, DecisionStrips::Partition, DecisionStrips::Bits};
  static constexpr int kCell = 20;
  static constexpr std::array kWord{40, 72, 44};  // pixels for the names

  [[nodiscard]] bool hasRoom() const { return width() >= sizeHint().width(); }
  /// Where a part begins; of one more than there are: where the last ends.
  [[nodiscard]] int left(int part) const {
    int x = 0;
    for (int i = 0; i < part; ++i) {
      const auto at = static_cast<std::size_t>(i);
      x += kWord[at] + static_cast<int>(parts_[at].size()) * kCell;
    }
    return x;
  }

  DecisionStrips& strips_;
  std::array<std::vector<int>, DecisionStrips::kStrips> parts_;  ///< the values of each
};

DecisionPanel::DecisionPanel(QWidget* parent)
    : ChartPanel(tr("Decisions"), parent), strips_(new DecisionStrips(this)), legend_(new Legend(*strips_, this)) {
  addHeaderWidget(legend_);
  legend_->hide();
  rememberAxis(&strips_->timeAxis());
  setBody(strips_);
}

void DecisionPanel::setNetwork(const NetworkDescription& network) {
  int longest = 0;
  for (int exit = 1; exit <= network.exitCount(); ++exit) longest = std::max(longest, network.pathLength(exit));
  strips_->setSpace(network.exitCount(), longest);
  legend_->setSpace(network.exitCount(), longest);
  legend_->show();
}

void DecisionPanel::append(const RequestRecord& record) {
  strips_->append(record.startS, static_cast<double>(record.id), record.decision);
  if (isEmpty()) setEmpty(false);
}

void DecisionPanel::setTimeAxis(TimeAxis* axis) {
  strips_->setTimeAxis(axis);
  rememberAxis(&strips_->timeAxis());
}

void DecisionPanel::setCapacity(std::size_t rows) {
  strips_->setCapacity(rows);
}

struct DecisionPanel::Filling : PanelFilling {
  explicit Filling(std::size_t capacity) : rows(std::max<std::size_t>(capacity, 1)) {}
  void add(const RequestRecord& record) override {
    DecisionStrips::push(rows, record.startS, static_cast<double>(record.id), record.decision);
  }
  DecisionStrips::Rows rows;
};

std::unique_ptr<PanelFilling> DecisionPanel::makeFilling(std::size_t rows) const {
  return std::make_unique<Filling>(rows);
}

void DecisionPanel::swap(PanelFilling& filling) {
  strips_->swapRows(dynamic_cast<Filling&>(filling).rows);
  setEmpty(strips_->bufferSize() == 0);
}

void DecisionPanel::clearRun() {
  strips_->clear();
  ChartPanel::clearRun();
}

void DecisionPanel::addActions(QMenu& menu) {
  menu.addSeparator();
  for (const auto strip : {DecisionStrips::Exit, DecisionStrips::Partition, DecisionStrips::Bits}) {
    addSwitch(menu, DecisionStrips::nameOf(strip), strips_->isStripVisible(strip), [this, strip](bool on) {
      strips_->setStripVisible(strip, on);
      legend_->update();
    });
  }
}

ChartData DecisionPanel::chartData(ChartSpan span) const {
  ChartData result = strips_->chartData(span);
  result.title = accessibleName();
  return result;
}

}  // namespace cleave::ui
