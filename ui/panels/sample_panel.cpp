// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sample_panel.h"

#include <QMetaMethod>
#include <algorithm>
#include <numeric>
#include <utility>

#include "ui/features/feature_text.h"
#include "ui/figures/row_figure.h"
#include "ui/theme/format.h"

namespace cleave::ui {
namespace {

constexpr int kBeatMs = 500;
constexpr int kTiles = 9;

}  // namespace

SamplePanel::SamplePanel(QWidget* parent) : Panel(tr("Sample"), parent), view_(new SampleView) {
  setBody(view_);
  beat_.setSingleShot(true);
  beat_.setInterval(kBeatMs);
  connect(&beat_, &QTimer::timeout, this, [this] {
    if (asked_) present(*std::exchange(asked_, std::nullopt), {});  // its feature takes too long
    takeNext();
  });
}

void SamplePanel::setClasses(std::vector<QString> classes) {
  classes_ = std::move(classes);
}

void SamplePanel::setNetwork(const NetworkDescription& network) {
  network_ = network;
}

QString SamplePanel::nameOf(int index) const {
  if (index < 0) return tr("none");
  if (static_cast<std::size_t>(index) < classes_.size()) return classes_[static_cast<std::size_t>(index)];
  return tr("class %1").arg(index);
}

std::vector<SampleContent::Candidate> SamplePanel::best(const RequestRecord& record) const {
  if (record.probabilities.empty()) {
    if (record.prediction < 0) return {};
    return {{nameOf(record.prediction), static_cast<double>(record.confidence)}};
  }
  std::vector<int> order(record.probabilities.size());
  std::iota(order.begin(), order.end(), 0);
  const auto most = order.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(3, order.size()));
  const auto at = [&](int i) { return record.probabilities[static_cast<std::size_t>(i)]; };
  std::partial_sort(order.begin(), most, order.end(), [&](int a, int b) { return at(a) > at(b); });
  std::vector<SampleContent::Candidate> candidates;
  for (auto i = order.begin(); i != most; ++i) candidates.push_back({nameOf(*i), static_cast<double>(at(*i))});
  return candidates;
}

void SamplePanel::showRequest(const RequestRecord& record, const QImage& frame) {
  if (isEmpty() || !wantsFeatures()) {
    asked_.reset();
    next_.reset();
    present({record, frame}, {});
    if (!wantsFeatures()) return;
  }
  next_ = Request{record, frame};
  if (!beat_.isActive()) takeNext();
}

bool SamplePanel::wantsFeatures() const {
  static const QMetaMethod wanted = QMetaMethod::fromSignal(&SamplePanel::featureWanted);
  return isSignalConnected(wanted) && isVisible() && view_->hasRoomForTiles();
}

std::optional<FeatureQuery> SamplePanel::queryOf(const RequestRecord& record) const {
  const int exit = record.decision.exit;
  const bool known = exit >= 1 && exit <= network_.exitCount();
  const bool local = known && record.decision.partition >= network_.pathLength(exit);
  if (record.outcome != Outcome::Completed || !known || local || record.frame < 0) return std::nullopt;
  return FeatureQuery{.request = record.id,
                      .frame = record.frame,
                      .decision = record.decision,
                      .exit = exit,
                      .layer = record.decision.partition,
                      .channels = kTiles};
}

void SamplePanel::takeNext() {
  if (!next_) return;
  beat_.start();
  Request request = *std::exchange(next_, std::nullopt);
  const auto query = queryOf(request.record);
  if (!query || !wantsFeatures()) return present(request, {});
  asked_ = std::move(request);
  query_ = *query;
  Q_EMIT featureWanted(query_);
}

void SamplePanel::showFeature(const FeatureView& view) {
  if (!asked_ || view.query != query_) return;
  const Request request = *std::exchange(asked_, std::nullopt);
  present(request, view.error.isEmpty() ? std::optional(view) : std::nullopt);
}

void SamplePanel::describePayload(const RequestRecord& record, SampleContent& content) const {
  const Decision& decision = record.decision;
  const bool known = decision.exit >= 1 && decision.exit <= network_.exitCount() && decision.partition >= 0;
  const int length = known ? network_.pathLength(decision.exit) : 0;
  if (record.outcome == Outcome::Failed) {
    content.crossing = tr("no result returned");
    return;
  }
  if (record.outcome == Outcome::Fallback) {
    content.crossing = tr("timed out: finished on the device");
    return;
  }
  if (known && decision.partition >= length) {
    content.crossing = tr("device only: no feature sent");
    content.payload = tr("%1, result only").arg(formatBytes(static_cast<double>(record.payloadBytes)));
    content.payloadHow = tr("no feature sent");
    return;
  }
  content.payload = tr("%1 sent").arg(formatBytes(static_cast<double>(record.payloadBytes)));
  content.payloadHow = bitsText(decision.bits);
  if (!known) return;
  const auto shape = network_.shapes(decision.exit).at(static_cast<std::size_t>(decision.partition));
  const PayloadText text = payloadText(record.payloadBytes, elementCount(shape), decision);
  content.payload = text.size;
  content.payloadHow = text.how;
  const auto layer =
      decision.partition == 0
          ? tr("frame")
          : QString::fromStdString(network_.path(decision.exit)[static_cast<std::size_t>(decision.partition - 1)].name);
  content.crossing = tr("%1 sent at %2").arg(layer, bitsText(decision.bits));
}

void SamplePanel::present(const Request& request, std::optional<FeatureView> feature) {
  const RequestRecord& record = request.record;
  setEmpty(false);
  SampleContent content;
  content.name = record.outcome == Outcome::Failed ? tr("no result") : nameOf(record.prediction);
  if (record.outcome == Outcome::Failed) {
    content.verdict = tr("failed");
    content.verdictRole = ColourRole::Violation;
  } else if (record.label < 0) {
    content.verdict = tr("no label");
  } else {
    content.verdict = record.correct() ? tr("correct") : tr("wrong: %1").arg(nameOf(record.label));
    content.verdictRole = record.correct() ? ColourRole::Exit : ColourRole::Violation;
  }
  content.frame = request.frame;
  content.candidates = best(record);
  describePayload(record, content);
  content.feature = std::move(feature);
  setNote(formatCount(record.id));
  view_->setContent(std::move(content));
}

std::optional<Figure> SamplePanel::figure(double widthMm) const {
  RowData rows;
  rows.axis = tr("Confidence (%)");
  for (const auto& candidate : content().candidates) {
    rows.rows.push_back({candidate.name, {}, CategoryRow::Kind::Bar, 100 * candidate.probability});
  }
  if (rows.rows.empty()) return std::nullopt;
  return rowFigure(std::move(rows), widthMm);
}

void SamplePanel::clearRun() {
  beat_.stop();
  asked_.reset();
  next_.reset();
  view_->setContent({});
  setEmpty(true);
}

}  // namespace cleave::ui
