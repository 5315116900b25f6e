// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QPushButton>
#include <QTimer>
#include <QSpinBox>
#include <QComboBox>
#include <iostream>
#include "app/workbench/training_controller.h"
#include "ui/theme/look.h"
using namespace cleave;
int main(int argc, char** argv) {
  QApplication app(argc, argv);
  const bool dark = argc > 2 && std::string(argv[2]) == "dark";
  const int seconds = argc > 3 ? atoi(argv[3]) : 30;
  const QString what = argc > 4 ? argv[4] : "";
  const QSize size = argc > 6 ? QSize(atoi(argv[5]), atoi(argv[6])) : QSize(1300, 800);
  ui::installLook();
  const auto& colours = ui::coloursFor(dark ? ui::Theme::Dark : ui::Theme::Light);
  app.setPalette(ui::paletteFor(colours));
  app.setStyleSheet(ui::styleSheetFor(colours));
  ui::TrainPanel panel;
  panel.setAutoFillBackground(true);
  panel.resize(size);
  panel.show();
  workbench::TrainingControllerOptions options;
  options.folder = argv[1];
  options.atOnce = 1;
  workbench::TrainingController controller(panel, options);
  QObject::connect(&controller, &workbench::TrainingController::titleProgressChanged, [](const QString& t) { std::cout << "title: " << t.toStdString() << std::endl; });
  QObject::connect(&controller, &workbench::TrainingController::usePolicyRequested, [](const QString& t) { std::cout << "USE " << t.toStdString() << std::endl; });
  const auto find = [&](const char* n) { return panel.findChild<QPushButton*>(n); };
  QTimer::singleShot(300, [&] {
    if (what == "seeds") panel.findChild<QSpinBox*>("seeds")->setValue(3);
    if (what == "network") panel.findChild<QComboBox*>("kind")->setCurrentIndex(1);
    if (!what.isEmpty() && what != "look") find("train")->click();
  });
  QTimer::singleShot(seconds * 1000 - 3000, [&] { if (find("usePolicy")->isEnabled() && what != "look") find("usePolicy")->click(); });
  QTimer::singleShot(seconds * 1000, [&] {
    panel.grab().save(QString("/tmp/w/c/shots/%1-%2.png").arg(what, dark ? "dark" : "light"));
    app.quit();
  });
  return app.exec();
}
