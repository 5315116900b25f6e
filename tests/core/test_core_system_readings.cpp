// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "core/system/system_monitor.h"
#include "core/system/system_readings.h"
#include "tests/core/files.h"
#include "tests/main/test_main.h"

namespace cleave {

/// Against a file system of our own.
class TestCoreSystemReadings : public QObject {
  Q_OBJECT

  static void write(const test::Folder& folder, const std::string& file, const std::string& text) {
    const auto path = folder / file;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }

 private Q_SLOTS:
  void nothingThereIsUnknown() {
    const test::Folder folder;
    SystemReadings readings(folder / "");
    for (int i = 0; i < 2; ++i) {
      const SystemState state = readings.read();
      QVERIFY(std::isnan(state.cpu) && std::isnan(state.temperatureC) && std::isnan(state.mhz));
    }
  }
  void theShareIsThatSinceTheReadingBefore() {
    const test::Folder folder;
    write(folder, "proc/stat", "cpu  100 0 50 800 50 0 0 0 0 0\ncpu0 1 2 3 4 5 6 7 8 9 10\n");
    SystemReadings readings(folder / "");
    QVERIFY(std::isnan(readings.read().cpu));
    write(folder, "proc/stat", "cpu  120 5 55 860 60 0 0 0 0 0\n");  // 30 of 100 ticks
    QCOMPARE(readings.read().cpu, 0.3);
    QVERIFY(std::isnan(readings.read().cpu));                  // no tick has passed
    write(folder, "proc/stat", "cpu  1 1 1 1 1 1 1 1 1 1\n");  // back: nothing to be said of it
    QVERIFY(std::isnan(readings.read().cpu));
    write(folder, "proc/stat", "cpu  11 1 1 1 1 1 1 1 1 1\n");
    QCOMPARE(readings.read().cpu, 1.0);
  }
  void theProcessorsZoneIsTaken() {
    const test::Folder folder;
    write(folder, "sys/class/thermal/thermal_zone0/type", "acpitz\n");
    write(folder, "sys/class/thermal/thermal_zone0/temp", "27800\n");
    write(folder, "sys/class/thermal/thermal_zone10/type", "cpu-thermal\n");
    write(folder, "sys/class/thermal/thermal_zone10/temp", "61234\n");
    QCOMPARE(SystemReadings(folder / "").read().temperatureC, 61.234);
    write(folder, "sys/class/thermal/thermal_zone10/temp", "-274000\n");  // a broken sensor
    QVERIFY(std::isnan(SystemReadings(folder / "").read().temperatureC));
    std::filesystem::remove_all(folder / "sys/class/thermal/thermal_zone10");
    QCOMPARE(SystemReadings(folder / "").read().temperatureC, 27.8);
    write(folder, "sys/class/hwmon/hwmon3/name", "k10temp\n");
    write(folder, "sys/class/hwmon/hwmon3/temp1_input", "48000\n");
    QCOMPARE(SystemReadings(folder / "").read().temperatureC, 48.0);
  }
  void frequenciesAreTheirMean() {
    const test::Folder folder;
    write(folder, "sys/devices/system/cpu/cpufreq/policy0/scaling_cur_freq", "1800000\n");
    write(folder, "sys/devices/system/cpu/cpufreq/policy4/scaling_cur_freq", "1200000\n");
    write(folder, "sys/devices/system/cpu/cpufreq/policy5/scaling_cur_freq", "<unknown>\n");
    QCOMPARE(SystemReadings(folder / "").read().mhz, 1500.0);
  }
  void aMonitorFollows() {
    const test::Folder folder;
    write(folder, "sys/devices/system/cpu/cpufreq/policy0/scaling_cur_freq", "600000\n");
    const SystemMonitor monitor(folder / "", std::chrono::milliseconds(5));
    QTRY_COMPARE(monitor.state().mhz, 600.0);
    write(folder, "sys/devices/system/cpu/cpufreq/policy0/scaling_cur_freq", "700000\n");
    QTRY_COMPARE(monitor.state().mhz, 700.0);
  }
  void thisMachineHasAProcessor() {
    SystemReadings readings;
    readings.read();
    double cpu = kUnknown;  // until a tick has passed
    const auto known = [&] {
      if (std::isnan(cpu)) cpu = readings.read().cpu;
      return cpu >= 0 && cpu <= 1;
    };
    QTRY_VERIFY(known());
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreSystemReadings)
#include "test_core_system_readings.moc"
