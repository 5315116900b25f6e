// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/export.h"

#include <QDateTime>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/plain/error.h"
#include "ui/figures/figure.h"
#include "ui/figures/writers.h"

namespace cleave::ui {
namespace {

QJsonObject provenance(const RunData& run) {
  return {{QStringLiteral("title"), run.title},
          {QStringLiteral("model"), run.model},
          {QStringLiteral("policy"), run.policy},
          {QStringLiteral("seed"), run.seed},
          {QStringLiteral("commit"), run.commit},
          {QStringLiteral("machine"), run.machine},
          {QStringLiteral("architecture"), QString::fromStdString(run.network.architecture)},
          {QStringLiteral("requests"), static_cast<qint64>(run.records.size())},
          {QStringLiteral("exported"), QDateTime::currentDateTimeUtc().toString(Qt::ISODate)},
          {QStringLiteral("program"), QStringLiteral("Cleave " CLEAVE_VERSION)}};
}

std::vector<Figure> figuresOf(const RunData& run) {
  std::vector<Figure> figures{latencyFigure(run),   distributionFigure(run), accuracyFigure(run),
                              bandwidthFigure(run), decisionFigure(run),     layerFigure(run)};
  for (auto* make : {rewardFigure, confusionFigure, linkFigure, machineFigure}) {
    if (auto figure = make(run)) figures.push_back(std::move(*figure));
  }
  return figures;
}

}  // namespace

QStringList exportRunFigures(const RunData& run, const QString& directory, FigureFormats formats) {
  if (run.records.empty()) {
    throw Error("There are no figures to export: the run has no requests yet, so start one first.");
  }
  const QDir folder(directory);
  if (!folder.mkpath(QStringLiteral("."))) {
    throw Error("Cannot make the folder " + directory.toStdString() +
                " for the figures: choose one that you may write to.");
  }
  QStringList written;
  QJsonArray described;
  for (const Figure& figure : figuresOf(run)) {
    QJsonArray files;
    const auto path = [&](const char* suffix) {
      const QString name = figure.name + QLatin1Char('.') + QLatin1String(suffix);
      files.append(name);
      written << folder.filePath(name);
      return written.back();
    };
    const QString title = run.title.isEmpty() ? figure.name : run.title + QStringLiteral(": ") + figure.name;
    if (formats.pdf) writePdf(figure, title, path("pdf"));
    if (formats.svg) writeSvg(figure, title, path("svg"));
    if (formats.png) writePng(figure, path("png"));
    writeBytes(figure.csv(), path("csv"));
    described.append(QJsonObject{{QStringLiteral("figure"), figure.name},
                                 {QStringLiteral("width_mm"), figure.widthMm},
                                 {QStringLiteral("height_mm"), figure.heightPoints / 72.0 * 25.4},
                                 {QStringLiteral("files"), files}});
  }
  QJsonObject sidecar = provenance(run);
  sidecar.insert(QStringLiteral("figures"), described);
  written << folder.filePath(QStringLiteral("figures.json"));
  writeBytes(QJsonDocument(sidecar).toJson(), written.back());
  return written;
}

}  // namespace cleave::ui
