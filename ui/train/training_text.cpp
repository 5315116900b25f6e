// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/train/training_text.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "ui/theme/format.h"

namespace cleave::ui {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("Training", text);
}

}  // namespace

QString stateText(const TrainingInfo& info) {
  switch (info.state) {
    case TrainingState::Queued:
      return tr("queued");
    case TrainingState::Running:
      return info.phase.isEmpty() ? tr("training") : info.phase;
    case TrainingState::Paused:
      return tr("paused");
    case TrainingState::Stopping:
      return tr("stopping");
    case TrainingState::Done:
      return tr("done");
    case TrainingState::Stopped:
      return tr("stopped");
    case TrainingState::Failed:
      return tr("failed");
    case TrainingState::Damaged:
      return tr("damaged");
  }
  return {};
}

ColourRole stateColour(TrainingState state) {
  switch (state) {
    case TrainingState::Running:
    case TrainingState::Stopping:
      return ColourRole::Edge;
    case TrainingState::Done:
      return ColourRole::Exit;
    case TrainingState::Failed:
    case TrainingState::Damaged:
      return ColourRole::Violation;
    default:
      return ColourRole::Link;
  }
}

QString durationText(double seconds) {
  const auto whole = static_cast<qint64>(std::ceil(std::max(0.0, seconds)));
  if (whole < 60) return tr("%1 s").arg(whole);
  const qint64 minutes = (whole + 30) / 60;
  if (minutes < 60) return tr("%1 min").arg(minutes);
  return tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60, 2, 10, QLatin1Char('0'));
}

QString latestText(const TrainingInfo& info) {
  if (!info.latest) return {};
  return info.kind == TrainingKind::Network ? formatPercent(*info.latest) : QString::number(*info.latest, 'f', 1);
}

QString fileText(const TrainingInfo& info, const TrainingFile& file) {
  switch (file.kind) {
    case TrainingFile::Kind::Result:
      return info.kind == TrainingKind::Network ? tr("finished network") : tr("finished policy");
    case TrainingFile::Kind::Early: {
      const QString step = file.name.section(QStringLiteral("-at-"), -1).section(u'.', 0, 0);
      return tr("policy after %1").arg(formatCount(step.toULongLong()));
    }
    case TrainingFile::Kind::Checkpoint:
      return tr("checkpoint");
  }
  return {};
}

QString titleProgress(const std::vector<TrainingInfo>& trainings) {
  double done = 0;
  double etaS = -1;
  int count = 0;
  for (const auto& info : trainings) {
    if (info.state != TrainingState::Running) continue;
    done += info.done;
    etaS = std::max(etaS, info.etaS);
    ++count;
  }
  if (count == 0) return {};
  const QString share = QStringLiteral("%1 %").arg(static_cast<int>(100 * done / count));
  return etaS < 0 ? share : tr("%1 - %2 left").arg(share, durationText(etaS));
}

}  // namespace cleave::ui
