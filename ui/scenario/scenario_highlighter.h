// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSyntaxHighlighter>

#include "ui/theme/colours.h"

namespace cleave::ui {

/// Comments faint, and keys in the colour of whose they are: device orange, link grey, edge blue.
class ScenarioHighlighter : public QSyntaxHighlighter {
  Q_OBJECT

 public:
  using QSyntaxHighlighter::QSyntaxHighlighter;

  void setColours(const Colours& colours);
  /// Whose a key is.
  static ColourRole roleOf(QStringView key);

 protected:
  void highlightBlock(const QString& text) override;

 private:
  const Colours* colours_ = &lightColours();
};

}  // namespace cleave::ui
