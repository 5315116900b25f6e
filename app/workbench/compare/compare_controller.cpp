// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/compare/compare_controller.h"

#include <signal.h>

#include <QDateTime>
#include <QDir>
#include <QStandardPaths>
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/common/find_program.h"
#include "app/common/trained_policies.h"
#include "app/workbench/compare/comparison_file.h"
#include "rl/environment/scenario.h"
#include "rl/learn/algorithms.h"
#include "rl/policies/make_policy.h"

namespace cleave::workbench {
namespace {

QString durationText(double seconds) {
  const auto total = std::lround(seconds);
  if (total < 60) return CompareController::tr("%1 s").arg(total);
  if (total < 3600) return CompareController::tr("%1 min %2 s").arg(total / 60).arg(total % 60);
  return CompareController::tr("%1 h %2 min").arg(total / 3600).arg(total % 3600 / 60);
}

std::vector<ui::PolicyChoice> choices() {
  std::vector<ui::PolicyChoice> list;
  for (const auto& name : trainedPolicies()) {
    list.push_back({QString::fromStdString("trained:" + name), CompareController::tr("Trained"),
                    CompareController::tr("Trained for scenario %1").arg(QString::fromStdString(name))});
  }
  for (const auto& form : policyForms()) {
    if (!form.starts_with("fixed:")) {
      list.push_back({QString::fromStdString(form), CompareController::tr("Rules")});
    }
  }
  for (const auto& name : learn::algorithmNames()) {
    list.push_back({QString::fromStdString(name), CompareController::tr("Learners (trained first, takes minutes)"),
                    CompareController::tr("Trained for this scenario with each seed, then evaluated")});
  }
  return list;
}

// Numbers and sentences, from {"progress": 0.4, "label": "Judging", "eta_s": 3.2, "detail": ""}.
struct Progress {
  double done = -1;
  QString text;
};
std::optional<Progress> progressOf(const QByteArray& line) {
  const auto json = nlohmann::json::parse(line.begin(), line.end(), nullptr, false);
  if (!json.is_object() || !json.contains("progress")) return std::nullopt;
  const auto text = [&](const char* key) {
    const auto at = json.find(key);
    return at != json.end() && at->is_string() ? QString::fromStdString(at->get<std::string>()) : QString();
  };
  Progress progress;
  if (json["progress"].is_number()) progress.done = std::clamp(json["progress"].get<double>(), 0.0, 1.0);
  progress.text = text("label");
  if (progress.done > 0) progress.text += QStringLiteral(" %1 %").arg(std::lround(100 * progress.done));
  const auto eta = json.find("eta_s");
  if (eta != json.end() && eta->is_number() && eta->get<double>() >= 0.5 && progress.done < 1) {
    progress.text += CompareController::tr(", %1 left").arg(durationText(eta->get<double>()));
  }
  if (const QString detail = text("detail"); !detail.isEmpty()) progress.text += QStringLiteral(": ") + detail;
  return progress;
}

}  // namespace

CompareController::CompareController(ui::ComparePanel& panel) : CompareController(panel, Options{}) {}

CompareController::CompareController(ui::ComparePanel& panel, Options options, QObject* parent)
    : QObject(parent), panel_(panel), options_(std::move(options)) {
  if (options_.program.isEmpty()) options_.program = QString::fromStdString(findProgram("cleave-cli").string());
  if (options_.folder.isEmpty()) {
    options_.folder =
        QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)).filePath(QStringLiteral("comparisons"));
  }
  patience_.setSingleShot(true);
  connect(&patience_, &QTimer::timeout, &process_, &QProcess::kill);
  connect(&process_, &QProcess::readyReadStandardOutput, this, &CompareController::takeLines);
  connect(&process_, &QProcess::readyReadStandardError, this, &CompareController::takeProgress);
  connect(&process_, &QProcess::finished, this, &CompareController::finished);
  connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
    if (error != QProcess::FailedToStart) return;  // any other ends with finished()
    sentence_ = tr("Cannot start %1 (%2): is the installation complete?").arg(options_.program, process_.errorString());
    finished(1, QProcess::NormalExit);
  });
  connect(&panel_, &ui::ComparePanel::runRequested, this, &CompareController::run);
  connect(&panel_, &ui::ComparePanel::stopRequested, this, &CompareController::stop);
  connect(&panel_, &ui::ComparePanel::openRequested, this, &CompareController::open);
  connect(&panel_, &ui::ComparePanel::saveRequested, this, &CompareController::save);
  offer();
}

CompareController::~CompareController() {
  process_.disconnect(this);
  if (!isRunning()) return;
  process_.kill();  // what it trains and whom it talks to goes with it
  process_.waitForFinished(1000);
}

void CompareController::offer() {
  QStringList scenarios;
  for (const auto& name : scenarioNames()) scenarios << QString::fromStdString(name);
  setScenarios(scenarios);
  const auto list = choices();
  QStringList checked{QStringLiteral("greedy"), QStringLiteral("greedy-safe"), QStringLiteral("edgent")};
  checked << QStringLiteral("trained:demo");  // where it is at hand
  panel_.setPolicies(list, checked);
  panel_.setHistory(comparisonFiles(options_.folder));
}

void CompareController::setScenarios(const QStringList& scenarios) {
  const QString chosen = panel_.request().scenario;
  panel_.setScenarios(scenarios, chosen.isEmpty() ? QStringLiteral("demo") : chosen);
}

QStringList CompareController::argumentsFor(const ui::CompareRequest& request) const {
  QStringList arguments = request.live ? QStringList{QStringLiteral("compare-live")}
                                       : QStringList{QStringLiteral("policy"), QStringLiteral("compare")};
  arguments << QStringLiteral("--json") << QStringLiteral("--progress-json");
  arguments << QStringLiteral("--scenario") << request.scenario;
  arguments << QStringLiteral("--policies") << request.policies.join(QLatin1Char(','));
  arguments << QStringLiteral("--requests") << QString::number(request.requests);
  if (!options_.model.isEmpty()) arguments << QStringLiteral("--model") << options_.model;
  const QString agent = agent_ ? agent_() : QString();
  if (request.live && !agent.isEmpty() && agent != QLatin1String("local")) {
    arguments << QStringLiteral("--agent") << agent;
  }
  if (request.live) return arguments;
  arguments << QStringLiteral("--seeds") << QString::number(request.seeds);
  const bool learns = std::ranges::any_of(
      request.policies, [](const QString& policy) { return learn::isAlgorithm(policy.toStdString()); });
  // Kept, so that the next comparison need not train them again.
  if (learns) arguments << QStringLiteral("--work") << QDir(options_.folder).filePath(QStringLiteral("trained"));
  return arguments;
}

void CompareController::run(const ui::CompareRequest& request) {
  if (isRunning()) return;
  comparison_ = {};
  comparison_.scenario = request.scenario;
  comparison_.live = request.live;
  for (QByteArray* text : {&lines_, &partial_, &partialError_}) text->clear();
  sentence_.clear();
  warning_.clear();
  kept_.clear();
  asked_ = static_cast<int>(request.policies.size());
  stopped_ = false;
  panel_.setRunning(true);
  Q_EMIT runningChanged(true);
  process_.start(options_.program, argumentsFor(request), QIODevice::ReadOnly);
}

void CompareController::stop() {
  if (!isRunning()) return;
  stopped_ = true;
  // As Ctrl-C does: what was trained stays, the agent is told to go.
  if (process_.processId() > 0) ::kill(static_cast<pid_t>(process_.processId()), SIGINT);
  patience_.start(options_.patienceMs);
  panel_.setProgress(-1, tr("Stopping"));
}

void CompareController::takeLines() {
  partial_ += process_.readAllStandardOutput();
  bool more = false;
  for (qsizetype end = partial_.indexOf('\n'); end >= 0; end = partial_.indexOf('\n')) {
    const QByteArray line = partial_.left(end);
    partial_.remove(0, end + 1);
    if (line.trimmed().isEmpty()) continue;
    try {
      addLine(comparison_, line);
    } catch (const std::exception&) {
      warning_ = tr("Unexpected output from cleave-cli (version mismatch?)");
      continue;
    }
    keep(line);
    more = true;
  }
  if (more) panel_.setComparison(comparison_);
}

// Line by line, so that nothing is lost when something ends the program.
void CompareController::keep(const QByteArray& line) {
  lines_ += line + '\n';
  if (kept_.isEmpty()) {
    const QDir folder(options_.folder);
    folder.mkpath(QStringLiteral("."));
    const QString name = QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd HH.mm.ss ")) +
                         QFileInfo(comparison_.scenario).completeBaseName() +
                         (comparison_.live ? QStringLiteral(" live") : QStringLiteral(" simulated"));
    kept_ = folder.filePath(name + QStringLiteral(".jsonl"));
    for (int i = 2; QFile::exists(kept_); ++i) {
      kept_ = folder.filePath(QStringLiteral("%1 %2.jsonl").arg(name).arg(i));
    }
  }
  QFile file(kept_);
  if (!file.open(QIODevice::WriteOnly | QIODevice::Append) || file.write(line + '\n') < 0) {
    warning_ = tr("Cannot write %1 (%2): the comparison is shown but not saved.").arg(kept_, file.errorString());
  }
}

void CompareController::takeProgress() {
  partialError_ += process_.readAllStandardError();
  for (qsizetype end = partialError_.indexOf('\n'); end >= 0; end = partialError_.indexOf('\n')) {
    const QByteArray line = partialError_.left(end).trimmed();
    partialError_.remove(0, end + 1);
    if (line.isEmpty()) continue;
    const auto progress = progressOf(line);
    if (!progress) {
      sentence_ = QString::fromUtf8(line);
      if (sentence_.startsWith(QStringLiteral("cleave-cli: "))) sentence_.remove(0, 12);
      continue;
    }
    if (stopped_) continue;
    QString text = progress->text;
    if (comparison_.live && asked_ > 1) {
      const int at = std::min(static_cast<int>(comparison_.rows.size()) + 1, asked_);
      text += tr(" (policy %1 of %2)").arg(at).arg(asked_);
    }
    panel_.setProgress(progress->done, text);
    Q_EMIT progressed(progress->done, text);
  }
}

void CompareController::finished(int status, QProcess::ExitStatus how) {
  patience_.stop();
  takeLines();
  partialError_ += '\n';
  takeProgress();
  panel_.setRunning(false);
  panel_.setComparison(comparison_);
  if (comparison_.rows.empty()) panel_.setNote({});
  panel_.setHistory(comparisonFiles(options_.folder));
  const bool failed = status != 0 || how != QProcess::NormalExit;
  if (stopped_) {
    tell(comparison_.rows.empty() ? tr("Stopped before the first policy was complete.")
                                  : tr("Stopped; the completed policies are saved."),
         false);
  } else if (failed && sentence_.isEmpty()) {
    tell(how == QProcess::NormalExit ? tr("The comparison failed; cleave-cli gave no reason.")
                                     : tr("cleave-cli exited without an error message. Start the comparison again."),
         true);
  } else if (failed || !warning_.isEmpty()) {
    tell(failed ? sentence_ : warning_, true);
  } else {
    Q_EMIT notified(tr("Comparison for %1 saved to %2.").arg(comparison_.scenario, kept_), false);
  }
  Q_EMIT runningChanged(false);
}

void CompareController::tell(const QString& sentence, bool isError) {
  panel_.setMessage(sentence, isError);
  Q_EMIT notified(sentence, isError);
}

void CompareController::open(const QString& file) {
  if (isRunning()) return tell(tr("A comparison is running. Stop it first, or wait until it is done."), true);
  try {
    comparison_ = readComparison(file);
    QFile lines(file);
    lines_ = lines.open(QIODevice::ReadOnly) ? lines.readAll() : QByteArray();
    kept_ = file;
    panel_.setMessage({}, false);
    panel_.setComparison(comparison_);
  } catch (const std::exception& error) {
    tell(QString::fromUtf8(error.what()), true);
  }
}

void CompareController::save(const QString& file) {
  try {
    writeLines(file, lines_);
    tell(tr("Saved to %1.").arg(file), false);
  } catch (const std::exception& error) {
    tell(QString::fromUtf8(error.what()), true);
  }
}

}  // namespace cleave::workbench
