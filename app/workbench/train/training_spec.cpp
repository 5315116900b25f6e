// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/train/training_spec.h"

#include <QFileInfo>
#include <QObject>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/types/error.h"
#include "ui/theme/plural.h"

namespace cleave::workbench {
namespace {

constexpr int kVersion = 1;

// A name that every file system takes.
std::string fileName(const QString& name) {
  QString safe;
  for (const QChar c : name.left(80)) {
    const bool plain = c.unicode() < 128 && (c.isLetterOrNumber() || c == u'.' || c == u'_');
    if (plain || !safe.endsWith(u'-')) safe += plain ? c : QChar(u'-');
  }
  while (safe.endsWith(u'-')) safe.chop(1);
  while (safe.startsWith(u'-') || safe.startsWith(u'.')) safe.remove(0, 1);
  return safe.isEmpty() ? "training" : safe.toStdString();
}

// Names of scenarios and data sets stay as they are; files must be found from any folder.
std::string absolute(const QString& text) {
  const QFileInfo file(text);
  return (file.exists() ? file.absoluteFilePath() : text).toStdString();
}

QString shortName(const QString& scenario) {
  return scenario.contains(u'/') ? QFileInfo(scenario).completeBaseName() : scenario;
}

void addOption(std::vector<std::string>& arguments, const char* name, const std::string& value) {
  if (value.empty()) return;
  arguments.emplace_back(name);
  arguments.push_back(value);
}

std::vector<std::string> argumentsOf(const ui::TrainingRequest& request, int seed, const std::string& defaultModel) {
  std::vector<std::string> arguments;
  if (request.kind == ui::TrainingKind::Policy) {
    arguments = {"policy", "train"};
    addOption(arguments, "--algorithm", request.algorithm.toStdString());
    addOption(arguments, "--scenario", absolute(request.scenario));
    addOption(arguments, "--model", request.model.isEmpty() ? defaultModel : absolute(request.model));
    for (const QString& trace : request.traces) addOption(arguments, "--trace", absolute(trace));
    if (request.steps > 0) addOption(arguments, "--steps", std::to_string(request.steps));
  } else {
    arguments = {"model", "train"};
    addOption(arguments, "--dataset", request.dataset.toStdString());
    if (!request.dataFolder.isEmpty()) addOption(arguments, "--data", absolute(request.dataFolder));
    addOption(arguments, "--architecture", absolute(request.architecture));
    addOption(arguments, "--stages", request.stages.toStdString());
    addOption(arguments, "--threads", std::to_string(request.threads));
  }
  addOption(arguments, "--seed", std::to_string(seed));
  return arguments;
}

}  // namespace

std::string toJson(const TrainingSpec& spec) {
  const nlohmann::ordered_json json{{"version", kVersion},
                                    {"kind", spec.kind == ui::TrainingKind::Policy ? "policy" : "model"},
                                    {"name", spec.name},
                                    {"group", spec.group},
                                    {"what", spec.what},
                                    {"arguments", spec.arguments},
                                    {"result", spec.result},
                                    {"threads", spec.threads},
                                    {"created", QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString()}};
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

TrainingSpec trainingSpecFromJson(const std::string& text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) throw Error("it is not a JSON object");
  try {
    if (json.at("version").get<int>() != kVersion) throw Error("it was written by another version of Cleave");
    TrainingSpec spec;
    const auto kind = json.at("kind").get<std::string>();
    if (kind != "policy" && kind != "model") throw Error("its kind is neither policy nor model");
    spec.kind = kind == "policy" ? ui::TrainingKind::Policy : ui::TrainingKind::Network;
    spec.name = json.at("name").get<std::string>();
    spec.group = json.at("group").get<std::string>();
    spec.what = json.at("what").get<std::string>();
    spec.arguments = json.at("arguments").get<std::vector<std::string>>();
    spec.result = json.at("result").get<std::string>();
    spec.threads = std::max(1, json.value("threads", 1));
    if (spec.result.empty() || spec.result.find('/') != std::string::npos || spec.result.starts_with('.')) {
      throw Error("its result is not a plain file name");
    }
    return spec;
  } catch (const nlohmann::json::exception&) {
    throw Error("a field is missing or has the wrong type");
  }
}

std::vector<TrainingSpec> specsOf(const ui::TrainingRequest& request, const std::string& defaultModel) {
  const bool policy = request.kind == ui::TrainingKind::Policy;
  const QString about =
      policy ? request.algorithm + QStringLiteral(" · ") +
                   (request.traces.isEmpty()
                        ? shortName(request.scenario)
                        : ui::plural(request.traces.size(), QObject::tr("%n trace"), QObject::tr("%n traces")))
             : shortName(request.architecture) + QStringLiteral(" · ") + request.dataset;
  const QString plain = policy ? request.algorithm + u'-' + shortName(request.scenario)
                               : shortName(request.architecture) + u'-' + request.dataset;
  const QString name = request.name.trimmed().isEmpty() ? plain : request.name.trimmed();
  const QString group = name + u'-' + QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMddHHmmsszzz"));
  std::vector<TrainingSpec> specs;
  for (int seed = 1; seed <= std::max(1, request.seeds); ++seed) {
    TrainingSpec spec;
    const QString own = request.seeds > 1 ? QStringLiteral("%1, seed %2").arg(name).arg(seed) : name;
    spec.kind = request.kind;
    spec.name = own.toStdString();
    spec.group = group.toStdString();
    spec.what = QStringLiteral("%1 · seed %2").arg(about).arg(seed).toStdString();
    spec.arguments = argumentsOf(request, seed, defaultModel);
    spec.result = fileName(own) + (policy ? ".cleavepolicy" : ".cleavemodel");
    spec.threads = policy ? 1 : std::max(1, request.threads);
    specs.push_back(std::move(spec));
  }
  return specs;
}

}  // namespace cleave::workbench
