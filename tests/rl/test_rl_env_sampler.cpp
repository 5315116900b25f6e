// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <fstream>
#include <set>

#include "core/types/error.h"
#include "rl/environment/env_sampler.h"
#include "tests/main/test_main.h"

namespace cleave {

class TestEnvSampler : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;

  [[nodiscard]] std::filesystem::path trace(const char* name, const char* text) const {
    const std::filesystem::path file = folder_.filePath(name).toStdString();
    std::ofstream(file) << text;
    return file;
  }

 private Q_SLOTS:
  void drawsFollowFromTheSeed() {
    const EnvSampler source(findScenario("lte-drive"), {});
    const auto values = [&](std::uint64_t seed) { return source.sample(seed).conditions->linkMbps.values(); };
    QVERIFY(values(1) == values(1));
    QVERIFY(values(1) != values(2));
    QCOMPARE(source.sample(1).options.targetMs, findScenario("lte-drive").targetMs);
  }
  void judgingSharesNoLinkWithTraining() {
    const EnvSampler source(findScenario("lte-drive"), {});
    const auto settings = source.evaluationGrid(1, 5);
    QCOMPARE(settings.size(), std::size_t{5});
    std::set<std::vector<double>> links;
    for (const auto& setting : settings) links.insert(setting.conditions->linkMbps.values());
    QCOMPARE(links.size(), std::size_t{5});
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const auto drawn = source.sample(seed).conditions->linkMbps.values();
      for (const auto& link : links) QVERIFY(!std::equal(drawn.begin(), drawn.end(), link.begin()));
    }
  }
  void tracesAreBegunEverywhere() {
    const std::vector<std::filesystem::path> traces{trace("a.csv", "time_s,mbps\n0,10\n30,20\n"),
                                                    trace("b.csv", "time_s,mbps,rtt_ms\n0,1,70\n30,2,80\n")};
    const EnvSampler source(findScenario("busy-device"), traces);
    std::set<double> firsts;
    std::set<double> starts;
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
      const Setting setting = source.sample(seed);
      firsts.insert(setting.conditions->linkMbps.values().at(0));
      starts.insert(setting.options.startS);
      QVERIFY(setting.options.startS >= 0 && setting.options.startS < 60);
      if (setting.conditions->linkMbps.values().at(0) == 1.0) QCOMPARE(setting.conditions->rttMs.at(0), 70.0);
    }
    QVERIFY(firsts == (std::set<double>{1, 10}));
    QCOMPARE(starts.size(), std::size_t{50});
    const auto one = source.sample(3).conditions->deviceLoad.values();
    QVERIFY(one != source.sample(4).conditions->deviceLoad.values());  // loads are drawn anew

    const auto settings = source.evaluationGrid(9, 7);  // four starts a trace, one in each quarter
    QCOMPARE(settings.size(), std::size_t{8});
    for (std::size_t i = 0; i < 8; ++i) {
      QCOMPARE(settings[i].conditions->linkMbps.values().at(0), i < 4 ? 10.0 : 1.0);
      QCOMPARE(std::floor(settings[i].options.startS / 15), static_cast<double>(i % 4));
    }
  }
  void deadLinksAndMissingFilesAreRefused() {
    Scenario patient = findScenario("lte-drive");
    patient.giveUpMs = 0;
    const std::vector<std::filesystem::path> dead{trace("dead.csv", "time_s,mbps\n0,0\n1,0\n")};
    QVERIFY_THROWS_EXCEPTION(Error, EnvSampler(patient, dead));
    const std::vector<std::filesystem::path> none{folder_.filePath("none.csv").toStdString()};
    QVERIFY_THROWS_EXCEPTION(Error, EnvSampler(patient, none));
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestEnvSampler)
#include "test_rl_env_sampler.moc"
