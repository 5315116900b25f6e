// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sample_panel.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <numeric>

#include "ui/theme/format.h"
#include "ui/theme/look.h"

namespace cleave::ui {

class SamplePanel::View : public QWidget {
 public:
  QImage frame;
  QString name, verdict;
  ColourRole verdictRole = ColourRole::Muted;
  std::vector<Candidate> candidates;

 protected:
  void paintEvent(QPaintEvent*) override {
    const Colours& colours = coloursOf(*this);
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    constexpr int kBar = 24;
    const int bars = 3 * kBar + 6;
    // The picture takes what the bars leave: above its name where there is height, beside it where there is not.
    const int room = height() - bars;
    const bool beside = room < width() - 40;
    const int side = std::max(40, beside ? std::min(room, width() * 3 / 5) : std::min(room - 50, width()));
    const QRectF picture(beside ? 2.0 : (width() - side) / 2.0, 2, side - 4, side - 4);
    paintPicture(painter, picture, colours);
    const QRect words = beside ? QRect(side + 6, 2, width() - side - 6, 60) : QRect(2, side + 4, width() - 4, 48);
    painter.setPen(colours.text);
    int pixels = 18;
    while (pixels > 12 && QFontMetrics(textFont(pixels, QFont::DemiBold)).horizontalAdvance(name) > words.width())
      --pixels;
    painter.setFont(textFont(pixels, QFont::DemiBold));
    painter.drawText(words.adjusted(0, 0, 0, -words.height() + 26), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(name, Qt::ElideRight, words.width()));
    painter.setFont(textFont(12, QFont::Medium));
    painter.setPen(colours.of(verdictRole));
    painter.drawText(words.adjusted(0, 26, 0, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, verdict);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      paintBar(painter, QRect(2, height() - bars + 6 + static_cast<int>(i) * kBar, width() - 4, kBar), candidates[i],
               colours);
    }
  }

 private:
  void paintPicture(QPainter& painter, const QRectF& box, const Colours& colours) const {
    QPainterPath shape;
    shape.addRoundedRect(box, 5, 5);
    painter.fillPath(shape, colours.control);
    painter.save();
    painter.setClipPath(shape);
    painter.drawImage(box, frame);
    painter.restore();
    painter.setPen(QPen(colours.border, 1));
    painter.drawPath(shape);
  }

  static void paintBar(QPainter& painter, const QRect& row, const Candidate& candidate, const Colours& colours) {
    const int nameWidth = std::min(86, row.width() * 36 / 100);
    painter.setFont(textFont(12));
    painter.setPen(colours.text);
    painter.drawText(QRect(row.left(), row.top(), nameWidth, row.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(candidate.name, Qt::ElideRight, nameWidth));
    const QRectF bar(row.left() + nameWidth + 6, row.center().y() - 4, row.width() - nameWidth - 48, 9);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.grid);
    painter.drawRoundedRect(bar, 4, 4);
    painter.setBrush(colours.edge);
    painter.drawRoundedRect(
        QRectF(bar.left(), bar.top(), std::max(4.0, bar.width() * candidate.probability), bar.height()), 4, 4);
    painter.setPen(colours.muted);
    painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, formatPercent(candidate.probability, 0));
  }
};

SamplePanel::SamplePanel(QWidget* parent) : Panel(tr("Sample"), parent), view_(new View) {
  setBody(view_);
}

void SamplePanel::setClasses(std::vector<QString> classes) {
  classes_ = std::move(classes);
}

QString SamplePanel::nameOf(int index) const {
  if (index < 0) return tr("none");
  if (static_cast<std::size_t>(index) < classes_.size()) return classes_[static_cast<std::size_t>(index)];
  return tr("class %1").arg(index);
}

std::vector<SamplePanel::Candidate> SamplePanel::best(const RequestRecord& record) const {
  if (record.probabilities.empty()) {
    if (record.prediction < 0) return {};
    return {{nameOf(record.prediction), static_cast<double>(record.confidence)}};
  }
  std::vector<int> order(record.probabilities.size());
  std::iota(order.begin(), order.end(), 0);
  const auto most = order.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(3, order.size()));
  const auto at = [&](int i) { return record.probabilities[static_cast<std::size_t>(i)]; };
  std::partial_sort(order.begin(), most, order.end(), [&](int a, int b) { return at(a) > at(b); });
  std::vector<Candidate> candidates;
  for (auto i = order.begin(); i != most; ++i) candidates.push_back({nameOf(*i), static_cast<double>(at(*i))});
  return candidates;
}

void SamplePanel::showRequest(const RequestRecord& record, const QImage& frame) {
  setEmpty(false);
  name_ = record.outcome == Outcome::Failed ? tr("no result") : nameOf(record.prediction);
  if (record.outcome == Outcome::Failed) {
    verdict_ = tr("failed");
    view_->verdictRole = ColourRole::Violation;
  } else if (record.label < 0) {
    verdict_ = tr("no label");
    view_->verdictRole = ColourRole::Muted;
  } else {
    verdict_ = record.correct() ? tr("correct") : tr("wrong: %1").arg(nameOf(record.label));
    view_->verdictRole = record.correct() ? ColourRole::Exit : ColourRole::Violation;
  }
  view_->frame = frame;
  view_->name = name_;
  view_->verdict = verdict_;
  view_->candidates = best(record);
  setNote(formatCount(record.id));
  view_->update();
}

void SamplePanel::clearRun() {
  name_.clear();
  verdict_.clear();
  setEmpty(true);
}

}  // namespace cleave::ui
