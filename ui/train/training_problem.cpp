// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/train/training_problem.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>

namespace cleave::ui {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("Training", text);
}

bool isFile(const QString& path) {
  const QFileInfo file(path);
  return file.isFile() && file.isReadable();
}

QString problemOfName(const QString& text, const QStringList& names, const QString& what) {
  if (text.isEmpty()) return tr("No %1 chosen.").arg(what);
  if (names.contains(text) || isFile(text)) return {};
  if (text.contains(u'/')) return tr("Cannot read file %1.").arg(text);
  return tr("'%1' is neither a known %2 nor a file.").arg(text, what);
}

QString problemOfStages(const QString& stages) {
  static const QRegularExpression one(
      QStringLiteral("^\\s*(\\d+):(\\d+(?:\\.\\d+)?|\\.\\d+)(?::(\\d+(?:\\.\\d+)?))?\\s*$"));
  const QString form = tr("write SIZE:EPOCHS, for example 96:1 or 96:4,160:0.8.");
  for (const QString& stage : stages.split(u',')) {
    const auto match = one.match(stage);
    if (!match.hasMatch()) return tr("'%1' is not a valid stage: ").arg(stage.trimmed()) + form;
    const int size = match.captured(1).toInt();
    if (size < 16 || size > 1024)
      return tr("A frame size of %1 pixels is not supported: use 16 to 1024.").arg(match.captured(1));
    if (!(match.captured(2).toDouble() > 0)) return tr("A stage must have more than 0 epochs: ") + form;
  }
  return {};
}

QString problemOfPolicy(const TrainingRequest& request, const TrainingChoices& choices) {
  if (!choices.algorithms.contains(request.algorithm)) return tr("Choose an algorithm from the list.");
  if (const QString said = problemOfName(request.scenario, choices.scenarios, tr("scenario")); !said.isEmpty()) {
    return said;
  }
  for (const QString& trace : request.traces) {
    if (!isFile(trace)) return tr("Cannot read trace %1.").arg(trace);
  }
  if (!request.model.isEmpty() && !QFileInfo::exists(request.model)) {
    return tr("The model %1 does not exist: choose another, or leave the field empty for the default.")
        .arg(request.model);
  }
  return {};
}

QString problemOfNetwork(const TrainingRequest& request, const TrainingChoices& choices) {
  if (!choices.datasets.contains(request.dataset)) return tr("Choose a data set from the list.");
  if (request.dataFolder.isEmpty() && request.dataset == QLatin1String("folder")) {
    return tr("Choose the folder with your images, one subfolder per class.");
  }
  if (!request.dataFolder.isEmpty() && !QFileInfo(request.dataFolder).isDir()) {
    return tr("%1 is not a folder: choose the data set's folder.").arg(request.dataFolder);
  }
  if (const QString said = problemOfName(request.architecture, choices.architectures, tr("architecture"));
      !said.isEmpty()) {
    return said;
  }
  return problemOfStages(request.stages);
}

}  // namespace

QString problemOf(const TrainingRequest& request, const TrainingChoices& choices) {
  if (request.name.size() > 80) return tr("The name is longer than 80 characters: shorten it.");
  return request.kind == TrainingKind::Policy ? problemOfPolicy(request, choices) : problemOfNetwork(request, choices);
}

}  // namespace cleave::ui
