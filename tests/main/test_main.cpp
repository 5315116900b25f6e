// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/main/test_main.h"

#include <QtTest>

#include <algorithm>
#include <cstdio>
#include <vector>

namespace cleave::tests {
namespace {

std::vector<TestClass>& classes() {
  static std::vector<TestClass> all;
  return all;
}

int usage(const char* program) {
  std::fprintf(stderr, "Usage: %s CLASS [FUNCTION...] [Qt Test's options]\nClasses:\n", program);
  std::ranges::sort(classes(), {}, &TestClass::name);
  for (const auto& one : classes())
    std::fprintf(stderr, "  %.*s\n", static_cast<int>(one.name.size()), one.name.data());
  return 2;
}

}  // namespace

bool add(const TestClass& test) {
  classes().push_back(test);
  return true;
}

int run(int argc, char** argv) {
  const auto found =
      argc < 2 ? classes().end() : std::ranges::find(classes(), withoutNamespace(argv[1]), &TestClass::name);
  if (found == classes().end()) return usage(argv[0]);
  argv[1] = argv[0];  // Qt Test and the application read what follows the class
  ++argv;
  --argc;
  const auto application = found->application(argc, argv);
  const auto test = found->make();
  QTEST_SET_MAIN_SOURCE_PATH
  return QTest::qExec(test.get(), argc, argv);
}

}  // namespace cleave::tests

int main(int argc, char** argv) {
  return cleave::tests::run(argc, argv);
}
