// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include "ui/features/feature_view.h"
#include "ui/map/layer_card.h"
#include "ui/map/map_state.h"

namespace cleave::ui {

class FeaturePopup;

/// What the map says about a target: a card with a layer's facts beside what is pointed at, and a popup with a feature,
/// pinned until it is closed.
class MapInspector : public QObject {
  Q_OBJECT

 public:
  /// Card and popup belong to the map, as does everything that they speak of.
  MapInspector(QWidget& map, const NetworkDescription& network, const MapLayout& layout, const MapState& state,
               const LayerTimes& times);

  [[nodiscard]] LayerFacts factsOf(const MapTarget& target) const;
  /// Of what is hovered, else of what is selected; hides it where neither has one.
  void showCard();
  /// The same, after a moment unless one is shown already.
  void showCardSoon();
  void hideCard();

  /// Pins the popup to the target of the request shown. @returns what it waits for
  FeatureQuery open(const MapTarget& target);
  [[nodiscard]] bool isOpen() const;
  /// Popup and card.
  void close();
  /// The answer to what open() returned.
  void showFeature(const FeatureView& view);

  /// Another request is shown.
  void followRequest();
  /// Everything has moved.
  void followLayout();

 Q_SIGNALS:
  /// The popup was closed.
  void closed();

 private:
  [[nodiscard]] FeatureQuery queryOf(const MapTarget& target) const;
  [[nodiscard]] QString nameOf(const FeatureQuery& query) const;
  [[nodiscard]] QRectF anchorOf(const MapTarget& target) const;

  const NetworkDescription& network_;
  const MapLayout& layout_;
  const MapState& state_;
  const LayerTimes& times_;
  LayerCard* card_;
  QTimer cardDelay_;
  FeaturePopup* popup_;
};

}  // namespace cleave::ui
