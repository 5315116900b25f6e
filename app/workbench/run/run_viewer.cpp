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
  if (stop_) stop_->request_stop();
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
  if (stop_) stop_->request_stop();
  stop_.reset();
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
  stop_ = std::make_shared<std::stop_source>();
  std::shared_ptr<ui::RunViewData> filling = window_.makeFilling(run->table.size(), run->header.network);
  filling->keep({run, &run->table});
  worker_.add([this, run, filling, mine = stop_, path](const std::stop_token& end) {
    const std::stop_callback passOn(end, [&] { mine->request_stop(); });
    const auto say = [this, mine](auto what) {
      QMetaObject::invokeMethod(
          this,
          [mine, what] {
            if (!mine->stop_requested()) what();
          },
          Qt::QueuedConnection);
    };
    try {
      filling->fill(
          run->table, [&](double done) { say([this, done] { progress(kReadingPart + (1 - kReadingPart) * done); }); },
          mine->get_token());
      say([this, run, filling] {
        run_ = run;
        filling_ = filling;
        stage_ = Stage::Ready;
        poll_.start();
        step();
      });
    } catch (const Cancelled&) {
    } catch (const std::exception& error) {
      say([this, path, why = QString::fromUtf8(error.what())] {
        reading_ = path;
        stage_ = Stage::Reading;
        fail(path, why);
      });
    }
  });
}

void RunViewer::show() {
  stop_.reset();
  poll_.stop();
  announce_.stop();
  stage_ = Stage::Showing;
  window_.showRecordedRun(described_, filling_);
  runs_.setShownRun(described_.path);
  window_.noteOpened(described_.path);
  findFrames(std::exchange(run_, nullptr));
}

void RunViewer::stopFrames() {
  if (framesStop_) framesStop_->request_stop();
  framesStop_.reset();
}

void RunViewer::findFrames(const std::shared_ptr<const SavedRun>& run) {
  stopFrames();
  const auto model = runs_.model();
  if (!model) return;
  framesStop_ = std::make_shared<std::stop_source>();
  frames_.add([this, run, model, folder = runs_.dataFolder(), mine = framesStop_](const std::stop_token& end) {
    const std::stop_callback passOn(end, [&] { mine->request_stop(); });
    try {
      const auto samples = recordedFrames(*run, model->manifest, folder, mine->get_token());
      if (!samples) return;
      const DevicePrecision precision = devicePrecisionFromText(run->header.devicePrecision);
      auto frames = std::make_shared<std::vector<std::vector<std::uint8_t>>>(samples->frames);
      QMetaObject::invokeMethod(
          this,
          [this, samples, frames, precision, model, mine] {
            if (mine->stop_requested() || !window_.recordedRun() || runs_.model() != model) return;
            window_.setRecordedFrames(samples->width, samples->height, std::move(*frames));
            runs_.setShownFrames(samples, precision);
          },
          Qt::QueuedConnection);
    } catch (const Cancelled&) {
    } catch (const std::exception&) {  // without the data set there are numbers alone
    }
  });
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
  window_.tell(ui::LogModel::Kind::Trouble, sentence);
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
