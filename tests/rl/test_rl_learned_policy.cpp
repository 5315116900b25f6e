// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <chrono>
#include <cstdlib>
#include <new>

#include "rl/learn/learned_policy.h"
#include "rl/learn/policy_training.h"
#include "tests/main/test_main.h"
#include "tests/rl/alexnet_table.h"

namespace {
std::size_t allocations = 0;
}  // namespace

// All memory of this program is counted. Not inlined: GCC 14 would take new and free() for a mismatch.
[[gnu::noinline]] void* operator new(std::size_t bytes) {
  ++allocations;
  if (void* memory = std::malloc(bytes == 0 ? 1 : bytes)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace cleave::learn {

/// A decision is made while a request waits.
class TestLearnedPolicy : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void decidesWithoutMemory_data() {
    QTest::addColumn<QString>("algorithm");
    for (const auto& name : algorithmNames()) QTest::newRow(name.c_str()) << QString::fromStdString(name);
  }
  void decidesWithoutMemory() {
    QFETCH(QString, algorithm);
    const auto table = test::alexnetTable();
    PolicyTask task;
    task.table = table;
    task.scenario = findScenario("lte-drive");
    PolicyTraining training(task, recipeFor(algorithm.toStdString()), 1);
    LearnedPolicy policy(std::make_shared<const PolicyFile>(training.policy("")), *table, "");
    Observation observation;
    observation.bandwidthMeanMbps = 10;
    policy.decide(observation);
    const std::size_t before = allocations;
    std::vector<double> times;
    times.reserve(2000);
    const std::size_t reserved = allocations;
    for (int i = 0; i < 2000; ++i) {
      observation.bandwidthShortMbps = 1 + i % 40;
      observation.sinceTransferS = 0.1 * (i % 30);
      const auto begin = std::chrono::steady_clock::now();
      policy.decide(observation);
      times.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin).count());
    }
    QCOMPARE(allocations, reserved);
    QVERIFY(reserved > before);  // they are counted
    std::ranges::sort(times);
    qInfo("p50 %.1f us, p99 %.1f us", times[1000], times[1980]);
  }
};

}  // namespace cleave::learn

CLEAVE_TEST(cleave::learn::TestLearnedPolicy)
#include "test_rl_learned_policy.moc"
