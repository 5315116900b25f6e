// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/scenario/scenario_draft.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace cleave::workbench {
namespace {

constexpr int kMostWindows = 9;
constexpr qint64 kMostBytes = 256 << 10;  // of a text that may have 64 KiB, escaped

}  // namespace

ScenarioDraft::ScenarioDraft(const QString& folder)
    : file_(folder.isEmpty() ? QString() : folder + QStringLiteral("/unsaved.json")) {}

void ScenarioDraft::claim() {
  if (file_.isEmpty()) return;
  const QDir folder = QFileInfo(file_).absoluteDir();
  folder.mkpath(QStringLiteral("."));
  for (int window = 1; window <= kMostWindows; ++window) {
    const QString name = window == 1 ? QStringLiteral("unsaved") : QStringLiteral("unsaved-%1").arg(window);
    const QString file = folder.filePath(name + QStringLiteral(".json"));
    if (lock_ && !QFile::exists(file)) continue;
    auto lock = std::make_unique<QLockFile>(folder.filePath(name + QStringLiteral(".lock")));
    lock->setStaleLockTime(0);  // only that of a program which is gone
    if (!lock->tryLock(0)) {
      if (lock->error() == QLockFile::LockFailedError) continue;
      return;  // the folder cannot be written: write() will say so
    }
    lock_ = std::move(lock);
    file_ = file;
    if (QFile::exists(file)) return;
  }
  if (!lock_) file_.clear();  // so many windows: nothing of this one's is kept
}

std::optional<ScenarioDraft::Text> ScenarioDraft::read() const {
  QFile in(file_);
  if (file_.isEmpty() || in.size() > kMostBytes || !in.open(QIODevice::ReadOnly)) return std::nullopt;
  const QJsonObject json = QJsonDocument::fromJson(in.readAll()).object();
  if (!json.value(QStringLiteral("text")).isString()) return std::nullopt;
  return Text{json.value(QStringLiteral("of")).toString(), json.value(QStringLiteral("text")).toString()};
}

bool ScenarioDraft::write(const Text& draft) const {
  if (file_.isEmpty()) return true;
  QDir().mkpath(QFileInfo(file_).absolutePath());
  QSaveFile out(file_);
  const QJsonObject json{{QStringLiteral("of"), draft.id}, {QStringLiteral("text"), draft.text}};
  const QByteArray bytes = QJsonDocument(json).toJson();
  return out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size() && out.commit();
}

void ScenarioDraft::remove() const {
  if (!file_.isEmpty()) QFile::remove(file_);
}

}  // namespace cleave::workbench
