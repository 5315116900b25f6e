// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/look.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QStyle>
#include <QStyleFactory>
#include <array>
#include <utility>

#include "ui/theme/icons.h"

static void initResources() {
  Q_INIT_RESOURCE(cleave_ui);
}  // the macro does not work inside a namespace

namespace cleave::ui {

const Colours& coloursFor(Theme theme) {
  if (theme == Theme::System) {
    return QGuiApplication::palette().color(QPalette::Window).lightness() < 128 ? darkColours() : lightColours();
  }
  return theme == Theme::Dark ? darkColours() : lightColours();
}

void loadResources() {
  initResources();
}

QString textFamily() {
  static const QString family = [] {
    const QStringList known = QFontDatabase::families();
    for (const auto* name : {"Inter", "DejaVu Sans"}) {
      if (known.contains(QLatin1String(name))) return QString::fromLatin1(name);
    }
    return QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
  }();
  return family;
}

QFont textFont(int pixels, QFont::Weight weight) {
  QFont font(textFamily());
  font.setPixelSize(pixels);
  font.setWeight(weight);
  return font;
}

QPalette paletteFor(const Colours& colours) {
  QPalette palette(colours.text, colours.control, colours.grid, colours.border, colours.faint, colours.text,
                   colours.text, colours.panel, colours.window);
  palette.setColor(QPalette::Highlight, colours.edge);
  palette.setColor(QPalette::HighlightedText, inkOn(colours.edge));
  palette.setColor(QPalette::PlaceholderText, colours.muted);
  palette.setColor(QPalette::ToolTipBase, colours.panel);
  palette.setColor(QPalette::ToolTipText, colours.text);
  palette.setColor(QPalette::Link, colours.edge);
  for (const auto role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText}) {
    palette.setColor(QPalette::Disabled, role, colours.faint);
  }
  return palette;
}

QString styleSheetFor(const Colours& colours) {
  loadResources();
  QFile file(QStringLiteral(":/cleave/styles/workbench.qss"));
  if (!file.open(QIODevice::ReadOnly)) return {};
  QString sheet = QString::fromUtf8(file.readAll());
  const std::array<std::pair<const char*, QColor>, 18> tokens{
      {{"@window", colours.window},
       {"@panel", colours.panel},
       {"@border", colours.border},
       {"@text", colours.text},
       {"@muted", colours.muted},
       {"@faint", colours.faint},
       {"@grid", colours.grid},
       {"@controlHover", colours.controlHover},
       {"@control", colours.control},
       {"@selection", colours.selection},
       {"@deviceTint", colours.deviceTint},
       {"@edgeTint", colours.edgeTint},
       {"@exitTint", colours.exitTint},
       {"@violationTint", colours.violationTint},
       {"@infoTint", colours.infoTint},
       {"@edge", colours.edge},
       {"@exit", colours.exit},
       {"@violation", colours.violation}}};  // longer names first: @edgeTint before @edge
  for (const auto& [token, value] : tokens) sheet.replace(QLatin1String(token), value.name());
  sheet.replace(QLatin1String("@variant"), colours.dark ? QStringLiteral("dark") : QStringLiteral("light"));
  sheet.replace(QLatin1String("@family"), textFamily());
  return sheet;
}

void installLook() {
  loadResources();
  if (QApplication::style()->objectName().compare(QLatin1String("fusion"), Qt::CaseInsensitive) != 0) {
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  }
  if (QApplication::windowIcon().isNull()) QApplication::setWindowIcon(applicationIcon());
}

}  // namespace cleave::ui
