// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/adapters/recorded_run_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>
#include <QLocale>

#include "ui/theme/format.h"

namespace cleave::workbench {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("RecordedRun", text);
}

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

QString timeText(const std::string& utc) {
  const QDateTime time = QDateTime::fromString(text(utc), Qt::ISODate).toLocalTime();
  return time.isValid() ? QLocale::c().toString(time, QStringLiteral("d MMM yyyy, HH:mm")) : text(utc);
}

/// A trained policy's file is named by its last part.
QString policyText(const std::string& policy) {
  const QString name = text(policy);
  return name.startsWith(QLatin1String("policy:")) ? QFileInfo(name.mid(7)).fileName() : name;
}

QString policiesText(const std::vector<std::string>& policies) {
  const QString first = policies.empty() ? QString() : policyText(policies.front());
  if (policies.size() < 2) return first;
  return policies.size() == 2 ? tr("%1, then %2").arg(first, policyText(policies.back()))
                              : tr("%1 and %2 others").arg(first).arg(policies.size() - 1);
}

QString deviceText(const RunHeader& header) {
  QString name = text(header.deviceMachine.empty() ? header.agent : header.deviceMachine);
  if (name == QLatin1String("local")) name = tr("local agent");
  if (!header.emulated.empty()) name = tr("%1, emulated").arg(QFileInfo(text(header.emulated)).completeBaseName());
  return header.devicePrecision == "int8" ? tr("%1, int8").arg(name) : name;
}

}  // namespace

QString textOf(const RunManifest& manifest) {
  const QStringList parts{timeText(manifest.header.startedAt), text(manifest.header.model),
                          policiesText(manifest.policies), tr("%1 requests").arg(ui::formatCount(manifest.requests))};
  return parts.join(QStringLiteral(" · "));
}

ui::RecordedRun recordedRun(const SavedRun& run) {
  const RunHeader& header = run.header;
  ui::RecordedRun recorded;
  recorded.model.name = text(header.model);
  recorded.model.network = header.network;
  recorded.device = deviceText(header);
  recorded.policy = policiesText(run.policies());
  recorded.scenario = text(header.scenario);
  recorded.startedAt = timeText(header.startedAt);
  recorded.targetMs = header.targetMs;
  recorded.requests = run.table.size();
  recorded.truncated = run.truncated;
  return recorded;
}

}  // namespace cleave::workbench
