// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

#include "app/experiment/experiment.h"
#include "app/experiment/local_agent.h"
#include "app/runs/run_file.h"
#include "core/types/error.h"
#include "core/types/request_parts.h"
#include "net/tcp/link_error.h"
#include "quick_options.h"
#include "shipped_model.h"
#include "tests/app/dream_profile.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

struct Collected {
  std::vector<RequestRecord> records;
  std::vector<RunChange> changes;
  std::vector<std::string> phases;
  std::vector<std::string> notices;
  bool started = false;
  ExperimentEvents events(std::function<void(const RequestRecord&)> also = [](const RequestRecord&) {}) {
    return {.phase = [this](const std::string& what, double, double) { phases.push_back(what); },
            .started = [this](auto&&...) { started = true; },
            .record =
                [this, also](const RequestRecord& record) {
                  records.push_back(record);
                  also(record);
                },
            .changed = [this](const RunChange& change) { changes.push_back(change); },
            .notice =
                [this](const std::string& sentence) {
                  // What is told before the start is swept away by it in the workbench.
                  notices.push_back(started ? sentence : "too early: " + sentence);
                }};
  }
};

}  // namespace

class TestExperiment : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyRequestIsRecordedOnceAndInOrder() {
    QTemporaryDir folder;
    auto options = quickOptions("random", 40);
    options.journal = folder.filePath("run").toStdString();
    Collected collected;
    Experiment(shippedModel(), options).run(collected.events(), {});
    QCOMPARE(collected.records.size(), 40U);
    for (std::size_t i = 0; i < 40; ++i) {
      const RequestRecord& record = collected.records[i];
      QCOMPARE(record.id, i);
      QVERIFY2(record.outcome == Outcome::Completed, record.error.c_str());
      QVERIFY(record.prediction >= 0 && record.prediction < 10);
      QVERIFY(qAbs(sumOfParts(record) - record.totalMs) < 1e-5);
      const bool alone = record.decision.partition == shippedModel()->manifest.network.pathLength(record.decision.exit);
      QVERIFY(std::isnan(record.uplinkMs) == alone && std::isnan(record.returnMs) == alone);
      QCOMPARE(record.linkEpoch, std::uint64_t{1});
    }
    const SavedRun run = openRun(options.journal);
    QCOMPARE(run.table.size(), std::size_t{40});
    QVERIFY(run.table.record(7).layerMs == collected.records[7].layerMs);
    const std::string decisions = test::readText(options.journal / "decisions.csv");
    QCOMPARE(std::ranges::count(decisions, '\n'), 41);
    const auto share = QByteArray::number(1.0 / DecisionSpace(shippedModel()->manifest.network).size(), 'g', 5);
    QVERIFY2(decisions.find(("," + share).toStdString()) != std::string::npos, share.constData());
    QVERIFY(!collected.phases.empty());
  }
  void anAgentThatWasStartedAheadIsTaken_data() {
    QTest::addColumn<int>("threads");
    QTest::addColumn<bool>("taken");
    QTest::newRow("as the run wants it") << 1 << true;
    QTest::newRow("otherwise") << 2 << false;
  }
  void anAgentThatWasStartedAheadIsTaken() {
    QFETCH(int, threads);
    QFETCH(bool, taken);
    auto options = quickOptions("edge-only", 2);
    auto agent = std::make_shared<LocalAgent>(LocalAgentOptions{threads, options.emulate});
    const std::weak_ptr<LocalAgent> watched = agent;
    options.startedAgent = std::move(agent);
    Experiment experiment(shippedModel(), options);
    options.startedAgent.reset();
    Collected collected;
    std::vector<bool> alive;
    experiment.run(collected.events([&](const RequestRecord&) { alive.push_back(!watched.expired()); }), {});
    QCOMPARE(alive, std::vector<bool>(2, taken));
    QVERIFY(watched.expired());  // it ends with the run
  }
  void aStopEndsThePreparationOfFrames() {
    std::stop_source stop;
    std::vector<std::string> phases;
    ExperimentEvents events;
    events.phase = [&](const std::string& what, double, double) {
      phases.push_back(what);
      stop.request_stop();
    };
    Experiment experiment(shippedModel(), quickOptions("edge-only", 1));
    QVERIFY_THROWS_EXCEPTION(Cancelled, experiment.run(events, stop.get_token()));
    QCOMPARE(phases, std::vector<std::string>{"Preparing frames"});
  }
  void sameSeedSameDecisions() {
    Collected a;
    Collected b;
    Experiment(shippedModel(), quickOptions("random", 10)).run(a.events(), {});
    Experiment(shippedModel(), quickOptions("random", 10)).run(b.events(), {});
    for (std::size_t i = 0; i < 10; ++i) {
      QVERIFY(a.records[i].decision == b.records[i].decision);
      QCOMPARE(a.records[i].prediction, b.records[i].prediction);
    }
  }
  void settingsChangeWithTheNextRequest() {
    Experiment experiment(shippedModel(), quickOptions("edge-only", 10));
    Collected collected;
    experiment.run(collected.events([&](const RequestRecord& record) {
      if (record.id == 4) experiment.change({"device-only", 77, 0, false});
    }),
                   {});
    QCOMPARE(toText(collected.records[4].decision), std::string("5/0/8"));
    QCOMPARE(toText(collected.records[5].decision), std::string("5/11/32"));
    QCOMPARE(collected.records[5].targetMs, 77.0);
    QCOMPARE(collected.records[4].policy, 0);
    QCOMPARE(collected.records[5].policy, 1);
    QCOMPARE(collected.changes.size(), 2U);
    QCOMPARE(collected.changes[0].setting, std::string("policy"));
    QCOMPARE(collected.changes[0].value, std::string("device-only"));
    QCOMPARE(collected.changes[0].request, std::uint64_t{5});
    QCOMPARE(collected.changes[1].setting, std::string("target_ms"));
    QCOMPARE(collected.changes[1].value, std::string("77"));
  }
  void whatIsKnownOfARequestIsRecorded() {
    auto options = quickOptions("edge-only", 4);
    options.settings.linkMbps = 50;
    options.settings.targetMs = 1;  // nothing is that fast
    Collected collected;
    Experiment(shippedModel(), options).run(collected.events(), {});
    for (const auto& record : collected.records) {
      QCOMPARE(record.linkMbps, 50.0);
      QVERIFY(record.reward <= (record.correct() ? 1 : 0) - 1e-3 && record.reward >= -2);
      QCOMPARE(record.policy, 0);
      QCOMPARE(record.totalMs, std::round(record.totalMs * 1e6) / 1e6);
    }
    options.settings = {"edge-only", 0, 0, false};
    Collected free;
    Experiment(shippedModel(), options).run(free.events(), {});
    for (const auto& record : free.records) {
      QVERIFY(std::isnan(record.linkMbps));  // nobody knows what the real network carries
      QCOMPARE(record.reward, record.correct() ? 1.0 : 0.0);
    }
  }
  void aRateLimitIsFelt() {
    auto options = quickOptions("edge-only", 3);
    options.settings.linkMbps = 10;  // the 150,528-byte frame takes 120 ms
    Collected collected;
    Experiment(shippedModel(), options).run(collected.events(), {});
    for (const auto& record : collected.records) QVERIFY(record.uplinkMs > 90);
    QVERIFY(collected.records.back().estimateMbps < 15);
  }
  void aMachineThatCannotKeepUpSaysSo() {
    const test::Folder folder;
    auto options = quickOptions("edge-only", 1);
    options.emulate = test::dreamProfile(folder, shippedModel()->manifest.network);
    Collected collected;
    Experiment(shippedModel(), options).run(collected.events(), {});
    QCOMPARE(collected.notices.size(), 1U);
    QCOMPARE(test::faultIn(collected.notices.front(), {"This machine is slower than dream in conv1 ("}), QByteArray());
  }
  void withoutEmulationThereIsNoNotice() {
    Collected collected;
    Experiment(shippedModel(), quickOptions("edge-only", 1)).run(collected.events(), {});
    QVERIFY(collected.notices.empty());
  }
  void everyDecisionIsToldWithWhatItWasMadeFrom() {
    auto options = quickOptions("greedy", 5);
    options.settings.linkMbps = 20;
    Collected collected;
    std::shared_ptr<const DecisionTable> table;
    std::vector<std::pair<Observation, Decision>> seen;
    ExperimentEvents events = collected.events();
    events.tabled = [&](std::shared_ptr<const DecisionTable> told, const Reward& reward) {
      QVERIFY(reward == Reward{});
      table = std::move(told);
    };
    events.observed = [&](std::uint64_t request, const Observation& observation, int decision) {
      QCOMPARE(request, std::uint64_t{seen.size()});
      seen.emplace_back(observation, table->at(decision).decision);
    };
    Experiment(shippedModel(), options).run(events, {});
    QCOMPARE(seen.size(), 5U);
    for (std::size_t i = 0; i < 5; ++i) {
      QVERIFY(seen[i].second == collected.records[i].decision);
      // Records are rounded, and have no number where nothing is known.
      const double mbps = seen[i].first.bandwidthMeanMbps;
      QVERIFY(mbps > 0 ? qAbs(mbps - collected.records[i].estimateMbps) < 1e-6
                       : std::isnan(collected.records[i].estimateMbps));
      QCOMPARE(seen[i].first.targetMs, 100.0);
    }
  }
  // A model whose weights are no numbers answers nothing.
  void aRunInWhichEveryRequestFailsIsEnded() {
    auto broken = std::make_shared<Model>(*shippedModel());
    std::ranges::fill(broken->weights, std::byte{0xff});
    broken->manifest.weightsChecksum = checksumHex(broken->weights);
    auto options = quickOptions("edge-only", 0);
    Collected collected;
    const auto run = [&] { Experiment(broken, options).run(collected.events(), {}); };
    QCOMPARE(test::faultIn(test::refusal(run), {"10 requests in a row failed", "NaN or infinity"}), QByteArray());
    QCOMPARE(collected.records.size(), 10U);
    for (const auto& record : collected.records) {
      QVERIFY(record.outcome == Outcome::Failed && std::isnan(record.totalMs));
    }
  }
  void stopEndsAnEndlessRun() {
    std::stop_source stop;
    Collected collected;
    Experiment(shippedModel(), quickOptions("random", 0))
        .run(collected.events([&](const RequestRecord& record) {
          if (record.id == 5) stop.request_stop();
        }),
             stop.get_token());
    QCOMPARE(collected.records.size(), 6U);
    QVERIFY(collected.records.back().outcome == Outcome::Completed);
  }
  void pauseHoldsRequestsBack() {
    Experiment experiment(shippedModel(), quickOptions("edge-only", 6));
    std::jthread resumer;
    std::atomic<bool> resumed = false;
    bool early = false;
    Collected collected;
    experiment.run(collected.events([&](const RequestRecord& record) {
      if (record.id == 2) {
        experiment.setPaused(true);
        resumer = std::jthread([&] {
          std::this_thread::sleep_for(std::chrono::milliseconds(100));
          resumed = true;
          experiment.setPaused(false);
        });
      }
      if (record.id == 3) early = !resumed;
    }),
                   {});
    QCOMPARE(collected.records.size(), 6U);
    QVERIFY(!early);
  }
  void stoppedBeforeItBegan() {
    std::stop_source stop;
    stop.request_stop();
    Experiment experiment(shippedModel(), quickOptions("random", 5));
    QVERIFY_EXCEPTION_THROWN(experiment.run({}, stop.get_token()), Cancelled);
  }
  void wrongSettingsAreToldBeforeAnythingStarts() {
    QVERIFY_EXCEPTION_THROWN(Experiment(shippedModel(), quickOptions("fixed:5/99/4", 1)), UsageError);
    auto options = quickOptions("greedy", 1);
    options.settings.targetMs = -1;
    QVERIFY_EXCEPTION_THROWN(Experiment(shippedModel(), options), UsageError);
    options = quickOptions("greedy", 1);
    options.agent = "nowhere";
    QVERIFY_EXCEPTION_THROWN(Experiment(shippedModel(), options), UsageError);
    options = quickOptions("greedy", 1);
    options.emulate = "toaster";
    QVERIFY_EXCEPTION_THROWN(Experiment(shippedModel(), options), UsageError);
    options.emulate = "raspberrypi4";
    options.devicePrecision = DevicePrecision::Int8;  // the Pi's times are for float32
    QVERIFY_EXCEPTION_THROWN(Experiment(shippedModel(), options), UsageError);
    options.devicePrecision = DevicePrecision::Float32;
    options.agent = "127.0.0.1:1";  // its own --emulate counts
    QVERIFY_EXCEPTION_THROWN(Experiment(shippedModel(), options), UsageError);
  }
  void anAgentThatIsNotThere() {
    auto options = quickOptions("greedy", 1);
    options.agent = "127.0.0.1:1";
    Experiment experiment(shippedModel(), options);
    QVERIFY_EXCEPTION_THROWN(experiment.run({}, {}), Error);
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestExperiment)
#include "test_app_experiment.moc"
