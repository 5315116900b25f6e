// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QTest>

#include "tests/main/test_main.h"
#include "ui/window/run_history.h"

using namespace cleave;
using namespace cleave::ui;

/// The requests that can still be looked at.
class TestUiRunHistory : public QObject {
  Q_OBJECT

  /// Two a second; request 3 failed.
  static RequestRecord request(std::uint64_t id) {
    RequestRecord record;
    record.id = id;
    record.startS = 0.5 * static_cast<double>(id);
    record.decision = {static_cast<int>(id % 5) + 1, 2, 8};
    record.layerMs.assign(id % 4, static_cast<float>(id));
    record.probabilities.assign(id % 3, static_cast<float>(id));
    if (id == 3) record.outcome = Outcome::Failed, record.error = "No answer.";
    return record;
  }
  static std::uint64_t idOf(const std::optional<RequestRecord>& record) { return record ? record->id : 999'999; }

 private Q_SLOTS:
  void emptyOnesHaveNone() {
    RunHistory history(10);
    QCOMPARE(history.size(), std::size_t{0});
    QVERIFY(!history.nearest(0, XUnit::Seconds) && !history.besides(0, 1));
  }
  void theNearestInEitherUnit() {
    RunHistory history(100);
    for (std::uint64_t id = 0; id < 10; ++id) history.add(request(id));
    QCOMPARE(idOf(history.nearest(1.3, XUnit::Seconds)), 3U);
    QCOMPARE(idOf(history.nearest(1.2, XUnit::Seconds)), 2U);
    QCOMPARE(idOf(history.nearest(6.6, XUnit::Requests)), 7U);
    QCOMPARE(idOf(history.nearest(-50, XUnit::Seconds)), 0U);
    QCOMPARE(idOf(history.nearest(1e9, XUnit::Requests)), 9U);
    const auto failed = history.nearest(3, XUnit::Requests);
    QCOMPARE(failed->error, std::string("No answer."));
    QCOMPARE(failed->layerMs, request(3).layerMs);
    for (std::uint64_t id = 0; id < 10; ++id) {
      QCOMPARE(history.besides(id, 0)->probabilities, request(id).probabilities);
    }
    QCOMPARE(failed->decision, request(3).decision);
  }
  void stepsEndAtTheEnds() {
    RunHistory history(100);
    for (std::uint64_t id = 0; id < 10; ++id) history.add(request(id));
    QCOMPARE(idOf(history.besides(4, 1)), 5U);
    QCOMPARE(idOf(history.besides(4, -2)), 2U);
    QCOMPARE(idOf(history.besides(1, -5)), 0U);
    QCOMPARE(idOf(history.besides(9, 1)), 9U);
    QCOMPARE(idOf(history.besides(1000, 0)), 9U);
  }
  void theOldestGo() {
    RunHistory history(10'000);
    for (std::uint64_t id = 0; id < 50'000; ++id) history.add(request(id));
    QVERIFY(history.size() >= 10'000 && history.size() < 20'000);
    QCOMPARE(idOf(history.nearest(49'999, XUnit::Requests)), 49'999U);
    QCOMPARE(idOf(history.nearest(40'000, XUnit::Requests)), 40'000U);
    QVERIFY(!history.nearest(0, XUnit::Requests));  // forgotten: another one would be a lie
    QVERIFY(idOf(history.besides(0, 0)) > 30'000U);
    const std::size_t before = history.size();
    history.setCapacity(1000);
    QVERIFY(history.size() < before && history.size() >= 1000);
    QCOMPARE(idOf(history.besides(49'999, -999)), 49'000U);
  }
  void aRunThatIsOverIsWhole() {
    RunHistory history(10);
    history.add(request(7));
    auto table = std::make_shared<RunTable>();
    for (std::uint64_t id = 0; id < 9000; ++id) table->add(request(id));
    history.show(table);
    QCOMPARE(history.size(), std::size_t{9000});
    QCOMPARE(idOf(history.nearest(2, XUnit::Requests)), 2U);
    history.show(nullptr);
    QCOMPARE(idOf(history.nearest(2, XUnit::Requests)), 7U);  // what goes on was not touched
  }
};

CLEAVE_GUI_TEST(TestUiRunHistory)
#include "test_ui_run_history.moc"
