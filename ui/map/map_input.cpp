// SPDX-License-Identifier: GPL-3.0-or-later
// What pointer and keyboard do on the map.
#include <QAccessible>
#include <QKeyEvent>
#include <QMouseEvent>
#include <algorithm>
#include <cmath>

#include "ui/features/feature_text.h"
#include "ui/map/feature_popup.h"
#include "ui/map/layer_card.h"
#include "ui/map/layer_facts.h"
#include "ui/map/map_card.h"
#include "ui/map/network_map.h"
#include "ui/theme/format.h"

namespace cleave::ui {

using Kind = MapTarget::Kind;

MapTarget NetworkMap::targetAt(const QPointF& point) const {
  if (layout_.trunk.empty()) return {};
  if (state_.record && !deviceOnly(layout_, state_.decision)) {
    const Seam& seam = state_.seam;
    const double x = point.y() < seam.step ? seam.top : seam.bottom;
    if (std::abs(point.x() - x) < 4 && point.y() < layout_.labels + layout_.labelHeight) return {Kind::Seam};
    if (MapCard::of(layout_, state_).box.contains(point)) return {Kind::Seam};
  }
  return layout_.targetAt(point);
}

// A layer of the trunk is looked at on the path of the request shown, where that goes so far.
FeatureQuery NetworkMap::queryOf(const MapTarget& target) const {
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

QString NetworkMap::nameOf(const FeatureQuery& query) const {
  if (query.layer == 0) return tr("frame");
  return QString::fromStdString(network_.path(query.exit).at(static_cast<std::size_t>(query.layer - 1)).name);
}

LayerFacts NetworkMap::factsOf(const MapTarget& target) const {
  LayerFacts facts;
  if (!target.isLayer()) {
    const auto& frame = network_.frame;
    facts.name = tr("frame");
    facts.kind = tr("as the device's camera delivers it");
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
QRectF NetworkMap::anchorOf(const MapTarget& target) const {
  if (target.kind == Kind::Seam) {
    return state_.record ? MapCard::of(layout_, state_)
                               .box.united(QRectF(state_.seam.top, layout_.labels, 1, layout_.labelHeight))
                         : QRectF();
  }
  QRectF anchor = layout_.blockOf(target);
  if (target.kind != Kind::Branch) anchor.setBottom(layout_.labels + layout_.labelHeight);
  return anchor;
}

void NetworkMap::point(const MapTarget& target) {
  if (target == state_.hovered) return;
  state_.hovered = target;
  const bool opens = target && state_.record;
  setCursor(opens ? Qt::PointingHandCursor : Qt::ArrowCursor);
  update();
  if (!target || target.kind == Kind::Seam) {
    cardDelay_.stop();
    card_->hide();
  } else if (card_->isVisible()) {
    showCard();
  } else {
    cardDelay_.start();
  }
}

void NetworkMap::showCard() {
  const MapTarget target = state_.hovered ? state_.hovered : state_.selected;
  if (!target || target.kind == Kind::Seam) return card_->hide();
  card_->setFacts(factsOf(target));
  card_->showAt(anchorOf(target));
}

void NetworkMap::select(const MapTarget& target) {
  if (target == state_.selected) return;
  state_.selected = target;
  update();
  if (!target) return;
  setAccessibleDescription(textOf(factsOf(target)));
  QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
  QAccessible::updateAccessibility(&changed);
}

void NetworkMap::inspect(const MapTarget& target) {
  if (!target || !state_.record) return;
  if (target.kind == Kind::Seam && deviceOnly(layout_, state_.decision)) return;
  cardDelay_.stop();
  card_->hide();
  const FeatureQuery query = queryOf(target);
  popup_->open(query, nameOf(query), network_.pathLength(query.decision.exit), anchorOf(target));
  select(target);
  Q_EMIT featureWanted(query);
}

void NetworkMap::mouseMoveEvent(QMouseEvent* event) {
  point(targetAt(event->position()));
}

void NetworkMap::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
  const MapTarget target = targetAt(event->position());
  if (target) {
    inspect(target);
  } else {
    popup_->hide();
    select({});
  }
}

void NetworkMap::leaveEvent(QEvent* event) {
  QWidget::leaveEvent(event);
  point({});
}

void NetworkMap::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  if (!state_.hovered) card_->hide();
}

bool NetworkMap::takesKey(const QKeyEvent& event) const {
  if (event.modifiers() & ~Qt::KeypadModifier) return false;
  switch (event.key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Home:
    case Qt::Key_End:
      return !layout_.trunk.empty();
    case Qt::Key_Return:
    case Qt::Key_Enter:
      return static_cast<bool>(state_.selected);
    case Qt::Key_Escape:  // else it stops the run
      return popup_->isVisible() || state_.selected;
    default:
      return false;
  }
}

bool NetworkMap::event(QEvent* event) {
  // While the map can use a key, the window's shortcuts do not get it.
  if (event->type() == QEvent::ShortcutOverride && takesKey(*static_cast<QKeyEvent*>(event))) {
    event->accept();
    return true;
  }
  return QWidget::event(event);
}

// Along the trunk with Left and Right; a branch is entered and left with Down and Up.
MapTarget NetworkMap::neighbour(int key) const {
  const MapTarget& from = state_.selected;
  const std::size_t last = layout_.trunk.size() - 1;
  if (key == Qt::Key_Home) return {Kind::Frame};
  if (key == Qt::Key_End) return {Kind::Trunk, 0, last};
  const bool along = key == Qt::Key_Left || key == Qt::Key_Right;
  if (from.kind == Kind::Branch) {
    const MapExit& exit = layout_.exits[from.exit];
    if (along) {
      const std::size_t column = exit.trunkLayers - 1;
      return {Kind::Trunk, 0,
              key == Qt::Key_Left ? column - std::min<std::size_t>(column, 1) : std::min(column + 1, last)};
    }
    if (key == Qt::Key_Down) return {Kind::Branch, from.exit, std::min(from.layer + 1, exit.branch.size() - 1)};
    return from.layer > 0 ? MapTarget{Kind::Branch, from.exit, from.layer - 1}
                          : MapTarget{Kind::Trunk, 0, exit.trunkLayers - 1};
  }
  if (from.kind != Kind::Trunk) {
    return key == Qt::Key_Right && from.kind == Kind::Frame ? MapTarget{Kind::Trunk, 0, 0} : MapTarget{Kind::Frame};
  }
  if (key == Qt::Key_Left) return from.layer > 0 ? MapTarget{Kind::Trunk, 0, from.layer - 1} : MapTarget{Kind::Frame};
  if (key == Qt::Key_Right) return {Kind::Trunk, 0, std::min(from.layer + 1, last)};
  for (std::size_t e = 0; key == Qt::Key_Down && e < layout_.exits.size(); ++e) {
    const MapExit& exit = layout_.exits[e];
    if (exit.trunkLayers == from.layer + 1 && !exit.branch.empty()) return {Kind::Branch, e, 0};
  }
  return from;
}

void NetworkMap::keyPressEvent(QKeyEvent* event) {
  if (!takesKey(*event)) return QWidget::keyPressEvent(event);
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return inspect(state_.selected);
  if (event->key() == Qt::Key_Escape) {
    const bool wasOpen = popup_->isVisible();
    const MapTarget kept = state_.selected;
    popup_->hide();
    card_->hide();
    select(wasOpen ? kept : MapTarget{});
    return;
  }
  state_.hovered = {};
  select(neighbour(event->key()));
  if (popup_->isVisible()) {
    inspect(state_.selected);  // goes with the selection
  } else {
    showCard();
  }
}

}  // namespace cleave::ui
