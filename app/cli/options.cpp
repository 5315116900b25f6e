// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/options.h"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <utility>

namespace cleave::cli {

const Option& Option::required() const {
  option_->required();
  return *this;
}

const Option& Option::showDefault() const {
  option_->capture_default_str();
  return *this;
}

const Option& Option::hide() const {
  option_->group("");
  return *this;
}

const Option& Option::range(int least, int most) const {
  option_->check(CLI::Range(least, most));
  return *this;
}

const Option& Option::range(double least, double most) const {
  option_->check(CLI::Range(least, most));
  return *this;
}

const Option& Option::range(std::size_t least, std::size_t most) const {
  option_->check(CLI::Range(least, most));
  return *this;
}

const Option& Option::oneOf(const std::vector<std::string>& values) const {
  option_->check(CLI::IsMember(values));
  return *this;
}

const Option& Option::check(std::function<std::string(const std::string& value)> problem) const {
  option_->check(std::move(problem));
  return *this;
}

const Option& Option::delimiter(char separator) const {
  option_->delimiter(separator);
  return *this;
}

const Option& Option::excludes(const Option& other) const {
  option_->excludes(other.option_);
  return *this;
}

const Option& Option::needs(const Option& other) const {
  option_->needs(other.option_);
  return *this;
}

std::string Option::help() const {
  return option_->get_description();
}

const Option& Option::setHelp(const std::string& help) const {
  option_->description(help);
  return *this;
}

const Option& Option::oneValueEach() const {
  option_->allow_extra_args(false);
  return *this;
}

bool Option::given() const {
  return option_->count() > 0;
}

Command Command::addCommand(const std::string& name, const std::string& help, std::function<void()> action) const {
  CLI::App* command = app_->add_subcommand(name, help);
  command->callback(std::move(action));
  return Command(command);
}

Command Command::addGroup(const std::string& name, const std::string& help) const {
  CLI::App* group = app_->add_subcommand(name, help);
  group->require_subcommand(1);
  return Command(group);
}

template <class Value>
Option Command::addOption(const std::string& names, Value& value, const std::string& help) const {
  return Option(app_->add_option(names, value, help));
}

// What commands read into.
template Option Command::addOption(const std::string&, std::string&, const std::string&) const;
template Option Command::addOption(const std::string&, int&, const std::string&) const;
template Option Command::addOption(const std::string&, double&, const std::string&) const;
template Option Command::addOption(const std::string&, std::int64_t&, const std::string&) const;
template Option Command::addOption(const std::string&, std::uint64_t&, const std::string&) const;
template Option Command::addOption(const std::string&, std::optional<double>&, const std::string&) const;
template Option Command::addOption(const std::string&, std::optional<std::int64_t>&, const std::string&) const;
template Option Command::addOption(const std::string&, std::vector<std::string>&, const std::string&) const;

Option Command::addFlag(const std::string& names, bool& value, const std::string& help) const {
  return Option(app_->add_flag(names, value, help));
}

Option Command::addFlag(const std::string& names, std::function<void()> action, const std::string& help) const {
  return Option(app_->add_flag_callback(names, std::move(action), help));
}

Option Command::option(const std::string& name) const {
  return Option(app_->get_option(name));
}

}  // namespace cleave::cli
