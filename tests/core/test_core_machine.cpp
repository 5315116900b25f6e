// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/system/machine.h"
#include "tests/core/files.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

void put(const test::Folder& root, const std::string& file, std::string_view text) {
  std::filesystem::create_directories((root / file).parent_path());
  test::writeText(root / file, text);
}

}  // namespace

class TestCoreMachine : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aBoardTellsItsModel() {
    const test::Folder root;
    put(root, "proc/cpuinfo", "processor\t: 0\nBogoMIPS\t: 108.00\n");
    put(root, "proc/device-tree/model", std::string_view("Raspberry Pi 4 Model B Rev 1.4\0", 31));
    QCOMPARE(machineName(root / ""), std::string("Raspberry Pi 4 Model B Rev 1.4"));
  }
  void aPcTellsItsProcessor() {
    const test::Folder root;
    put(root, "proc/cpuinfo", "processor\t: 0\nmodel name\t: Some CPU @ 3 GHz\nmodel name\t: Other\n");
    QCOMPARE(machineName(root / ""), std::string("Some CPU @ 3 GHz"));
  }
  void nothingIsKnown() {
    const test::Folder root;
    QCOMPARE(machineName(root / ""), std::string("unknown processor"));
    QCOMPARE(frequencyGovernor(root / ""), std::string());
  }
  void governor() {
    const test::Folder root;
    put(root, "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "ondemand\n");
    QCOMPARE(frequencyGovernor(root / ""), std::string("ondemand"));
  }
  void thisMachineHasAName() { QVERIFY(!machineName().empty()); }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreMachine)
#include "test_core_machine.moc"
