// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "program.h"

namespace cleave {

/// A tiny sweep of the shipped model, in a folder of its own.
class SweepFixture {
 public:
  using Json = nlohmann::json;

  SweepFixture() {
    write("tiny.sweep",
          "scenarios = lte-drive\nalgorithms = device-only, sac-d\nseeds = 1-2\nsteps = 200\nset.num_envs = 2\n"
          "requests = 20\nworlds = 2\ntargets = 60\nmodels = " +
              kModel.toUtf8() + '\n');
  }

  [[nodiscard]] QString path(const QString& name) const { return folder_.filePath(name); }
  void write(const QString& name, const QByteArray& text) const {
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) qFatal("no temporary file");
  }
  [[nodiscard]] QByteArray read(const QString& name) const {
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  [[nodiscard]] QStringList arguments(const QString& out, const QStringList& more = {}) const {
    return QStringList{"sweep", path("tiny.sweep"), "--out", path(out), "--json"} + more;
  }
  [[nodiscard]] Ended sweep(const QString& out, const QStringList& more = {}) const {
    return runProgram("cleave-cli", arguments(out, more));
  }
  /// Name and time of every result in a sweep's folder.
  [[nodiscard]] std::map<QString, qint64> results(const QString& out) const {
    std::map<QString, qint64> all;
    for (const auto& file : QDir(path(out) + "/results").entryInfoList({"*.json"}, QDir::Files)) {
      all[file.fileName()] = file.lastModified().toMSecsSinceEpoch();
    }
    return all;
  }
  /// A table's rows without what a clock had a say in.
  static std::vector<Json> rows(const QByteArray& lines) {
    std::vector<Json> all;
    for (const auto& line : lines.split('\n')) {
      if (line.isEmpty()) continue;
      all.push_back(Json::parse(line.toStdString()));
      all.back().erase("training_s");
    }
    return all;
  }

  static constexpr std::size_t kJobs = 6;  ///< two policies and the references, two seeds

 private:
  QTemporaryDir folder_;
};

}  // namespace cleave
