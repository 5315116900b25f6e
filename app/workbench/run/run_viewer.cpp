// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/run/run_viewer.h"

#include <QFileInfo>
#include <utility>

#include "app/workbench/adapters/ui_data.h"
#include "app/workbench/run/recorded_frames.h"
#include "core/types/error.h"

namespace cleave::workbench {
namespace {

constexpr int kPollMs = 15;
constexpr int kBeforeWordsMs = 250;  // what is open by then needs no words
constexpr double kReadingPart = 0.85;
constexpr qsizetype kMostOffered = 15;

}  // namespace

RunViewer::RunViewer(ui::RunWindow& window, RunController& runs, QObject* parent)
    : QObject(parent), window_(window), runs_(runs) {
  poll_.setInterval(kPollMs);
  connect(&poll_, &QTimer::timeout, this, &RunViewer::step);
  announce_.setSingleShot(true);
  announce_.setInterval(kBeforeWordsMs);
  connect(&announce_, &QTimer::timeout, this, [this] { progress(done_); });
  RunArchive& archive = runs_.archive();
  connect(&archive, &RunArchive::openingProgress, this, [this](const QString& path, double done) {
    if (stage_ == Stage::Reading && path == reading_) progress(kReadingPart * done);
  });
  connect(&archive, &RunArchive::opened, this, &RunViewer::fill);
  connect(&archive, &RunArchive::openingFailed, this, &RunViewer::fail);
  connect(&archive, &RunArchive::listed, this, &RunViewer::offer);
  connect(&window_, &ui::RunWindow::runFilesWanted, &archive, &RunArchive::refresh);
  connect(&window_, &ui::RunWindow::openingCancelled, this, &RunViewer::cancel);
  connect(&window_, &ui::RunWindow::recordedRunShown, this, &RunViewer::end);
  connect(&window_, &ui::RunWindow::startRequested, this, &RunViewer::cancel);
  connect(&window_, &ui::RunWindow::startRequested, this, &RunViewer::stopFrames);
  connect(&window_, &ui::RunWindow::recordedRunClosed, this, [this] {
    runs_.setShownRun({});
    stopFrames();
    if (stage_ != Stage::Showing) return;  // else it was closed before all of it was shown
    stage_ = Stage::Idle;
    dropFilling();
  });
}

RunViewer::~RunViewer() {
  stop_.request_stop();
  stopFrames();
}

void RunViewer::open(const QString& path) {
  cancel();
  asked_ = QFileInfo(path).absoluteFilePath();
  done_ = 0;
  announce_.start();
  if (runs_.isRecordingTo(asked_)) {
    runs_.endRun();  // all of it is wanted
    stage_ = Stage::Waiting;
    poll_.start();
  } else {
    read(asked_);
  }
}

void RunViewer::cancel() {
  if (stage_ == Stage::Reading) runs_.archive().cancelOpening();
  stop_.request_stop();
  dropFilling();
  finish();
}

void RunViewer::dropFilling() {
  run_.reset();
  // Hundreds of megabytes take their time to go.
  if (filling_) worker_.add([old = std::exchange(filling_, nullptr)](const std::stop_token&) {});
}

void RunViewer::finish() {
  stage_ = Stage::Idle;
  poll_.stop();
  announce_.stop();
  window_.setOpening({});
}

void RunViewer::step() {
  if (stage_ == Stage::Waiting && !runs_.busy()) {
    poll_.stop();
    read(asked_);
  } else if (stage_ == Stage::Ready) {
    if (runs_.busy()) return runs_.endRun();
    poll_.stop();
    show();
  }
}

void RunViewer::read(const QString& path) {
  stage_ = Stage::Reading;
  reading_ = path;
  runs_.archive().open(path);
}

void RunViewer::progress(double done) {
  done_ = done;
  if (announce_.isActive()) return;
  window_.setOpening(tr("Opening %1, %2 %").arg(QFileInfo(asked_).fileName()).arg(qRound(100 * done)), done);
}

void RunViewer::fill(const QString& path, const std::shared_ptr<const SavedRun>& run) {
  if (stage_ != Stage::Reading || path != reading_) return;
  stage_ = Stage::Filling;
  described_ = describe(path, *run);
  std::shared_ptr<ui::RunViewData> filling = window_.makeFilling(run->table.size(), run->header.network);
  filling->keep({run, &run->table});
  stop_ = worker_.submit(
      [this, run, filling](const std::stop_token& stop) {
        const auto tell = [&](double done) {
          worker_.deliverUnlessStopped(stop, [this, done] { progress(kReadingPart + (1 - kReadingPart) * done); });
        };
        filling->fill(run->table, tell, stop);
      },
      [this, run, filling] {
        run_ = run;
        filling_ = filling;
        stage_ = Stage::Ready;
        poll_.start();
        step();
      },
      [this, path](const QString& error) {
        reading_ = path;
        stage_ = Stage::Reading;
        fail(path, error);
      });
}

void RunViewer::show() {
  poll_.stop();
  announce_.stop();
  stage_ = Stage::Showing;
  window_.showRecordedRun(described_, filling_);
  runs_.setShownRun(described_.path);
  window_.noteOpened(described_.path);
  findFrames(std::exchange(run_, nullptr));
}

void RunViewer::stopFrames() {
  framesStop_.request_stop();
}

void RunViewer::findFrames(const std::shared_ptr<const SavedRun>& run) {
  stopFrames();
  const auto model = runs_.model();
  if (!model) return;
  struct Found {
    std::shared_ptr<const SampleSet> samples;
    std::shared_ptr<std::vector<std::vector<std::uint8_t>>> copy;  ///< made here: it takes a while
    DevicePrecision precision;
  };
  framesStop_ = frames_.submit(
      [run, model, folder = runs_.dataFolder()](const std::stop_token& stop) {
        Found found{recordedFrames(*run, model->manifest, folder, stop), nullptr, {}};
        if (!found.samples) return found;
        found.copy = std::make_shared<std::vector<std::vector<std::uint8_t>>>(found.samples->frames);
        found.precision = devicePrecisionFromText(run->header.devicePrecision);
        return found;
      },
      [this, model](const Found& found) {
        if (!found.samples || !window_.recordedRun() || runs_.model() != model) return;
        window_.setRecordedFrames(found.samples->width, found.samples->height, std::move(*found.copy));
        runs_.setShownFrames(found.samples, found.precision);
      },
      [](const QString&) {});  // without the data set there are numbers alone
}

void RunViewer::end() {
  if (stage_ != Stage::Showing) return;
  stage_ = Stage::Idle;
  dropFilling();
  Q_EMIT shown(described_.path);
}

void RunViewer::fail(const QString& path, const QString& sentence) {
  if (stage_ != Stage::Reading || path != reading_) return;
  // A journal becomes a bundle when its run is over: perhaps just now.
  const QString bundle = RunArchive::bundlePathOf(asked_);
  if (path == asked_ && bundle != path && !QFileInfo::exists(path) && QFileInfo::exists(bundle)) return read(bundle);
  finish();
  window_.notify(ui::LogModel::Kind::Error, sentence);
  Q_EMIT failed(path, sentence);
}

void RunViewer::offer(const QList<ArchivedRun>& runs) {
  QList<ui::RunFile> files;
  for (const ArchivedRun& run : runs) {
    if (files.size() == kMostOffered) break;
    if (run.packed) files.append({run.path, textOf(run.manifest)});  // the others go on, or are packed soon
  }
  window_.setRunFiles(files);
}

ui::RecordedRun RunViewer::describe(const QString& path, const SavedRun& run) const {
  ui::RecordedRun described = recordedRun(run);
  described.path = path;
  // Numbers are better than another model's names.
  if (const auto model = runs_.model(); model && model->manifest.weightsChecksum == run.header.modelChecksum) {
    const ui::ModelSummary known = summaryOf(model->manifest);
    described.model.classes = known.classes;
    described.model.exitAccuracy = known.exitAccuracy;
  }
  return described;
}

}  // namespace cleave::workbench
