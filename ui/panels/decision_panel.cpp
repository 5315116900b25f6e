// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/decision_panel.h"

#include <QPainter>
#include <algorithm>

#include "core/plain/decision.h"
#include "ui/theme/look.h"

namespace cleave::ui {

/// Every value in its colour, with the value written on it.
class DecisionPanel::Legend : public QWidget {
 public:
  explicit Legend(QWidget* parent) : QWidget(parent) {
    setFixedHeight(18);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  }

  void setSpace(int exits, int longest) {
    exits_ = exits;
    longest_ = longest;
    updateGeometry();
    update();
  }

  [[nodiscard]] QSize sizeHint() const override {
    return {52 * 3 + 4 + (exits_ + longest_ + 1 + static_cast<int>(kBitWidths.size())) * kCell, 18};
  }
  [[nodiscard]] QSize minimumSizeHint() const override { return {0, 18}; }

 protected:
  void paintEvent(QPaintEvent*) override {
    if (width() < sizeHint().width()) return;  // half a legend explains nothing; the crosshair tells the values
    const Colours& colours = coloursOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    int x = 0;
    const auto word = [&](const QString& text, int width) {
      painter.setFont(textFont(11));
      painter.setPen(colours.muted);
      painter.drawText(QRect(x, 0, width - 6, height()), Qt::AlignRight | Qt::AlignVCenter, text);
      x += width;
    };
    const auto cell = [&](const QColor& colour, int value) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(colour);
      painter.drawRoundedRect(QRectF(x + 0.5, 2, kCell - 2, 14), 2, 2);
      painter.setFont(textFont(10, QFont::Medium));
      painter.setPen(inkOn(colour));
      painter.drawText(QRectF(x + 0.5, 2, kCell - 2, 14), Qt::AlignCenter, QString::number(value));
      x += kCell;
    };
    word(tr("exit"), 40);
    for (int exit = 1; exit <= exits_; ++exit) cell(exitColour(colours, exit, exits_), exit);
    word(tr("partition"), 72);
    for (int partition = 0; partition <= longest_; ++partition)
      cell(partitionColour(colours, partition, longest_), partition);
    word(tr("bits"), 44);
    for (const int bits : kBitWidths) cell(bitsColour(colours, bits), bits);
  }

 private:
  static constexpr int kCell = 20;
  int exits_ = 0;
  int longest_ = 0;
};

DecisionPanel::DecisionPanel(QWidget* parent)
    : ChartPanel(tr("Decisions"), parent), strips_(new DecisionStrips(this)), legend_(new Legend(this)) {
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

ChartData DecisionPanel::chartData(ChartSpan span) const {
  ChartData result = strips_->chartData(span);
  result.title = accessibleName();
  return result;
}

}  // namespace cleave::ui
