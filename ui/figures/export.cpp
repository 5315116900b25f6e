// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/export.h"

#include <QDateTime>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <array>
#include <optional>

#include "core/types/error.h"
#include "ui/figures/figure.h"
#include "ui/figures/save_figure.h"
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

template <Figure (*make)(const RunData&)>
std::optional<Figure> always(const RunData& run) {
  return make(run);
}

// Made one after the other: the tables of a long run are large.
constexpr std::array kFigures{always<latencyFigure>,
                              always<distributionFigure>,
                              always<accuracyFigure>,
                              always<bandwidthFigure>,
                              always<decisionFigure>,
                              always<layerFigure>,
                              rewardFigure,
                              confusionFigure,
                              linkFigure,
                              machineFigure};

}  // namespace

QStringList exportRunFigures(const RunData& run, const QString& directory, FigureFormats formats) {
  if (run.records.empty()) {
    throw Error("Nothing to export: the run has no requests yet.");
  }
  const QDir folder(directory);
  if (!folder.mkpath(QStringLiteral("."))) {
    throw Error("Cannot create the folder " + directory.toStdString() +
                " for the figures: choose a writable location.");
  }
  QStringList written;
  QJsonArray described;
  for (auto* make : kFigures) {
    const std::optional<Figure> figure = make(run);
    if (!figure) continue;
    const QString title = run.title.isEmpty() ? figure->name : run.title + QStringLiteral(": ") + figure->name;
    const QStringList files = saveFigure(*figure, title, folder, formats);
    for (const QString& name : files) written << folder.filePath(name);
    described.append(QJsonObject{{QStringLiteral("figure"), figure->name},
                                 {QStringLiteral("width_mm"), figure->widthMm},
                                 {QStringLiteral("height_mm"), figure->heightPoints / 72.0 * 25.4},
                                 {QStringLiteral("files"), QJsonArray::fromStringList(files)}});
  }
  QJsonObject sidecar = provenance(run);
  sidecar.insert(QStringLiteral("figures"), described);
  written << folder.filePath(QStringLiteral("figures.json"));
  writeBytes(QJsonDocument(sidecar).toJson(), written.back());
  return written;
}

}  // namespace cleave::ui
