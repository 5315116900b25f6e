// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/save_figure.h"

#include <QFileInfo>

#include "core/types/error.h"
#include "ui/figures/writers.h"

namespace cleave::ui {

const QStringList& figureEndings() {
  static const QStringList endings{QStringLiteral("pdf"), QStringLiteral("svg"), QStringLiteral("png"),
                                   QStringLiteral("csv")};
  return endings;
}

void saveFigure(const Figure& figure, const QString& title, const QString& path) {
  const QString ending = QFileInfo(path).suffix().toLower();
  if (ending == QStringLiteral("pdf")) {
    writePdf(figure, title, path);
  } else if (ending == QStringLiteral("svg")) {
    writeSvg(figure, title, path);
  } else if (ending == QStringLiteral("png")) {
    writePng(figure, path);
  } else if (ending == QStringLiteral("csv")) {
    writeBytes(figure.csv(), path);
  } else {
    throw Error("Cannot save " + path.toStdString() + ": the name must end in .pdf, .svg, .png or .csv.");
  }
}

QStringList saveFigure(const Figure& figure, const QString& title, const QDir& folder, FigureFormats formats) {
  QStringList names;
  const auto save = [&](const char* ending) {
    names << figure.name + QLatin1Char('.') + QLatin1String(ending);
    saveFigure(figure, title, folder.filePath(names.back()));
  };
  if (formats.pdf) save("pdf");
  if (formats.svg) save("svg");
  if (formats.png) save("png");
  save("csv");
  return names;
}

}  // namespace cleave::ui
