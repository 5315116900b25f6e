// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/scenario/scenario_check.h"

#include <QFileInfo>
#include <QRegularExpression>

#include "app/workbench/adapters/ui_data.h"
#include "core/types/error.h"
#include "rl/environment/scenario_text.h"

namespace cleave::workbench {
namespace {

constexpr const char* kWhere = "scenario";

// "scenario, line 3: link.mbps is ..." to line and sentence.
void takeProblem(const std::string& error, ScenarioCheck& check) {
  static const QRegularExpression pattern(QStringLiteral("^scenario(, line (\\d+))?: (.*)$"),
                                          QRegularExpression::DotMatchesEverythingOption);
  check.problem = QString::fromStdString(error);
  const auto found = pattern.match(check.problem);
  if (!found.hasMatch()) return;
  check.line = found.captured(2).toInt();
  check.problem = found.captured(3);
}

template <class Read>
ScenarioCheck check(std::uint64_t seed, bool forRun, Read&& read) {
  ScenarioCheck check;
  try {
    const Scenario scenario = read();
    if (forRun) {
      check.live = LiveScenario::realise(scenario, seed);
      check.preview = previewOf(scenario, *check.live->conditions);
    } else {
      check.preview = previewOf(scenario, *realise(scenario, seed, LiveScenario::kSpanS));
    }
  } catch (const Error& error) {  // all else is no fault of the scenario
    takeProblem(error.what(), check);
    check.live.reset();
  }
  return check;
}

}  // namespace

ScenarioCheck checkScenario(const std::string& text, const std::string& folder, std::uint64_t seed, bool forRun) {
  return check(seed, forRun, [&] { return parseScenario(text, kWhere, folder); });
}

ScenarioCheck checkScenarioFile(const std::string& nameOrFile, std::uint64_t seed) {
  return check(seed, true, [&] { return findScenario(nameOrFile); });
}

ScenarioCheck checkTrace(const std::string& file, std::uint64_t seed) {
  return check(seed, true, [&] {
    // A measured link and nothing else: no load, requests as fast as they go, and no result is given up but on a link
    // that is dead for good.
    Scenario scenario;
    scenario.name = QFileInfo(QString::fromStdString(file)).completeBaseName().toStdString();
    scenario.arrivals = {Arrivals::Kind::Closed, 0};
    return withTrace(scenario, file);
  });
}

}  // namespace cleave::workbench
