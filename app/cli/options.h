// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

// Options and commands without CLI11's header, which is inline code that every file would compile again: options.cpp is
// the one that does, and main.cpp parses.
namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace cleave::cli {

/// One option of a command: a handle.
class Option {
 public:
  explicit Option(CLI::Option* option) : option_(option) {}

  const Option& required() const;
  const Option& showDefault() const;  ///< the value that the variable has now, in the help
  const Option& hide() const;         ///< from the help
  const Option& range(int least, int most) const;
  const Option& range(double least, double most) const;
  const Option& range(std::size_t least, std::size_t most) const;
  const Option& oneOf(const std::vector<std::string>& values) const;
  /// @param problem returns a sentence for a wrong value, else an empty text
  const Option& check(std::function<std::string(const std::string& value)> problem) const;
  const Option& delimiter(char separator) const;
  const Option& excludes(const Option& other) const;
  const Option& needs(const Option& other) const;
  [[nodiscard]] std::string help() const;
  const Option& setHelp(const std::string& help) const;
  const Option& oneValueEach() const;  ///< of a list: a further value needs the option's name again
  [[nodiscard]] bool given() const;    ///< after parsing

 private:
  CLI::Option* option_;
};

/// A command, or a group of commands: a handle.
class Command {
 public:
  explicit Command(CLI::App* app) : app_(app) {}

  /// A command of this group. @param action called once all is parsed and this command was chosen
  [[nodiscard]] Command addCommand(const std::string& name, const std::string& help,
                                   std::function<void()> action) const;
  /// A group, of which the user chooses one command.
  [[nodiscard]] Command addGroup(const std::string& name, const std::string& help) const;

  /// @param names "--seed", "-s,--seed", or without hyphens for an argument by position
  /// @param value outlives the parsing; texts, numbers, lists and optionals of them (options.cpp lists them)
  template <class Value>
  Option addOption(const std::string& names, Value& value, const std::string& help) const;
  Option addFlag(const std::string& names, bool& value, const std::string& help) const;
  Option addFlag(const std::string& names, std::function<void()> action, const std::string& help) const;
  /// @pre there is an option of that name
  [[nodiscard]] Option option(const std::string& name) const;

 private:
  CLI::App* app_;
};

}  // namespace cleave::cli
