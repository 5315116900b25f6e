// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QString>
#include <QWidget>
#include <optional>
#include <vector>

#include "ui/features/feature_view.h"
#include "ui/theme/colours.h"

namespace cleave::ui {

/// What the sample panel shows, all of one request.
struct SampleContent {
  struct Candidate {
    QString name;
    double probability = 0;
  };
  QImage frame;
  QString name;
  QString verdict;
  ColourRole verdictRole = ColourRole::Muted;
  std::vector<Candidate> candidates;  ///< the best first
  QString crossing;                   ///< "pool2 sent at 4 bits", or why nothing was sent
  QString payload;                    ///< how much; may be empty
  QString payloadHow;                 ///< and how; may be empty
  std::optional<FeatureView> feature;
};

/// Paints it into whatever room there is: the feature's tiles go first, then the payload, never the frame or the
/// classes.
class SampleView : public QWidget {
  Q_OBJECT

 public:
  void setContent(SampleContent content);
  [[nodiscard]] const SampleContent& content() const { return content_; }
  /// There is room for tiles; without it nobody needs to compute a feature.
  [[nodiscard]] bool hasRoomForTiles() const { return places().tiles.height() > 0; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {150, 140}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  struct Places {
    QRectF picture;
    QRectF words;    ///< name and verdict
    QRectF bars;     ///< three rows
    QRectF tiles;    ///< caption, tiles, loss; empty where there is no room
    QRectF payload;  ///< one or two lines; may be empty
  };
  [[nodiscard]] Places places() const;
  void paintPicture(QPainter& painter, const QRectF& box, const Colours& colours) const;
  void paintWords(QPainter& painter, const QRectF& box, const Colours& colours) const;
  void paintBars(QPainter& painter, const QRectF& box, const Colours& colours) const;
  void paintTileBlock(QPainter& painter, const QRectF& box, const Colours& colours) const;
  void paintPayload(QPainter& painter, const QRectF& box, const Colours& colours) const;

  SampleContent content_;
};

}  // namespace cleave::ui
