// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>

#include "program.h"
#include "tests/main/test_main.h"

namespace cleave {

class TestCommands : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;

  [[nodiscard]] QString write(const QString& name, const QByteArray& bytes) const {
    QFile file(folder_.filePath(name));
    if (!file.open(QIODevice::WriteOnly)) return {};
    file.write(bytes);
    return file.fileName();
  }

 private Q_SLOTS:
  void helpAndVersion() {
    for (const QString program : {"cleave-cli", "cleave-agent"}) {
      QCOMPARE(runProgram(program, {"--help"}).status, 0);
      const Ended version = runProgram(program, {"--version"});
      QCOMPARE(version.status, 0);
      QVERIFY(version.out.startsWith(program));
    }
    QCOMPARE(runProgram("cleave-cli", {"model", "train", "--help"}).status, 0);
  }
  void infoAsJson() {
    const Ended ended = runProgram("cleave-cli", {"model", "info", kModel, "--json"});
    QCOMPARE(ended.status, 0);
    const auto json = nlohmann::json::parse(ended.out.toStdString());
    QCOMPARE(json.at("exits").get<int>(), 5);
    QCOMPARE(json.at("decisions").get<int>(), 235);
    QCOMPARE(json.at("bytes").get<qint64>(), QFileInfo(kModel).size());
    QVERIFY(json.at("bytes").get<qint64>() <= 16'000'000);
    QCOMPARE(json.at("paths").at(4).at("layers").get<int>(), 11);
  }
  void evaluateAFew() {
    const Ended ended = runProgram("cleave-cli", {"model", "evaluate", kModel, "--samples", "200", "--json"});
    QCOMPARE(ended.status, 0);
    const auto lines = ended.out.split('\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 5);
    const auto last = nlohmann::json::parse(lines.last().toStdString());
    QVERIFY(last.at("accuracy").get<double>() > 0.84);  // 0.90 and more on all 10,000
  }
  void badInput_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("says");
    const QString cut = write("cut.cleavemodel", [] {
      QFile file(kModel);
      return file.open(QIODevice::ReadOnly) ? file.read(100'000) : QByteArray();
    }());
    const QString text = write("text.cleavemodel", "hello");
    const QStringList run{"run", "--model", kModel, "--requests", "1"};
    QTest::newRow("nothing") << QStringList{} << 2 << "required";
    QTest::newRow("unknown command") << QStringList{"fly"} << 2 << "";
    QTest::newRow("unknown option") << QStringList{"model", "info", kModel, "--fast"} << 2 << "--fast";
    QTest::newRow("missing model") << QStringList{"model", "info", "/no/such.cleavemodel"} << 1 << "does not exist";
    QTest::newRow("truncated model") << QStringList{"model", "info", cut} << 1 << "truncated";
    QTest::newRow("not a model") << QStringList{"model", "info", text} << 1 << "not a Cleave model bundle";
    QTest::newRow("missing data") << QStringList{"model", "evaluate", kModel, "--data", "/nowhere"} << 1
                                  << "apt install dataset-fashion-mnist";
    QTest::newRow("unknown data set") << QStringList{"model", "train", "--dataset", "imagenet", "--out", "x"} << 2
                                      << "not a known data set";
    QTest::newRow("unwritable model") << QStringList{"model", "train", "--out", "/proc/x.cleavemodel"} << 1
                                      << "/proc/x.cleavemodel cannot be written";
    QTest::newRow("bad stages") << QStringList{"model", "train", "--stages", "8:1", "--out", folder_.filePath("x")} << 2
                                << "SIZE:EPOCHS";
    QTest::newRow("invalid decision") << run + QStringList{"--policy", "fixed:5/99/4"} << 2 << "partitions 0 to 11";
    QTest::newRow("unknown policy") << run + QStringList{"--policy", "best"} << 2 << "not a policy";
    QTest::newRow("bad address") << run + QStringList{"--agent", "pi"} << 2 << "pi";
    QTest::newRow("unknown host") << run + QStringList{"--agent", "no-such-host.invalid:7070"} << 1
                                  << "no-such-host.invalid";
    QTest::newRow("refused") << run + QStringList{"--agent", "127.0.0.1:1"} << 1 << "127.0.0.1:1";
    QTest::newRow("unwritable run") << run + QStringList{"--agent", "local", "--out", "/proc/x"} << 1
                                    << "/proc/x cannot be written";
    QTest::newRow("negative target") << run + QStringList{"--target", "-5"} << 2 << "target";
  }
  void badInput() {
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    QFETCH(QString, says);
    const Ended ended = runProgram("cleave-cli", arguments);
    QVERIFY2(ended.status == status, qPrintable(QString::number(ended.status) + ended.err));
    QVERIFY2(ended.err.contains(says), qPrintable(ended.err));
    QVERIFY(ended.out.isEmpty());
  }
  void agentRefusesToListenBeyondLoopback() {
    const Ended ended = runProgram("cleave-agent", {"--listen", "0.0.0.0:0"});
    QCOMPARE(ended.status, 2);
    QVERIFY2(ended.err.contains("loopback"), qPrintable(ended.err));
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestCommands)
#include "test_e2e_commands.moc"
