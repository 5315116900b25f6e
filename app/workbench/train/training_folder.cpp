// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/train/training_folder.h"

#include <csignal>
#include <nlohmann/json.hpp>
#include <span>

#include "app/workbench/train/training_files.h"
#include "core/system/atomic_file.h"
#include "core/types/error.h"

namespace cleave::workbench {
namespace {

namespace fs = std::filesystem;
using ui::TrainingState;

constexpr int kNiceness = 10;  // a live run beside it stays live
constexpr std::size_t kMostJson = 1 << 20;
constexpr const char* kEarly = "early.part";  // a name that no result has

void write(const fs::path& file, const std::string& text) {
  writeFileAtomically(file, std::as_bytes(std::span(text)));
}

bool isThere(const fs::path& file) {
  std::error_code failed;
  return fs::exists(file, failed);
}

void forget(const fs::path& file) {
  std::error_code ignored;
  fs::remove(file, ignored);
}

}  // namespace

TrainingFolder::TrainingFolder(fs::path folder) : folder_(std::move(folder)) {
  try {
    if (!isThere(folder_ / "job.json")) throw Error("it is missing");
    spec_ = trainingSpecFromJson(endOf(folder_ / "job.json", kMostJson));
  } catch (const std::exception& error) {
    damage_ = (folder_ / "job.json").string() + " cannot be used: " + error.what() +
              ". Copy what you need from the folder and remove the training.";
  }
}

TrainingFolder TrainingFolder::make(const fs::path& folder, const TrainingSpec& spec) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed)
    throw Error("Cannot create " + folder.string() + " (" + failed.message() +
                "): check the path and free disk space.");
  write(folder / "job.json", toJson(spec));
  return TrainingFolder(folder);
}

fs::path TrainingFolder::checkpoint() const {
  return result().string() + ".checkpoint";
}

std::optional<ProcessMark> TrainingFolder::mark() const {
  return markFromText(endOf(folder_ / "pid", 256));
}

TrainingState TrainingFolder::state() const {
  if (!spec_) return TrainingState::Damaged;
  const bool rest = isThere(folder_ / "stop");
  if (const auto process = mark()) {
    const ProcessState now = stateOf(*process);
    if (now != ProcessState::Gone && rest) return TrainingState::Stopping;
    if (now == ProcessState::Stopped) return TrainingState::Paused;
    if (now == ProcessState::Running) return TrainingState::Running;
  }
  // It removes the checkpoint last of all.
  if (isThere(result()) && !isThere(checkpoint())) return TrainingState::Done;
  if (rest) return TrainingState::Stopped;
  if (!isThere(folder_ / "pid")) return TrainingState::Queued;
  return lastWord(folder_ / "log.txt").starts_with("Stopped;") ? TrainingState::Stopped : TrainingState::Failed;
}

std::string TrainingFolder::whyItEnded() const {
  const std::string said = lastWord(folder_ / "log.txt");
  if (!said.empty()) return said;
  return isThere(checkpoint())
             ? "The training was interrupted (killed, crashed, or the machine went down): Resume continues "
               "from its last checkpoint."
             : "The training was interrupted before its first checkpoint: Resume restarts it.";
}

ui::TrainingInfo TrainingFolder::look() const {
  ui::TrainingInfo info;
  info.id = QString::fromStdString(folder_.filename().string());
  info.state = state();
  info.files = filesIn(folder_);
  if (!spec_) {
    info.name = info.id;
    info.group = info.id;
    info.error = QString::fromStdString(damage_);
    return info;
  }
  info.name = QString::fromStdString(spec_->name);
  info.group = QString::fromStdString(spec_->group);
  info.what = QString::fromStdString(spec_->what);
  info.kind = spec_->kind;
  readProgress(metrics(), info);
  if (info.state == TrainingState::Done) {
    info.done = 1;
    info.phase.clear();
  }
  if (info.state != TrainingState::Running) info.etaS = -1;
  if (info.state == TrainingState::Failed) info.error = QString::fromStdString(whyItEnded());
  return info;
}

std::vector<std::string> TrainingFolder::command(const fs::path& program) const {
  std::vector<std::string> argv{program.string()};
  argv.insert(argv.end(), spec_->arguments.begin(), spec_->arguments.end());
  for (const auto& argument : {std::string("--out"), result().string()}) argv.push_back(argument);
  return argv;
}

void TrainingFolder::start(const fs::path& program) {
  auto argv = command(program);
  for (const auto& argument : {std::string("--metrics"), metrics().string()}) argv.push_back(argument);
  DetachedOptions options{argv, folder_ / "log.txt", kNiceness, {}};
  if (spec_->kind == ui::TrainingKind::Policy) options.environment.emplace_back("OMP_NUM_THREADS", "1");
  try {
    write(folder_ / "pid", "starting\n");  // so that a failure below is shown, not tried again and again
    write(folder_ / "pid", toText(startDetached(options)));
  } catch (const Error& error) {
    write(folder_ / "log.txt", std::string("cleave-cli: ") + error.what() + '\n');
    throw;
  }
}

void TrainingFolder::pause() const {
  if (const auto process = mark(); process && state() == TrainingState::Running) signalGroup(*process, SIGSTOP);
}

void TrainingFolder::resume() const {
  const TrainingState now = state();
  if (now == TrainingState::Paused) signalGroup(*mark(), SIGCONT);
  if (now != TrainingState::Stopped && now != TrainingState::Failed) return;
  forget(folder_ / "pid");
  forget(folder_ / "stop");
}

void TrainingFolder::stop() const {
  const TrainingState now = state();
  if (!canStop(now)) return;
  const auto process = mark();
  if (now == TrainingState::Stopping) return signalGroup(*process, SIGKILL);
  write(folder_ / "stop", "");
  if (now == TrainingState::Queued) return;
  signalGroup(*process, SIGINT);
  signalGroup(*process, SIGCONT);
}

void TrainingFolder::remove() const {
  if (isAlive(state())) throw Error("'" + spec_->name + "' is still running. Stop it before removing it.");
  std::error_code failed;
  fs::remove_all(folder_, failed);
  if (failed) throw Error("Cannot delete " + folder_.string() + " (" + failed.message() + "): delete it manually.");
}

std::optional<fs::path> TrainingFolder::policyNow(const fs::path& program) {
  if (!spec_ || spec_->kind != ui::TrainingKind::Policy) throw Error("This training does not produce a policy.");
  if (isThere(result())) return result();
  if (early_) return std::nullopt;
  if (!isThere(checkpoint())) {
    throw Error("'" + spec_->name + "' has no checkpoint yet: wait for the first one, " +
                "which is written after 5 seconds.");
  }
  auto argv = command(program);
  for (const auto& argument : {std::string("--json"), std::string("--snapshot"), (folder_ / kEarly).string()}) {
    argv.push_back(argument);
  }
  early_ = startDetached({argv, folder_ / "early.txt", 0, {{"OMP_NUM_THREADS", "1"}}});
  return std::nullopt;
}

std::optional<fs::path> TrainingFolder::pollEarly() {
  if (!early_ || stateOf(*early_) != ProcessState::Gone) return std::nullopt;
  early_.reset();
  const fs::path made = folder_ / kEarly;
  if (!isThere(made)) {
    const std::string said = lastWord(folder_ / "early.txt");
    throw Error(said.empty() ? "Cannot create a policy from the checkpoint of '" + spec_->name + "'. Try again."
                             : said);
  }
  // One name a step, so that what a run used stays what it was.
  const std::string text = endOf(folder_ / "early.txt", 4096);
  const auto json =
      nlohmann::json::parse(text.substr(text.find('{') == std::string::npos ? 0 : text.find('{')), nullptr, false);
  const std::int64_t steps = json.is_object() ? json.value("steps", std::int64_t{0}) : 0;
  const fs::path kept =
      folder_ / (fs::path(spec_->result).stem().string() + "-at-" + std::to_string(steps) + ".cleavepolicy");
  std::error_code failed;
  fs::rename(made, kept, failed);
  if (failed) throw Error("Cannot write " + kept.string() + " (" + failed.message() + "): check free disk space.");
  forget(folder_ / "early.txt");
  return kept;
}

}  // namespace cleave::workbench
