// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

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
  // A new field of the record that is not in the list would be lost without a word.
  void everyFieldIsAColumn() {
    std::set<std::string> names;
    visitNumberColumns([&](const char* name, auto, auto) { names.insert(name); });
    RequestRecord full = record(1, {});
    for (double* value : {&full.reward, &full.deviceCpu, &full.edgeCpu, &full.deviceTemperatureC,
                          &full.edgeTemperatureC, &full.deviceMhz, &full.edgeMhz}) {
      *value = 1;
    }
    const std::string line = toJson(full);
    int keys = 0;
    for (std::size_t at = line.find('"'); at != std::string::npos; at = line.find('"', at)) {
      const std::size_t end = line.find('"', at + 1);
      const std::string name = line.substr(at + 1, end - at - 1);
      at = end + 1;
      if (line[end + 1] != ':') continue;
      ++keys;
      const std::set<std::string> others{"decision", "exit", "partition", "bits", "outcome", "layer_ms", "policy"};
      QVERIFY2(names.contains(name) || others.contains(name), name.c_str());
    }
    QCOMPARE(keys, static_cast<int>(names.size()) + 7);
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreRunTable)
#include "test_core_run_table.moc"
