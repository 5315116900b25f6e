// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>
#include <QString>
#include <memory>
#include <stop_token>

#include "app/runs/run_bundle.h"
#include "app/workbench/background/background_worker.h"

namespace cleave::workbench {

/// A run on disk, as a list shows it.
struct ArchivedRun {
  QString path;
  RunManifest manifest;  ///< of a journal the header alone: its counts are 0
  bool packed = true;    ///< else a journal: its run goes on, waits to be packed, or could not be
};

/// The user's runs: a folder of bundles, and of journals that are not bundles yet. Calls return at once; what they
/// lead to comes by signals, in the thread that this object lives in.
class RunArchive : public QObject {
  Q_OBJECT
 public:
  /// @param folder empty: runs/ where the user's data lives; made when missing
  explicit RunArchive(const QString& folder = {}, QObject* parent = nullptr);
  /// Packing that is under way ends at once, and its journal stays for the next start.
  ~RunArchive() override;

  [[nodiscard]] const QString& folder() const { return folder_; }
  /// Where the run that begins now is to be recorded.
  [[nodiscard]] QString newJournalPath() const;
  /// The bundle that a journal becomes.
  [[nodiscard]] static QString bundlePathOf(const QString& journal);

  /// Call when the run is over: makes the bundle, reads it back, and then removes the journal. Leads to packed(),
  /// packingFailed(), or, where the run never began, to discarded().
  void pack(const QString& journal);
  /// Journals of runs that were killed, or not packed in time: call once after the start. Those that another program
  /// is recording are left alone.
  void packLeftovers();
  /// Looks for runs, newest first. Leads to listed().
  void refresh();

  /// Opens a bundle or a journal from anywhere. What is still being opened is given up.
  void open(const QString& path);
  void cancelOpening();

 Q_SIGNALS:
  void listed(const QList<cleave::workbench::ArchivedRun>& runs);
  void packingProgress(const QString& journal, double done);  ///< 0..1
  void packed(const QString& journal, const QString& bundle);
  void packingFailed(const QString& journal, const QString& sentence);
  void discarded(const QString& journal);                  ///< there is no run in it, and no such file any more
  void openingProgress(const QString& path, double done);  ///< 0..1
  void opened(const QString& path, const std::shared_ptr<const cleave::SavedRun>& run);
  void openingFailed(const QString& path, const QString& sentence);

 private:
  void packNow(const QString& journal, const std::stop_token& stop);

  QString folder_;
  std::stop_source opening_{std::nostopstate};
  BackgroundWorker packer_{*this, BackgroundWorker::Priority::Lowest};
  BackgroundWorker reader_{*this};
};

}  // namespace cleave::workbench
