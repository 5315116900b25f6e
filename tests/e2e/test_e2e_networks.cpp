// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/file.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/bundle/bundle.h"
#include "core/bundle/bundle_folder.h"
#include "program.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

std::vector<nlohmann::json> jsonLines(const Ended& ended) {
  std::vector<nlohmann::json> lines;
  for (const auto& line : ended.out.split('\n', Qt::SkipEmptyParts)) {
    lines.push_back(nlohmann::json::parse(line.toStdString()));
  }
  return lines;
}

}  // namespace

/// Commands on networks, but for training's own tests and the import's: as a user gives them.
class TestNetworks : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;

  // Measurements write beside a bundle, and the source tree is not theirs.
  [[nodiscard]] QString copyOfModel(const QString& name) const {
    const QString copy = folder_.filePath(name);
    return QFile::copy(kModel, copy) ? copy : QString();
  }

 private Q_SLOTS:
  void tableHasALineADecision() {
    const QString copy = copyOfModel("table.cleavemodel");
    const Ended ended =
        runProgram("cleave-cli", {"model", "evaluate", copy, "--table", "--samples", "3", "--threads", "2", "--json"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const auto lines = jsonLines(ended);
    QCOMPARE(lines.size(), std::size_t{235});
    for (const auto& line : lines) {
      QCOMPARE(line.at("samples").get<int>(), 3);
      QVERIFY(line.at("low").get<double>() <= line.at("accuracy").get<double>());
      QVERIFY(line.at("high").get<double>() >= line.at("accuracy").get<double>());
      QVERIFY(line.at("p95_bytes").get<double>() > 0);
      if (line.at("bits") == 32) QCOMPARE(line.at("loss_points").get<double>(), 0.0);
      if (line.at("partition") == 0 && line.at("bits") == 8) QCOMPARE(line.at("mean_bytes").get<double>(), 150528.0);
    }
    QVERIFY(!QFile::exists(copy + ".table"));
    QVERIFY(!ended.err.contains("journal"));
  }

  void tableGoesOnWhereItWasStopped() {
    const QString copy = copyOfModel("stopped.cleavemodel");
    QProcess process;
    process.start(programPath("cleave-cli"), {"model", "evaluate", copy, "--table", "--threads", "1"});
    QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(copy + ".table").size() > 1000, 120'000);  // an image's line has more
    process.terminate();
    QVERIFY(process.waitForFinished(30'000));
    QCOMPARE(process.exitCode(), 1);
    const QString said = QString::fromUtf8(process.readAllStandardError());
    const QString wanted = "Stopped; progress is saved in " + copy + ".table: run the same command again to resume.\n";
    QVERIFY2(said.endsWith(wanted), qPrintable(said));
    // While another one measures, nobody else writes there.
    QFile held(copy + ".table");
    QVERIFY(held.open(QIODevice::ReadOnly));
    QCOMPARE(::flock(held.handle(), LOCK_EX), 0);
    const QStringList arguments{"model", "evaluate", copy, "--table", "--samples", "2", "--threads", "1", "--json"};
    const Ended refused = runProgram("cleave-cli", arguments);
    QCOMPARE(refused.status, 1);
    QVERIFY2(refused.err.endsWith("wait until it ends, or measure a copy of the model.\n"), qPrintable(refused.err));
    QCOMPARE(refused.err.count('\n'), 1);
    held.close();
    QCOMPARE(runProgram("cleave-cli", arguments).status, 0);
  }

  // A place where not even root can make a file.
  void tableOfABundleInAReadOnlyPlace() {
    QFile bundle(kModel);
    QVERIFY(bundle.open(QIODevice::ReadOnly));
    const QString path = QString("/proc/%1/fd/%2").arg(QCoreApplication::applicationPid()).arg(bundle.handle());
    const Ended ended =
        runProgram("cleave-cli", {"model", "evaluate", path, "--table", "--samples", "1", "--threads", "1", "--json"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    QCOMPARE(jsonLines(ended).size(), std::size_t{235});
    QCOMPARE(ended.err.count("measuring without a journal"), 1);
    QVERIFY2(ended.err.contains(path + ".table cannot be written"), qPrintable(ended.err));
  }

  void tableOfAnUncalibratedBundle() {
    Model model = readBundle(kModel.toStdString());
    model.manifest.ranges.clear();
    model.manifest.coding.clear();
    const QString bare = folder_.filePath("bare.cleavemodel");
    writeBundle(bare.toStdString(), model, "");
    const Ended ended = runProgram("cleave-cli", {"model", "evaluate", bare, "--table", "--samples", "2"});
    QCOMPARE(ended.status, 1);
    QVERIFY2(ended.err.contains(bare + " has no quantization ranges") && ended.err.contains("model calibrate"),
             qPrintable(ended.err));
    QVERIFY(!QFile::exists(bare + ".table"));
  }

  void aFolderIsABundleToo() {
    const QString folder = folder_.filePath("folder");
    const Model model = readBundle(kModel.toStdString());
    writeBundleFolder(folder.toStdString(), model, "# Card\n");
    const Ended calibrated =
        runProgram("cleave-cli", {"model", "calibrate", folder, "--samples", "2", "--threads", "1"});
    QVERIFY2(calibrated.status == 0, qPrintable(calibrated.err));
    const Ended table = runProgram("cleave-cli", {"model", "evaluate", folder + "/", "--table", "--samples", "1",
                                                  "--into-bundle", "--threads", "1"});
    QVERIFY2(table.status == 0, qPrintable(table.err));
    const Ended profiled =
        runProgram("cleave-cli", {"profile", folder, "--repeats", "1", "--warm-up", "0", "--into-bundle"});
    QVERIFY2(profiled.status == 0, qPrintable(profiled.err));
    const Model kept = readBundle(folder.toStdString());
    QVERIFY(QFileInfo(folder).isDir());
    QCOMPARE(kept.manifest.decisions.at(0).samples, 1);
    QCOMPARE(kept.manifest.profiles.size(), model.manifest.profiles.size() + 2);
    QVERIFY(readCard(folder.toStdString()).find("## Measured") != std::string::npos);
    QCOMPARE(QDir(folder).entryList(QDir::Files | QDir::Hidden),
             (QStringList{"card.md", "manifest.json", "weights.bin"}));  // no journal left
  }

  void calibratesAndKeepsTheTable() {
    const QString copy = copyOfModel("copy.cleavemodel");
    const Ended calibrated =
        runProgram("cleave-cli", {"model", "calibrate", copy, "--samples", "5", "--threads", "1", "--json"});
    QVERIFY2(calibrated.status == 0, qPrintable(calibrated.err));
    QCOMPARE(jsonLines(calibrated).at(0).at("ranges").get<int>(), 90);  // 18 features, five widths
    QVERIFY(jsonLines(calibrated).at(0).at("coded").get<int>() > 0);
    const Ended table = runProgram("cleave-cli", {"model", "evaluate", copy, "--table", "--samples", "2",
                                                  "--into-bundle", "--threads", "1", "--json"});
    QVERIFY2(table.status == 0, qPrintable(table.err));
    const Ended card = runProgram("cleave-cli", {"model", "info", copy});
    QCOMPARE(card.out.count("## Measured"), 1);
    QVERIFY(card.out.contains("the same 2 test images"));
  }

  void runsTheDeviceInInt8() {
    const Ended ended = runProgram("cleave-cli", {"run", "--policy", "fixed:5/9/32", "--requests", "6", "--samples",
                                                  "6", "--device-precision", "int8", "--verify", "--json"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const auto summary = jsonLines(ended).back();
    QCOMPARE(summary.at("completed").get<int>(), 6);
    QCOMPARE(summary.at("verified").get<int>(), 6);
    QCOMPARE(summary.at("mismatches").get<int>(), 0);
  }

  void evaluatesInInt8() {
    const QStringList arguments{"model", "evaluate", kModel, "--samples", "40", "--threads", "1", "--json"};
    const auto exact = jsonLines(runProgram("cleave-cli", arguments));
    const auto coarse = jsonLines(runProgram("cleave-cli", arguments + QStringList{"--device-precision", "int8"}));
    QCOMPARE(exact.size(), coarse.size());
    for (std::size_t i = 0; i < exact.size(); ++i) {
      QVERIFY(std::abs(exact[i].at("correct").get<int>() - coarse[i].at("correct").get<int>()) <= 2);
    }
  }

  void startsATrainingFromAnother() {
    const QStringList train{"model",
                            "train",
                            "--out",
                            folder_.filePath("tuned.cleavemodel"),
                            "--init",
                            kModel,
                            "--stages",
                            "64:0.0001",
                            "--batch",
                            "4",
                            "--test-samples",
                            "2",
                            "--table-samples",
                            "0",
                            "--threads",
                            "1",
                            "--calibration-samples",
                            "8"};
    const Ended ended = runProgram("cleave-cli", train);
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    QVERIFY(ended.err.contains("Initialised 16 layers from the other model."));
  }

  void benchesPrintTheirFigures() {
    const Ended network = runProgram("cleave-cli", {"bench", "network", "--rounds", "3", "--json"});
    QVERIFY2(network.status == 0, qPrintable(network.err));
    QVERIFY(jsonLines(network).at(0).at("split_over_whole").get<double>() > 0);
    QVERIFY(jsonLines(network).at(0).at("int8_speedup").get<double>() > 0);
    const Ended codec = runProgram("cleave-cli", {"bench", "codec", "--json"});
    QVERIFY2(codec.status == 0, qPrintable(codec.err));
    for (const auto& line : jsonLines(codec)) {
      for (const char* key : {"elements", "bits", "encode_gbps", "decode_gbps", "memcpy_gbps"}) {
        QVERIFY(line.at(key).get<double>() > 0);
      }
    }
  }

  void wrongUsage_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("says");
    QTest::newRow("unknown arithmetic") << QStringList{"run", "--requests", "1", "--device-precision", "int4"}
                                        << "choose float32 or int8";
    QTest::newRow("table in int8") << QStringList{"model", "evaluate", kModel, "--table", "--device-precision", "int8"}
                                   << "omit them";
    QTest::newRow("no CIFAR-10") << QStringList{"model",   "train", "--dataset",
                                                "cifar10", "--out", folder_.filePath("x.cleavemodel")}
                                 << "--data";
    QTest::newRow("stage") << QStringList{"model",  "train", "--stages",
                                          "96:1:2", "--out", folder_.filePath("x.cleavemodel")}
                           << "SIZE:EPOCHS";
  }
  void wrongUsage() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, says);
    const Ended ended = runProgram("cleave-cli", arguments);
    QCOMPARE(ended.status, 2);
    QVERIFY2(ended.err.contains(says), qPrintable(ended.err));
    QCOMPARE(ended.err.count('\n'), 1);
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestNetworks)
#include "test_e2e_networks.moc"
