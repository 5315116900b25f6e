// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/network_description.h"
#include "ui/export/figure_source.h"
#include "ui/panels/panel.h"

namespace cleave::ui {

class NetworkMap;

/// The panel of the network map; on paper it is the layers' times.
class MapPanel : public Panel, public FigureSource {
  Q_OBJECT

 public:
  explicit MapPanel(QWidget* parent = nullptr);

  [[nodiscard]] NetworkMap& map() const { return *map_; }
  void setNetwork(const NetworkDescription& network, std::vector<double> exitAccuracy);
  /// Medians of the latest times of every layer.
  [[nodiscard]] std::optional<Figure> figure(double widthMm) const override;

 private:
  NetworkMap* map_;
  NetworkDescription network_;
};

}  // namespace cleave::ui
