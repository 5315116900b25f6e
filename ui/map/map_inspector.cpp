// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_inspector.h"

#include "ui/features/feature_text.h"
#include "ui/map/feature_popup.h"
#include "ui/map/layer_facts.h"
#include "ui/map/map_card.h"
#include "ui/theme/format.h"

namespace cleave::ui {
namespace {

constexpr int kCardDelayMs = 120;

}  // namespace

using Kind = MapTarget::Kind;

MapInspector::MapInspector(QWidget& map, const NetworkDescription& network, const MapLayout& layout,
                           const MapState& state, const LayerTimes& times)
    : QObject(&map),
      network_(network),
      layout_(layout),
      state_(state),
      times_(times),
      card_(new LayerCard(&map)),
      popup_(new FeaturePopup(&map)) {
  cardDelay_.setSingleShot(true);
  cardDelay_.setInterval(kCardDelayMs);
  connect(&cardDelay_, &QTimer::timeout, this, &MapInspector::showCard);
  connect(popup_, &FeaturePopup::closed, this, &MapInspector::closed);
}

// A layer of the trunk is looked at on the path of the request shown, where that goes so far.
FeatureQuery MapInspector::queryOf(const MapTarget& target) const {
  const RequestRecord& record = *state_.record;
  FeatureQuery query{
      .request = record.id, .frame = record.frame, .decision = record.decision, .exit = record.decision.exit};
  if (target.kind == Kind::Seam) {
    query.layer = record.decision.partition;
  } else if (target.kind == Kind::Trunk) {
    query.layer = static_cast<int>(target.layer) + 1;
    if (query.layer > network_.trunkLayers(query.exit)) query.exit = network_.exitCount();
  } else if (target.kind == Kind::Branch) {
    query.exit = static_cast<int>(target.exit) + 1;
    query.layer = network_.trunkLayers(query.exit) + static_cast<int>(target.layer) + 1;
  }
  return query;
}

QString MapInspector::nameOf(const FeatureQuery& query) const {
  if (query.layer == 0) return tr("frame");
  return QString::fromStdString(network_.path(query.exit).at(static_cast<std::size_t>(query.layer - 1)).name);
}

LayerFacts MapInspector::factsOf(const MapTarget& target) const {
  LayerFacts facts;
  if (!target.isLayer()) {
    const auto& frame = network_.frame;
    facts.name = tr("frame");
    facts.kind = tr("input image from the device's camera");
    facts.facts = tr("%1 · 8-bit RGB · %2")
                      .arg(shapeText({3, frame.height, frame.width}), formatBytes(static_cast<double>(frame.bytes())));
    facts.timed = false;
    return facts;
  }
  const int exit = target.kind == Kind::Branch ? static_cast<int>(target.exit) + 1 : network_.exitCount();
  const std::size_t before = target.kind == Kind::Branch ? static_cast<std::size_t>(network_.trunkLayers(exit)) : 0;
  const std::size_t at = before + target.layer;
  const auto path = network_.path(exit);
  const auto shapes = network_.shapes(exit);
  if (at >= path.size()) return facts;
  facts.name = QString::fromStdString(path[at].name);
  facts.kind = kindText(path[at]);
  const QString cost = costText(path[at], shapes[at], shapes[at + 1]);
  facts.facts = shapeText(shapes[at + 1]) + (cost.isEmpty() ? QString() : QStringLiteral(" · ") + cost);
  facts.device = times_.onDevice(target);
  facts.edge = times_.onEdge(target);
  return facts;
}

// Below a column's names, so that the card hides no block; below the block itself in a branch.
QRectF MapInspector::anchorOf(const MapTarget& target) const {
  if (target.kind == Kind::Seam) {
    return state_.record ? MapCard::of(layout_, state_)
                               .box.united(QRectF(state_.seam.top, layout_.labels, 1, layout_.labelHeight))
                         : QRectF();
  }
  QRectF anchor = layout_.blockOf(target);
  if (target.kind != Kind::Branch) anchor.setBottom(layout_.labels + layout_.labelHeight);
  return anchor;
}

void MapInspector::showCard() {
  const MapTarget target = state_.hovered ? state_.hovered : state_.selected;
  if (!target || target.kind == Kind::Seam) return card_->hide();
  card_->setFacts(factsOf(target));
  card_->showAt(anchorOf(target));
}

void MapInspector::showCardSoon() {
  if (card_->isVisible()) {
    showCard();
  } else {
    cardDelay_.start();
  }
}

void MapInspector::hideCard() {
  cardDelay_.stop();
  card_->hide();
}

FeatureQuery MapInspector::open(const MapTarget& target) {
  hideCard();
  const FeatureQuery query = queryOf(target);
  popup_->open(query, nameOf(query), network_.pathLength(query.decision.exit), anchorOf(target));
  return query;
}

bool MapInspector::isOpen() const {
  return popup_->isVisible();
}

void MapInspector::close() {
  popup_->hide();
  card_->hide();
}

void MapInspector::showFeature(const FeatureView& view) {
  popup_->showFeature(view);
}

void MapInspector::followRequest() {
  if (card_->isVisible()) showCard();
}

void MapInspector::followLayout() {
  followRequest();
  if (popup_->isVisible()) popup_->showAt(anchorOf(state_.selected));
}

}  // namespace cleave::ui
