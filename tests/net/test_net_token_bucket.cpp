// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "net/link/token_bucket.h"
#include "tests/main/test_main.h"

using cleave::net::TokenBucket;
using namespace std::chrono_literals;

namespace {

/// A clock that only moves when told.
struct Link {
  TokenBucket bucket;
  TokenBucket::TimePoint now{100s};

  /// Sends `bytes`, each wait taking `late` longer than asked. @returns seconds
  double send(std::size_t bytes, std::chrono::nanoseconds late = 0ns) {
    const auto start = now;
    bucket.start(now);
    while (bytes > 0) {
      const std::size_t granted = bucket.grant(bytes, now).bytes;
      bytes -= granted;
      if (granted == 0) now = bucket.readyAt(bytes, now) + late;
    }
    return std::chrono::duration<double>(now - start).count();
  }
};

bool near(double value, double wanted, double part) {
  return value > wanted * (1 - part) && value < wanted * (1 + part);
}

}  // namespace

class TestNetTokenBucket : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void unlimitedNeverWaits();
  void transferTakesBytesOverRate_data();
  void transferTakesBytesOverRate();
  void lateTimersAreMadeGood();
  void idleTimeEarnsNothing();
  void newRateHoldsAtOnce();
  void extremeRates();
};

void TestNetTokenBucket::unlimitedNeverWaits() {
  Link link;
  QVERIFY(!link.bucket.limited());
  QCOMPARE(link.send(1'000'000'000), 0.0);
}

void TestNetTokenBucket::transferTakesBytesOverRate_data() {
  QTest::addColumn<quint64>("rate");
  for (const quint64 rate : {200'000ULL, 1'000'000ULL, 20'000'000ULL, 300'000'000ULL, 10'000'000'000ULL}) {
    QTest::addRow("%llu bit/s", rate) << rate;
  }
}

void TestNetTokenBucket::transferTakesBytesOverRate() {
  QFETCH(quint64, rate);
  Link link;
  link.bucket.setRate(rate, link.now);
  for (const std::size_t bytes : {std::size_t{12}, std::size_t{25'600}, std::size_t{150'528}}) {
    const double wanted = static_cast<double>(bytes) * 8 / static_cast<double>(rate);
    const double took = link.send(bytes);
    QVERIFY2(std::abs(took - wanted) < wanted * 0.001 + 2e-7, qPrintable(QString("%1 for %2").arg(took).arg(wanted)));
  }
}

void TestNetTokenBucket::lateTimersAreMadeGood() {
  Link link;
  link.bucket.setRate(10'000'000, link.now);
  QVERIFY(near(link.send(1'000'000, 5ms), 0.8, 0.01));
}

void TestNetTokenBucket::idleTimeEarnsNothing() {
  Link link;
  link.bucket.setRate(8'000'000, link.now);
  link.now += 1h;
  QVERIFY(near(link.send(10'000), 0.01, 0.001));
}

void TestNetTokenBucket::newRateHoldsAtOnce() {
  Link link;
  link.bucket.setRate(8'000, link.now);  // 1000 bytes a second
  link.bucket.start(link.now);
  QCOMPARE(link.bucket.grant(100'000, link.now).bytes, std::size_t{0});
  link.bucket.setRate(8'000'000'000, link.now);
  link.now += 1ms;
  QVERIFY(link.bucket.grant(100'000, link.now).bytes > 60'000);
  link.bucket.setRate(0, link.now);
  QCOMPARE(link.bucket.grant(100'000, link.now).bytes, std::size_t{100'000});
  link.bucket.setRate(8'000, link.now);
  QCOMPARE(link.bucket.grant(100'000, link.now).bytes, std::size_t{0});
}

void TestNetTokenBucket::extremeRates() {
  Link link;
  link.bucket.setRate(1, link.now);
  QVERIFY(near(link.send(2), 16, 0.001));
  link.bucket.setRate(~std::uint64_t{0}, link.now);
  QVERIFY(link.send(1'000'000) < 0.001);
}

CLEAVE_TEST(TestNetTokenBucket)
#include "test_net_token_bucket.moc"
