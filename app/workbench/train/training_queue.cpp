// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/train/training_queue.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <QDateTime>
#include <algorithm>
#include <cstdio>
#include <thread>

#include "core/types/error.h"

namespace cleave::workbench {
namespace {

namespace fs = std::filesystem;
using ui::TrainingState;

constexpr qsizetype kPointsShown = 600;  // of one curve

int coresToUse() {
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()) - 1);
}

}  // namespace

TrainingQueue::TrainingQueue(QueueOptions options) : options_(std::move(options)) {
  std::error_code failed;
  fs::create_directories(options_.folder, failed);
  if (failed) {
    throw Error("Cannot create the folder for trainings, " + options_.folder.string() + " (" + failed.message() +
                "): check the path and free disk space.");
  }
  if (options_.atOnce <= 0) options_.atOnce = coresToUse();
}

TrainingQueue::~TrainingQueue() {
  if (lock_ >= 0) ::close(lock_);
}

// Two windows must not start the same training twice; whoever came first has the lock, until it ends in whatever way.
bool TrainingQueue::mayStart() {
  if (lock_ >= 0) return true;
  const int fd = ::open((options_.folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) return false;
  if (::flock(fd, LOCK_EX | LOCK_NB) == 0) {
    lock_ = fd;
    return true;
  }
  ::close(fd);
  return false;
}

void TrainingQueue::scan() {
  std::error_code failed;
  std::map<std::string, TrainingFolder> found;
  for (fs::directory_iterator it(options_.folder, failed), end; !failed && it != end; it.increment(failed)) {
    std::error_code none;
    const std::string id = it->path().filename().string();
    if (!it->is_directory(none) || id.starts_with('.')) continue;
    const auto known = folders_.find(id);
    if (known != folders_.end() && known->second.spec()) {
      found.insert(folders_.extract(known));
    } else {
      found.emplace(id, TrainingFolder(it->path()));
    }
  }
  folders_ = std::move(found);
}

std::vector<ui::TrainingInfo> TrainingQueue::look() {
  scan();
  std::vector<ui::TrainingInfo> all;
  for (auto& [id, folder] : folders_) {
    try {
      if (const auto early = folder.pollEarly()) usable_.push_back({*early, {}});
    } catch (const Error& error) {
      usable_.push_back({{}, error.what()});
    }
    all.push_back(folder.look());
  }
  if (mayStart()) startWhatMay(all);
  return all;
}

// In order: what is next in line waits for enough cores, and nobody overtakes it.
void TrainingQueue::startWhatMay(std::vector<ui::TrainingInfo>& all) {
  int taken = 0;
  for (const auto& info : all) {
    const bool works = info.state == TrainingState::Running || info.state == TrainingState::Stopping;
    if (works) taken += find(info.id.toStdString())->spec()->threads;
  }
  for (auto& info : all) {
    if (info.state != TrainingState::Queued) continue;
    TrainingFolder& folder = *find(info.id.toStdString());
    const int wanted = folder.spec()->threads;
    if (taken > 0 && taken + wanted > options_.atOnce) return;
    try {
      folder.start(options_.program);
      taken += wanted;
    } catch (const Error&) {  // its log has the sentence
    }
    info = folder.look();
  }
}

std::string TrainingQueue::add(const TrainingSpec& spec) {
  const std::string when =
      QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss-zzz")).toStdString();
  std::string id;
  for (int i = 0;; ++i) {
    char number[16];
    std::snprintf(number, sizeof number, "-%03d", i);
    id = when + number;
    std::error_code failed;
    if (!fs::exists(options_.folder / id, failed)) break;
  }
  folders_.insert_or_assign(id, TrainingFolder::make(options_.folder / id, spec));
  return id;
}

TrainingFolder* TrainingQueue::find(const std::string& id) {
  const auto found = folders_.find(id);
  return found == folders_.end() ? nullptr : &found->second;
}

void TrainingQueue::pause(const std::string& id) {
  if (const auto* folder = find(id)) folder->pause();
}

void TrainingQueue::resume(const std::string& id) {
  if (const auto* folder = find(id)) folder->resume();
}

void TrainingQueue::stop(const std::string& id) {
  if (const auto* folder = find(id)) folder->stop();
}

void TrainingQueue::remove(const std::string& id) {
  const auto* folder = find(id);
  if (folder == nullptr) return;
  folder->remove();
  folders_.erase(id);
  tails_.erase(id);
}

void TrainingQueue::use(const std::string& id) {
  auto* folder = find(id);
  if (folder == nullptr) return;
  if (const auto policy = folder->policyNow(options_.program)) usable_.push_back({*policy, {}});
}

std::vector<TrainingQueue::Usable> TrainingQueue::takeUsable() {
  return std::exchange(usable_, {});
}

ui::TrainingCurves TrainingQueue::curves(const std::string& id) {
  ui::TrainingCurves curves;
  const auto* chosen = find(id);
  if (chosen == nullptr || !chosen->spec()) return curves;
  curves.kind = chosen->spec()->kind;
  std::map<std::string, MetricsTail> followed;
  for (const auto& [other, folder] : folders_) {
    if (!folder.spec() || folder.spec()->group != chosen->spec()->group) continue;
    auto tail = tails_.extract(other);
    MetricsTail& own = tail ? followed.insert(std::move(tail)).position->second
                            : followed.emplace(other, MetricsTail(folder.metrics())).first->second;
    own.read();
    ui::TrainingSeed seed{QString::fromStdString(other), {}};
    for (const auto& [name, points] : own.series()) seed.series[name] = reduced(points, kPointsShown);
    curves.seeds.push_back(std::move(seed));
    curves.lines += own.lines();
    curves.referenceReturn.insert(own.referenceReturn().begin(), own.referenceReturn().end());
    curves.referenceViolation.insert(own.referenceViolation().begin(), own.referenceViolation().end());
  }
  tails_ = std::move(followed);
  return curves;
}

}  // namespace cleave::workbench
