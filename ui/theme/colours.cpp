// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/colours.h"

#include <QPalette>
#include <QWidget>
#include <cmath>

namespace cleave::ui {

QColor Colours::of(ColourRole role) const {
  switch (role) {
    case ColourRole::Text:
      return text;
    case ColourRole::Muted:
      return muted;
    case ColourRole::Device:
      return device;
    case ColourRole::Link:
      return link;
    case ColourRole::Edge:
      return edge;
    case ColourRole::Exit:
      return exit;
    case ColourRole::Violation:
      return violation;
  }
  return text;
}

const Colours& lightColours() {
  static const Colours colours{.dark = false,
                               .window = QColor("#f3f5f8"),
                               .panel = QColor("#ffffff"),
                               .border = QColor("#e0e4ea"),
                               .text = QColor("#1a212c"),
                               .muted = QColor("#647080"),
                               .faint = QColor("#b4bcc8"),
                               .grid = QColor("#e9ecf1"),
                               .control = QColor("#f5f7f9"),
                               .controlHover = QColor("#e9edf2"),
                               .selection = QColor("#e3edf8"),
                               .device = QColor("#d55e00"),
                               .link = QColor("#7d8695"),
                               .edge = QColor("#0072b2"),
                               .exit = QColor("#009e73"),
                               .violation = QColor("#c8281a"),
                               .deviceTint = QColor("#fdefe4"),
                               .edgeTint = QColor("#e6f1f9"),
                               .exitTint = QColor("#e2f5ee"),
                               .violationTint = QColor("#fdeae7"),
                               .infoTint = QColor("#e8f1fa")};
  return colours;
}

const Colours& darkColours() {
  static const Colours colours{.dark = true,
                               .window = QColor("#14171c"),
                               .panel = QColor("#1d2128"),
                               .border = QColor("#2d333d"),
                               .text = QColor("#e7eaee"),
                               .muted = QColor("#9aa3b0"),
                               .faint = QColor("#4d5561"),
                               .grid = QColor("#2a3039"),
                               .control = QColor("#252a33"),
                               .controlHover = QColor("#303641"),
                               .selection = QColor("#26364a"),
                               .device = QColor("#f08d49"),
                               .link = QColor("#8993a3"),
                               .edge = QColor("#56aee2"),
                               .exit = QColor("#2fc498"),
                               .violation = QColor("#ff7262"),
                               .deviceTint = QColor("#33261c"),
                               .edgeTint = QColor("#1b2a36"),
                               .exitTint = QColor("#17352d"),
                               .violationTint = QColor("#3a2220"),
                               .infoTint = QColor("#1d2c3b")};
  return colours;
}

const Colours& coloursOf(const QWidget& widget) {
  // A floating panel is a window of its own, but the style is that of the one it floats from.
  const QWidget* window = widget.window();
  while (window->parentWidget()) window = window->parentWidget()->window();
  return window->palette().color(QPalette::Window).lightness() < 128 ? darkColours() : lightColours();
}

QColor mix(const QColor& a, const QColor& b, double t) {
  const auto channel = [t](int x, int y) { return static_cast<int>(std::lround((1 - t) * x + t * y)); };
  return {channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue()),
          channel(a.alpha(), b.alpha())};
}

QColor withAlpha(QColor colour, double alpha) {
  colour.setAlphaF(static_cast<float>(alpha));
  return colour;
}

QColor inkOn(const QColor& background) {
  const double luminance = 0.299 * background.red() + 0.587 * background.green() + 0.114 * background.blue();
  return luminance > 140 ? QColor("#1a212c") : QColor(Qt::white);
}

QColor exitColour(const Colours& colours, int exit, int exitCount) {
  const double t = exitCount > 1 ? static_cast<double>(exit - 1) / (exitCount - 1) : 1;
  return mix(mix(colours.panel, colours.exit, 0.25),
             mix(colours.exit, colours.dark ? QColor(Qt::white) : QColor(Qt::black), 0.12), t);
}

QColor partitionColour(const Colours& colours, int partition, int longest) {
  const double t = longest > 0 ? static_cast<double>(partition) / longest : 0;
  const QColor middle = mix(colours.panel, colours.link, 0.35);
  return t < 0.5 ? mix(colours.edge, middle, 2 * t) : mix(middle, colours.device, 2 * t - 1);
}

QColor bitsColour(const Colours& colours, int bits) {
  const double t = std::log2(static_cast<double>(bits < 1 ? 1 : bits)) / 5;
  return mix(mix(colours.panel, colours.link, 0.22), mix(colours.link, colours.text, 0.55), t);
}

}  // namespace cleave::ui
