// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/run/run_archive.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <algorithm>
#include <utility>

#include "app/runs/run_file.h"
#include "app/runs/run_journal.h"
#include "core/types/error.h"

namespace cleave::workbench {
namespace {

const QString kRecording = QStringLiteral(".recording");                                   // a folder
const QStringList kJournals{QStringLiteral("*") + kRecording, QStringLiteral("*.jsonl")};  // the latter of old versions
constexpr qsizetype kMostListed = 500;

QString defaultFolder() {
  return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/runs");
}

/// Says only what can be seen: a percent or more.
template <class Say>
RunProgress everyPercent(Say say) {
  return [say, last = -1.0](double done) mutable {
    if (done - last < 0.01) return;
    last = done;
    say(done);
  };
}

QFileInfoList entries(const QString& folder, const QStringList& names) {
  return QDir(folder).entryInfoList(names, QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot, QDir::Time);
}

QList<ArchivedRun> runsIn(const QString& folder, const std::stop_token& stop) {
  QList<ArchivedRun> runs;
  const QStringList names = QStringList(QStringLiteral("*") + QLatin1String(kRunBundleEnding)) + kJournals;
  for (const QFileInfo& file : entries(folder, names)) {
    if (stop.stop_requested() || runs.size() == kMostListed) break;
    try {
      const std::filesystem::path path = file.filePath().toStdString();
      runs.append({file.filePath(), describeRun(path), namesRunBundle(path)});
    } catch (const std::exception&) {  // what cannot be opened is not offered
    }
  }
  std::ranges::stable_sort(runs, std::ranges::greater(),
                           [](const ArchivedRun& run) { return run.manifest.header.startedAt; });
  return runs;
}

}  // namespace

RunArchive::RunArchive(const QString& folder, QObject* parent)
    : QObject(parent), folder_(folder.isEmpty() ? defaultFolder() : folder) {
  QDir().mkpath(folder_);
}

RunArchive::~RunArchive() {
  cancelOpening();
}

QString RunArchive::newJournalPath() const {
  return folder_ + QDateTime::currentDateTime().toString(QStringLiteral("'/run-'yyyy-MM-dd-HHmmss-zzz")) + kRecording;
}

QString RunArchive::bundlePathOf(const QString& journal) {
  const QFileInfo file(journal);
  return file.path() + '/' + file.completeBaseName() + QLatin1String(kRunBundleEnding);
}

void RunArchive::pack(const QString& journal) {
  packer_.add([this, journal](const std::stop_token& stop) { packNow(journal, stop); });
}

void RunArchive::packLeftovers() {
  packer_.add([this](const std::stop_token& stop) {
    for (const QFileInfo& file : entries(folder_, kJournals)) {
      if (stop.stop_requested()) return;
      if (!isBeingRecorded(file.filePath().toStdString())) packNow(file.filePath(), stop);
    }
  });
}

void RunArchive::packNow(const QString& journal, const std::stop_token& stop) {
  const QString bundle = bundlePathOf(journal);
  try {
    const QFileInfo file(journal);
    if (!file.exists()) {
      packer_.deliver([this, journal, bundle, alreadyPacked = QFileInfo::exists(bundle)] {
        alreadyPacked ? Q_EMIT packed(journal, bundle) : Q_EMIT discarded(journal);
      });
      return;
    }
    if (isBeingRecorded(journal.toStdString())) {
      throw Error(journal.toStdString() + " is still being recorded. Stop its run first.");
    }
    if (neverBegan(journal.toStdString())) {
      removeJournal(journal.toStdString());
      packer_.deliver([this, journal] { Q_EMIT discarded(journal); });
      return;
    }
    const auto progress = everyPercent(
        [&](double done) { packer_.deliver([this, journal, done] { Q_EMIT packingProgress(journal, done); }); });
    packJournal(journal.toStdString(), bundle.toStdString(), progress, stop);
    packer_.deliver([this, journal, bundle] { Q_EMIT packed(journal, bundle); });
  } catch (const Cancelled&) {
  } catch (const std::exception& error) {
    packer_.deliver([this, journal, why = QString::fromUtf8(error.what())] { Q_EMIT packingFailed(journal, why); });
  }
}

void RunArchive::refresh() {
  reader_.submit([folder = folder_](const std::stop_token& stop) { return runsIn(folder, stop); },
                 [this](const QList<ArchivedRun>& runs) { Q_EMIT listed(runs); },
                 [this](const QString&) { Q_EMIT listed({}); });
}

void RunArchive::open(const QString& path) {
  cancelOpening();
  opening_ = reader_.submit(
      [this, path](const std::stop_token& stop) {
        const auto progress = everyPercent([&](double done) {
          reader_.deliverUnlessStopped(stop, [this, path, done] { Q_EMIT openingProgress(path, done); });
        });
        return std::make_shared<const SavedRun>(openRun(path.toStdString(), progress, stop));
      },
      [this, path](const std::shared_ptr<const SavedRun>& run) { Q_EMIT opened(path, run); },
      [this, path](const QString& error) { Q_EMIT openingFailed(path, error); });
}

void RunArchive::cancelOpening() {
  opening_.request_stop();
}

}  // namespace cleave::workbench
