// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QMainWindow>
#include <QVBoxLayout>

#include "ui/theme/look.h"

namespace cleave::ui::test {

/// A window in the workbench's look around one panel, and its picture under build/screenshots.
class ThemedWindow : public QMainWindow {
 public:
  explicit ThemedWindow(QWidget* panel) {
    installLook();
    auto* content = new QWidget;
    auto* box = new QVBoxLayout(content);
    box->setContentsMargins(8, 8, 8, 8);
    box->addWidget(panel);
    setCentralWidget(content);
    setTheme(Theme::Light);
  }

  void setTheme(Theme theme) {
    const Colours& colours = coloursFor(theme);
    setPalette(paletteFor(colours));
    setFont(textFont(13));
    setStyleSheet(styleSheetFor(colours));
  }

  /// Light and dark at a size of the panel. @returns whether both could be saved
  bool savePictures(const QString& name, const QSize& size) {
    const QString folder = QStringLiteral(CLEAVE_SOURCE_DIR "/build/screenshots");
    QDir().mkpath(folder);
    resize(size + QSize(16, 16));
    show();
    bool saved = true;
    for (const auto& [theme, suffix] : {std::pair{Theme::Light, "light"}, std::pair{Theme::Dark, "dark"}}) {
      setTheme(theme);
      QCoreApplication::processEvents();
      saved = grab().save(QStringLiteral("%1/%2-%3.png").arg(folder, name, QLatin1String(suffix))) && saved;
    }
    setTheme(Theme::Light);
    return saved;
  }
};

}  // namespace cleave::ui::test
