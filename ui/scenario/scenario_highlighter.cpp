// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scenario/scenario_highlighter.h"

namespace cleave::ui {

void ScenarioHighlighter::setColours(const Colours& colours) {
  if (colours_ == &colours) return;
  colours_ = &colours;
  rehighlight();
}

ColourRole ScenarioHighlighter::roleOf(QStringView key) {
  if (key.startsWith(QLatin1String("device"))) return ColourRole::Device;
  if (key.startsWith(QLatin1String("edge"))) return ColourRole::Edge;
  if (key.startsWith(QLatin1String("link")) || key.startsWith(QLatin1String("rtt"))) return ColourRole::Link;
  return ColourRole::Text;
}

void ScenarioHighlighter::highlightBlock(const QString& text) {
  const QStringView trimmed = QStringView(text).trimmed();
  if (trimmed.isEmpty()) return;
  QTextCharFormat format;
  if (trimmed.startsWith(QLatin1Char('#'))) {
    format.setForeground(colours_->muted);
    format.setFontItalic(true);
    setFormat(0, static_cast<int>(text.size()), format);
    return;
  }
  const auto equals = text.indexOf(QLatin1Char('='));
  if (equals < 0) return;
  format.setForeground(colours_->of(roleOf(trimmed)));
  format.setFontWeight(QFont::DemiBold);
  setFormat(0, static_cast<int>(equals), format);
  QTextCharFormat sign;
  sign.setForeground(colours_->muted);
  setFormat(static_cast<int>(equals), 1, sign);
}

}  // namespace cleave::ui
