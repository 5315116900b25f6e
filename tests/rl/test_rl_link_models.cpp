// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <cmath>

#include "core/types/error.h"
#include "rl/environment/link_models.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

StepSeries draw(const LinkSpec& link, double durationS, std::uint64_t seed = 1) {
  return realise(link, seed, durationS);
}

bool near(double a, double b, double tolerance) {
  return std::abs(a - b) <= tolerance;
}

double quantile(std::vector<double> values, double share) {
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size()))];
}

}  // namespace

class TestLinkModels : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void constantIsConstant() { QCOMPARE(draw(ConstantLink{12.5}, 10).at(3), 12.5); }

  void gilbertElliottHasItsRatesAndStays() {
    const StepSeries link = draw(GilbertElliottLink{30, 2, 6, 3}, 60000);
    QVERIFY(near(link.mean(), (30 * 6 + 2 * 3) / 9.0, 0.5));
    QVERIFY(near(static_cast<double>(link.values().size()), 2 * 60000 / 9.0, 500));
    for (const double mbps : link.values()) QVERIFY(mbps == 30 || mbps == 2);
  }

  // By hand: free space at 1 m and 2.4 GHz 40.05 dB, 30 dB more at 10 m; noise -174 + 73.01 + 7 dBm.
  void rayleighBudget() {
    const RayleighLink link{20, 15, 2.4, 3, 7, 50, 10, 0, 0, 1};
    QVERIFY(near(10 * std::log10(meanSnr(link, 10)), 38.9377, 1e-3));
    QVERIFY(near(meanSnr(link, 10) / meanSnr(link, 20), 8, 1e-9));
  }
  // E[log2(1 + g h)] of an exponential h: 242.08 Mbit/s for these 20 MHz, summed over its quantiles elsewhere.
  void rayleighFadesExponentially() {
    RayleighLink link{20, 15, 2.4, 3, 7, 50, 10, 0, 0, 1};
    const StepSeries series = draw(link, 2000);
    QCOMPARE(series.values().size(), std::size_t{40000});
    QVERIFY(near(series.mean(), 242.08, 1));
    const double snr = meanSnr(link, 10);
    QVERIFY(near(quantile(series.values(), 0.1), 20 * std::log2(1 + snr * -std::log(0.9)), 2));
    link.airtimeShare = 0.25;
    QVERIFY(near(draw(link, 2000).mean(), series.mean() / 4, 1e-9));
  }
  void rayleighMoves() {
    RayleighLink link{20, 15, 2.4, 3, 7, 50, 5, 25, 2, 1};
    QCOMPARE(distanceAt(link, 0), 5.0);
    QCOMPARE(distanceAt(link, 5), 15.0);
    QCOMPARE(distanceAt(link, 10), 25.0);
    QCOMPARE(distanceAt(link, 15), 15.0);
    QCOMPARE(distanceAt(link, 42), 9.0);
    const StepSeries series = draw(link, 20);
    QVERIFY(series.integral(0, 2) > series.integral(9, 2));
  }

  // The inverse of the Gaussian tail from published tables.
  void gaussianTail() {
    QVERIFY(near(inverseQ(1e-5), 4.2648907939, 1e-9));
    QVERIFY(near(inverseQ(1e-3), 3.0902323062, 1e-9));
    QVERIFY(near(inverseQ(0.1), 1.2815515655, 1e-9));
    QVERIFY(near(inverseQ(0.5), 0, 1e-9));
  }
  // By hand, n = 200 at 0 dB and 1e-3: C = 1/2 bit, V = 3/8 log2(e)^2 = 0.7805, 100 - 12.494 * 3.0902 + 3.822.
  void normalApproximation() {
    QVERIFY(near(shortPacketBits(200, 1, 1e-3), 65.2122, 1e-3));
    QVERIFY(near(shortPacketBits(2500, std::pow(10, 1.2), 1e-5), 4881.7197, 1e-3));
    QVERIFY(near(shortPacketBits(1e9, 3, 1e-5) / 1e9, 1, 1e-3));  // capacity in the end
    QCOMPARE(shortPacketBits(100, 0.01, 1e-5), 0.0);
    // A slot of 0.125 ms at 10 MHz is 1250 complex or 2500 real uses.
    QVERIFY(near(shortPacketMbps({10, 12, 0.125, 1e-5, 20, 0}, std::pow(10, 1.2)), 4881.7197 / 125, 1e-4));
  }
  void failedBlocksCostASlot() {
    const StepSeries link = draw(ShortPacketLink{10, 12, 0.125, 1e-3, 20, 0}, 1000);  // 8 million blocks
    const double mbps = *std::ranges::max_element(link.values());
    int failed = 0;
    double failedS = 0;
    for (std::size_t i = 0; i < link.values().size(); ++i) {
      if (link.values()[i] != 0) continue;
      ++failed;
      const double end = i + 1 < link.startsS().size() ? link.startsS()[i + 1] : link.durationS();
      failedS += end - link.startsS()[i];
    }
    QVERIFY(near(failed, 8000, 400));
    QVERIFY(near(failedS, failed * 0.125e-3, 1e-6));
    QVERIFY(near(link.mean(), mbps * 0.999, mbps * 1e-4));
  }
  void diversityTamesFading() {
    ShortPacketLink link{10, 12, 0.125, 1e-5, 10, 1};
    const auto tenth = [&](int diversity) {
      link.diversity = diversity;
      return quantile(draw(link, 200).values(), 0.01);
    };
    const double one = tenth(1);
    const double two = tenth(2);
    QVERIFY(one < two && two < tenth(8));
    const StepSeries series = draw(link, 200);
    for (std::size_t i = 0; i < 100; ++i) QVERIFY(near(series.startsS()[i], 0.01 * static_cast<double>(i), 0.011));
  }

  void wanderHasItsLevels() {
    WanderLink link;
    link.medianMbps = 20;
    link.logSd = 0.5;
    link.correlationS = 2;
    link.peakMbps = 1e5;
    const StepSeries series = draw(link, 40000);
    QCOMPARE(series.durationS(), 40000.0);
    QVERIFY(near(quantile(series.values(), 0.5), 20, 0.5));
    QVERIFY(near(std::log(quantile(series.values(), 0.8413) / 20), 0.5, 0.02));
    // Autocorrelation of the logarithm: 1/e after two seconds.
    double sum = 0;
    double squares = 0;
    const auto& mbps = series.values();
    for (std::size_t i = 0; i + 20 < mbps.size(); ++i) {
      sum += std::log(mbps[i] / 20) * std::log(mbps[i + 20] / 20);
      squares += std::pow(std::log(mbps[i] / 20), 2);
    }
    QVERIFY(near(sum / squares, std::exp(-1), 0.04));
  }
  void wanderHasACeilingAndFlickers() {
    WanderLink link;
    link.medianMbps = 60;
    link.logSd = 0.5;
    link.peakMbps = 50;
    const StepSeries still = draw(link, 5000);
    QVERIFY(std::ranges::all_of(still.values(), [](double mbps) { return mbps <= 50; }));
    QCOMPARE(quantile(still.values(), 0.7), 50.0);
    link.flickerSd = 0.1;
    const StepSeries trembling = draw(link, 5000);
    QVERIFY(std::ranges::all_of(trembling.values(), [](double mbps) { return mbps <= 50; }));
    QVERIFY(trembling.values()[0] != trembling.values()[1]);
  }
  void wanderFallsOut() {
    WanderLink link;
    link.outageShare = 0.2;
    link.outageMeanS = 1.5;
    const StepSeries series = draw(link, 40000);
    int out = 0;
    int spells = 0;
    for (std::size_t i = 0; i < series.values().size(); ++i) {
      if (series.values()[i] != 0) continue;
      ++out;
      spells += i == 0 || series.values()[i - 1] != 0;
    }
    QVERIFY(near(out / 400000.0, 0.2, 0.01));
    QVERIFY(near(0.1 * out / spells, 1.5, 0.06));
    link.outageMbps = 0.3;
    QCOMPARE(*std::ranges::min_element(draw(link, 400).values()), 0.3);
  }

  void sameSeedSameLink() {
    const std::vector<LinkSpec> links{GilbertElliottLink{}, RayleighLink{}, ShortPacketLink{}, WanderLink{}};
    for (const LinkSpec& link : links) {
      QVERIFY(draw(link, 50, 4).values() == draw(link, 50, 4).values());
      const StepSeries other = draw(link, 50, 5);
      QVERIFY(draw(link, 50, 4).values() != other.values() || draw(link, 50, 4).startsS() != other.startsS());
    }
  }
  void tooMuchIsRefused() {
    try {
      draw(WanderLink{}, 1e9);
      QFAIL("a year in steps of 100 ms");
    } catch (const Error& error) {
      QVERIFY2(QByteArray(error.what()).contains("at most 2000000 s"), error.what());
    }
    QVERIFY_THROWS_EXCEPTION(Error, draw(RayleighLink{}, -1));
    QVERIFY_THROWS_EXCEPTION(Error, draw(ShortPacketLink{}, 0));
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestLinkModels)
#include "test_rl_link_models.moc"
