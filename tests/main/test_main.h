// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QObject>

#include <memory>
#include <string_view>

// Many classes of tests in one program, each started by its name: a program for each class took longer to link than to
// run.
namespace cleave::tests {

struct TestClass {
  std::string_view name;  ///< without `cleave::`
  std::unique_ptr<QCoreApplication> (*application)(int& argc, char** argv);
  std::unique_ptr<QObject> (*make)();
};

/// Adds a class to the program's; before main(), through the macros below.
bool add(const TestClass& test);

constexpr std::string_view withoutNamespace(std::string_view name) {
  constexpr std::string_view ours = "cleave::";
  return name.starts_with(ours) ? name.substr(ours.size()) : name;
}

template <class Application, class Test>
constexpr TestClass describe(std::string_view name) {
  return {withoutNamespace(name),
          [](int& argc, char** argv) -> std::unique_ptr<QCoreApplication> {
            return std::make_unique<Application>(argc, argv);
          },
          []() -> std::unique_ptr<QObject> { return std::make_unique<Test>(); }};
}

}  // namespace cleave::tests

/// At the end of a test's file, at the beginning of a line: CLEAVE_TEST(cleave::TestDecision)
#define CLEAVE_TEST(Class)                   \
  [[maybe_unused]] static const bool added = \
      ::cleave::tests::add(::cleave::tests::describe<QCoreApplication, Class>(#Class));
/// The same for tests that need widgets or pictures; include <QApplication>.
#define CLEAVE_GUI_TEST(Class)               \
  [[maybe_unused]] static const bool added = \
      ::cleave::tests::add(::cleave::tests::describe<QApplication, Class>(#Class));
