// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

#include "core/types/request_json.h"
#include "core/types/run_table.h"
#include "tests/main/test_main.h"

namespace cleave {

class TestCoreRunTable : public QObject {
  Q_OBJECT

  static RequestRecord record(std::uint64_t id, std::vector<float> layers) {
    RequestRecord record;
    record.id = id;
    record.startS = 0.1 * static_cast<double>(id);
    record.decision = {2, 1, 4};
    record.layerMs = std::move(layers);
    record.totalMs = 1.0 / 3;
    record.payloadBytes = std::uint64_t{1} << 60;
    record.label = 7;
    record.confidence = 0.1F;
    record.policy = 1;
    record.linkMbps = 3;
    return record;
  }

 private Q_SLOTS:
  void recordsComeBackAsTheyWere() {
    std::vector<RequestRecord> records{record(3, {1, 2, 3}), record(4, {}), record(9, {4.5F})};
    records[1].outcome = Outcome::Failed;
    records[1].error = "The link died.";
    records[2].outcome = Outcome::Fallback;
    RunTable table;
    for (const auto& one : records) table.add(one);
    QCOMPARE(table.size(), std::size_t{3});
    for (std::size_t row = 0; row < 3; ++row) {
      QCOMPARE(toJson(table.record(row)), toJson(records[row]));
      QVERIFY(std::ranges::equal(table.layersOf(row), records[row].layerMs));
    }
    QVERIFY(std::isnan(table.record(0).reward));
    QVERIFY_EXCEPTION_THROWN(static_cast<void>(table.record(3)), std::out_of_range);
  }
  // Fields that are not in the list would be lost without a word.
  void everyFieldIsAColumn() {
    std::set<std::string> names;
    visitNumberColumns([&](const char* name, auto, auto) { QVERIFY2(names.insert(name).second, name); });
    QVERIFY(names.contains("uplink_ms") && names.contains("stall_ms") && names.contains("edge_queue_ms"));
    QVERIFY(names.contains("device") && names.contains("link_epoch"));
    RequestRecord full;
    visitNumberColumns([&](const char*, auto field, auto) { full.*field = 1; });
    full.policy = 1;
    full.error = "It failed.";
    RunTable table;
    table.add(full);
    QCOMPARE(toJson(table.record(0)), toJson(full));
  }
  void theFirstRowsCanBeKept() {
    RunTable table;
    for (std::uint64_t id = 0; id < 4; ++id) table.add(record(id, {1, 2}));
    table.error.emplace(3, "The link died.");
    RunTable first;
    for (std::uint64_t id = 0; id < 2; ++id) first.add(record(id, {1, 2}));
    table.cut(9);
    QCOMPARE(table.size(), std::size_t{4});
    table.cut(2);
    QCOMPARE(table.size(), std::size_t{2});
    QVERIFY(table.error.empty());
    for (std::size_t row = 0; row < 2; ++row) QCOMPARE(toJson(table.record(row)), toJson(first.record(row)));
    table.cut(0);
    QVERIFY(table.layerMs.empty() && table.layersEnd.empty());
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreRunTable)
#include "test_core_run_table.moc"
