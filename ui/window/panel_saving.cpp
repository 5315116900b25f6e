// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/panel_saving.h"

#include <QMenu>

#include "ui/charts/chart_menu.h"
#include "ui/export/figure_source.h"
#include "ui/export/file_saver.h"
#include "ui/export/save_menu.h"
#include "ui/panels/chart_panel.h"
#include "ui/window/panel_dock.h"

namespace cleave::ui {

void offerSaving(PanelDock& dock, FileSaver& saver) {
  auto* chart = qobject_cast<ChartPanel*>(&dock.panel());
  const auto* source = dynamic_cast<const FigureSource*>(&dock.panel());
  QObject::connect(&dock, &PanelDock::menuMade, &saver, [&dock, &saver, chart, source](QMenu* menu) {
    if (chart && !chart->isEmpty()) {
      addChartActions(*menu, dock, *chart, chart->timeAxis());
      addFigureActions(*menu, *chart, saver, chart->timeAxis() != nullptr);
      menu->addSeparator();
    } else {
      addCopyPicture(*menu, dock);
    }
    if (source) addFigureActions(*menu, *source, dock.windowTitle(), saver);
    addSavePicture(*menu, dock, dock.windowTitle(), saver);
  });
  if (chart) {
    QObject::connect(chart, &ChartPanel::menuMade, &saver, [chart, &saver](QMenu* menu) {
      addFigureActions(*menu, *chart, saver, chart->timeAxis() != nullptr);
    });
  }
  addFigureActions(dock.panel(), saver);
}

}  // namespace cleave::ui
