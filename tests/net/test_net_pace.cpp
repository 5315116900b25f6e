// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "tests/net/link_fixture.h"

using namespace cleave::net;
using namespace cleave::net::test;

class TestNetPace : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void transfersTakeTheirTime_data();
  void transfersTakeTheirTime();
};

void TestNetPace::transfersTakeTheirTime_data() {
  QTest::addColumn<quint64>("rate");
  QTest::addColumn<int>("bytes");
  QTest::newRow("0.2 Mbit/s") << quint64{200'000} << 5'000;
  QTest::newRow("2 Mbit/s") << quint64{2'000'000} << 50'000;
  QTest::newRow("20 Mbit/s") << quint64{20'000'000} << 150'000;
  QTest::newRow("100 Mbit/s") << quint64{100'000'000} << 150'000;
  QTest::newRow("300 Mbit/s") << quint64{300'000'000} << 150'000;
}

void TestNetPace::transfersTakeTheirTime() {
  QFETCH(quint64, rate);
  QFETCH(int, bytes);
  LoopbackBackend backend;
  backend.payloadBytes = static_cast<std::size_t>(bytes);
  RunningAgent agent(backend);
  ReadyLink ready(agent);
  ready.link.setLink(rate);
  const double wanted = bytes * 8e3 / static_cast<double>(rate);
  double least = 1e9;
  for (std::uint64_t id = 0; id < 5; ++id) {
    const double took = ready.link.request({1, 0, 8}, 0, id).transmitMs();
    QVERIFY2(took > wanted * 0.98, qPrintable(QString("%1 ms for %2").arg(took).arg(wanted)));
    least = std::min(least, took);
  }
  qInfo("%d bytes: %.2f ms wanted, %.2f ms best of 5", bytes, wanted, least);
  ready.link.setLink(0);
  ready.link.request({1, 0, 8}, 0, 9);
}

QTEST_GUILESS_MAIN(TestNetPace)
#include "test_net_pace.moc"
