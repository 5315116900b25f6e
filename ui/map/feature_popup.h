// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>

#include "ui/features/feature_tiles.h"
#include "ui/features/feature_view.h"
#include "ui/map/floating_card.h"

class QToolButton;

namespace cleave::ui {

struct Colours;

/// The channels of one feature of one request, pinned until it is closed; from the partition on as they were and as
/// the edge had them, side by side.
class FeaturePopup : public FloatingCard {
  Q_OBJECT

 public:
  explicit FeaturePopup(QWidget* owner);

  /// Opens on a query that is being answered. @param name of the layer, @param pathLength of the decision's exit
  void open(const FeatureQuery& query, const QString& name, int pathLength, const QRectF& anchor);
  /// Takes the answer to the query that it was opened with, and no other.
  void showFeature(const FeatureView& view);
  [[nodiscard]] const std::optional<FeatureView>& view() const { return view_; }
  [[nodiscard]] const FeatureQuery& query() const { return query_; }
  /// What it says in words.
  [[nodiscard]] QString text() const;
  [[nodiscard]] QSize sizeHint() const override;

 Q_SIGNALS:
  void closed();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  [[nodiscard]] bool compares() const { return view_ && !view_->after.empty(); }
  [[nodiscard]] TileGrid grid(int part) const;
  /// The decision ran this layer.
  [[nodiscard]] bool ran() const;
  [[nodiscard]] QColor inkOf(int part, const Colours& colours) const;
  [[nodiscard]] QString caption(int part) const;
  [[nodiscard]] QString footer() const;
  void paintPart(QPainter& painter, int part);

  FeatureQuery query_;
  QString name_;
  int pathLength_ = 0;
  std::optional<FeatureView> view_;
  int channel_ = -1;  ///< index of the tile below the pointer
  QToolButton* close_;
};

}  // namespace cleave::ui
