// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "app/experiment/scenario_driver.h"
#include "net/tcp/link_error.h"
#include "tests/main/test_main.h"

namespace cleave {

/// What needs no agent; with one, TestScenarioRun and TestLiveSettings see what it does.
class TestScenarioDriver : public QObject {
  Q_OBJECT

  RunClock clock_;
  net::AgentLink link_;  // connected to nothing

 private Q_SLOTS:
  void withoutAScenarioNothingIsSetOrKnown() {
    ScenarioDriver driver(0, 1, clock_);
    driver.begin(nullptr, link_, {});
    QVERIFY(!driver.apply(LiveSettings{}, link_, {}));  // the link would throw
    QVERIFY(std::isnan(driver.linkMbps(1)));
    QCOMPARE(driver.edgeLoad(), 0.0);
    QCOMPARE(driver.giveUpMs(), 0.0);
    QVERIFY(driver.reward() == Reward{});
  }
  void whatChangesIsToldToTheAgent() {
    ScenarioDriver driver(0, 1, clock_);
    driver.begin(nullptr, link_, {});
    LiveSettings settings;
    settings.linkMbps = 3;
    QVERIFY_EXCEPTION_THROWN(driver.apply(settings, link_, {}), net::LinkError);
    settings = {};
    settings.deviceLoad = 0.5;
    QVERIFY_EXCEPTION_THROWN(driver.apply(settings, link_, {}), net::LinkError);
    settings = {};
    settings.deviceThreads = 2;
    QVERIFY_EXCEPTION_THROWN(driver.apply(settings, link_, {}), net::LinkError);
  }
  void requestsComeAtTheRateThatWasAskedFor() {
    ScenarioDriver driver(10, 1, clock_);
    driver.begin(nullptr, link_, {});
    const double firstS = driver.next(0).atS;
    QVERIFY(std::abs(driver.next(firstS + 0.01).atS - firstS - 0.1) < 1e-9);
    QVERIFY(std::abs(driver.next(firstS + 5).atS - firstS - 5) < 1e-9);  // what was missed is not made up for
  }
  void oneAfterTheOtherWithoutARate() {
    ScenarioDriver driver(0, 1, clock_);
    driver.begin(nullptr, link_, {});
    const double firstS = driver.next(0).atS;
    QVERIFY(std::abs(driver.next(firstS + 2).atS - firstS - 2) < 1e-9);
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestScenarioDriver)
#include "test_app_scenario_driver.moc"
