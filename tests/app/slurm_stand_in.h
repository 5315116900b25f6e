// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace cleave::test {

/// sbatch, squeue and scancel that run an array's tasks at once on this machine, first on PATH while this lives: what
/// the launcher says to Slurm can be tested where there is none.
class SlurmStandIn {
 public:
  SlurmStandIn() : path_(qgetenv("PATH")) {
    // Every task that is in the queue is a file that holds its process's number.
    write("sbatch", R"sh(#!/bin/sh
here=$(dirname "$0"); last=0
for a in "$@"; do case "$a" in --array=0-*) last=${a#--array=0-}; last=${last%%%*};; esac; script=$a; done
echo "$@" >> "$here/submitted"
id=$(wc -l < "$here/submitted"); k=0
while [ $k -le $last ]; do
  task=$here/queue/${id}_$k
  echo > "$task"
  SLURM_ARRAY_TASK_ID=$k setsid sh -c 'echo $$ > "$1"; sh "$2"; rm -f "$1"' sh "$task" "$script" > /dev/null 2>&1 &
  k=$((k + 1))
done
echo $id
)sh");
    write("squeue", R"sh(#!/bin/sh
for task in "$(dirname "$0")"/queue/*; do [ -e "$task" ] && echo "$(basename "$task") RUNNING"; done
exit 0
)sh");
    write("scancel", R"sh(#!/bin/sh
here=$(dirname "$0"); echo "$@" >> "$here/cancelled"
for id in "$@"; do for task in "$here"/queue/${id}_*; do
  [ -e "$task" ] && kill -TERM -"$(cat "$task")"; rm -f "$task"
done; done
)sh");
    QDir(folder_.path()).mkdir("queue");
    qputenv("PATH", folder_.path().toUtf8() + ':' + path_);
  }
  ~SlurmStandIn() { qputenv("PATH", path_); }
  SlurmStandIn(const SlurmStandIn&) = delete;
  SlurmStandIn& operator=(const SlurmStandIn&) = delete;

  /// The arguments of every sbatch, a line each.
  [[nodiscard]] QByteArrayList submitted() const { return lines("submitted"); }
  [[nodiscard]] QByteArrayList cancelled() const { return lines("cancelled"); }
  /// Beside the programs.
  [[nodiscard]] std::string file(const QString& name) const { return folder_.filePath(name).toStdString(); }
  /// Replaces one of the programs.
  void write(const QString& program, const QByteArray& script) const {
    QFile file(folder_.filePath(program));
    if (!file.open(QIODevice::WriteOnly) || file.write(script) != script.size()) qFatal("no temporary file");
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
  }

 private:
  [[nodiscard]] QByteArrayList lines(const QString& name) const {
    QFile file(folder_.filePath(name));
    if (!file.open(QIODevice::ReadOnly)) return {};
    auto all = file.readAll().split('\n');
    all.removeAll({});
    return all;
  }

  QByteArray path_;
  QTemporaryDir folder_;
};

}  // namespace cleave::test
