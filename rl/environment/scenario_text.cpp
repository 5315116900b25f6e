// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/environment/scenario_text.h"

#include "core/profile/emulated_device.h"
#include "core/types/error.h"
#include "rl/environment/scenario_fields.h"
#include "rl/environment/scenario_reader.h"
#include "rl/environment/text_lines.h"

namespace cleave {
namespace {

using detail::Limits;

constexpr std::size_t kMostBytes = 64 << 10;

class Writer {
 public:
  void text(const std::string& key, const std::string& value, bool) {
    if (!value.empty()) put(key, value);
  }
  std::size_t choice(const std::string& key, std::span<const char* const> kinds, std::size_t current, bool) {
    put(key, kinds[current]);
    return current;
  }
  void value(const std::string& key, double value, const Limits&) { put(key, numberText(value)); }
  void value(const std::string& key, int value, const Limits&) { put(key, std::to_string(value)); }
  void value(const std::string& key, const std::filesystem::path& file, const Limits&) { put(key, file.string()); }
  void device(const std::string& key, const std::string& name) { put(key, name); }

  std::string written;

 private:
  void put(const std::string& key, const std::string& value) {
    written += key + " = ";
    for (const char c : value) written += c == '\n' || c == '\r' ? ' ' : c;
    written += '\n';
  }
};

class Checker {
 public:
  explicit Checker(std::string where) : where_(std::move(where)) {}
  void text(const std::string& key, const std::string& value, bool required) const {
    if (required && value.empty()) fail(key + " is empty");
  }
  std::size_t choice(const std::string&, std::span<const char* const>, std::size_t current, bool) { return current; }
  void value(const std::string& key, double value, const Limits& limits) const {
    if (const auto problem = detail::rangeProblem(key, value, limits); !problem.empty()) fail(problem);
  }
  void value(const std::string& key, const std::filesystem::path& file, const Limits&) const {
    if (file.empty()) fail(key + " has no file name");
  }
  void device(const std::string&, const std::string& name) { EmulatedDevice::parse(name); }
  [[noreturn]] void fail(const std::string& why) const { throw Error(where_ + ": " + why + "."); }

 private:
  std::string where_;
};

}  // namespace

void validate(const Scenario& scenario) {
  Checker checker("Scenario " + scenario.name);
  Scenario copy = scenario;
  detail::visitScenario(checker, copy);
  if (const auto problem = problemOf(scenario.link); !problem.empty()) checker.fail(problem);
}

Scenario parseScenario(std::string_view text, const std::string& where, const std::filesystem::path& folder) {
  detail::ScenarioReader reader(text, where, folder);
  Scenario scenario;
  detail::visitScenario(reader, scenario);
  reader.finish();
  if (const auto problem = problemOf(scenario.link); !problem.empty()) throw Error(where + ": " + problem + ".");
  return scenario;
}

Scenario readScenario(const std::filesystem::path& file) {
  return parseScenario(readTextFile(file, kMostBytes, "scenario"), file.string(), file.parent_path());
}

std::string toText(const Scenario& scenario) {
  Writer writer;
  Scenario copy = scenario;
  detail::visitScenario(writer, copy);
  return writer.written;
}

}  // namespace cleave
