// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "core/plain/error.h"
#include "rl/learn/hindsight.h"
#include "rl/learn/sac.h"
#include "rl/learn/training.h"
#include "tests/rl/alexnet_table.h"

// Learners on worlds that are simple enough to know the answer.
namespace cleave::learn {
namespace {

// A link that is fast for ten seconds and nearly dead for ten.
std::shared_ptr<const Conditions> blinkingLink() {
  auto conditions = std::make_shared<Conditions>();
  conditions->linkMbps = StepSeries(10, {80, 0.2});
  return conditions;
}

struct Lesson {
  explicit Lesson(SacOptions given, std::uint64_t seed = 1, bool hindsight = false)
      : options(std::move(given)), encoding(options.shape, choices) {
    if (hindsight) {
      learner = std::make_unique<Hindsight>(choices, encoding, options, seed);
    } else {
      learner = std::make_unique<Sac>(choices, encoding, options, seed);
    }
    how.seed = seed;
    how.steps = 6000;
    how.lanes = 8;
    how.episode = 50;
    how.updatesPerStep = 0.25;
  }
  Training training() {
    return {choices, encoding, *learner,
            [this](std::uint64_t seed) {
              WorldOptions world;
              world.seed = seed;
              world.startS = static_cast<double>(seed % 20);
              return World(table, blinkingLink(), world);
            },
            how};
  }
  /// Mean reward of what was learned, over a stretch of the link.
  double judge() {
    ScoreNet net(encoding, choices.count(), options.hidden);
    ScoreNet::Tape tape;
    Matrix input;
    Matrix scores;
    WorldOptions options7;
    options7.seed = 7;
    World world(table, blinkingLink(), options7);
    double sum = 0;
    for (int i = 0; i < 400; ++i) {
      const std::vector<Observation> seen{world.observation()};
      encoding.encode(seen, input);
      net.scores(learner->parameters().data(), input, tape, scores);
      const Served served = world.step(choices.index(choices.best(seen[0], scores.row(0))));
      sum += how.reward(served.accuracy, served.latencyMs, 100);
    }
    return sum / 400;
  }

  SacOptions options;
  std::shared_ptr<const DecisionTable> table = test::alexnetTable(10, 1);
  Choices choices{*table};
  Encoding encoding;
  std::unique_ptr<Learner> learner;
  TrainingOptions how;
};

SacOptions flat() {
  SacOptions options;
  options.hidden = {32, 32};
  return options;
}

SacOptions features() {
  SacOptions options;
  options.shape = NetShape::Features;
  options.hidden = {16, 16};
  options.batch = 16;
  options.rate = 2e-3;
  return options;
}

// The best that one decision for ever can do there.
double bestFixedReward() {
  const auto table = test::alexnetTable(10, 1);
  double best = -10;
  for (int i = 0; i < table->size(); ++i) {
    if (!table->at(i).useful) continue;
    WorldOptions options;
    options.seed = 7;
    World world(table, blinkingLink(), options);
    double sum = 0;
    for (int k = 0; k < 400; ++k) {
      const Served served = world.step(i);
      sum += Reward{}(served.accuracy, served.latencyMs, 100);
    }
    best = std::max(best, sum / 400);
  }
  return best;
}

const std::function<void(const TrainingProgress&)> kQuiet = [](const TrainingProgress&) {};

}  // namespace

class TestLearning : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void beatsTheBestFixedDecision_data() {
    QTest::addColumn<bool>("features_");
    QTest::addColumn<bool>("hindsight");
    QTest::newRow("sac-d") << false << false;
    QTest::newRow("sac-d-features") << true << false;
    QTest::newRow("hindsight") << false << true;
  }
  void beatsTheBestFixedDecision() {
    QFETCH(bool, features_);
    QFETCH(bool, hindsight);
    // The middle of three seeds: a single one may settle on a decision that is merely good.
    std::vector<double> learned;
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      Lesson lesson(features_ ? features() : flat(), seed, hindsight);
      lesson.how.steps = 24'000;
      lesson.how.updatesPerStep = 0.5;
      lesson.training().run(kQuiet, {});
      learned.push_back(lesson.judge());
    }
    std::ranges::sort(learned);
    QVERIFY2(learned[1] > bestFixedReward() + 0.003,
             qPrintable(QString("%1 against %2").arg(learned[1]).arg(bestFixedReward())));
  }
  void sameSeedSameParameters() {
    for (const bool featured : {false, true}) {
      Lesson a(featured ? features() : flat());
      Lesson b(featured ? features() : flat());
      Lesson other(featured ? features() : flat(), 2);
      for (Lesson* lesson : {&a, &b, &other}) {
        lesson->how.steps = 2000;
        lesson->training().run(kQuiet, {});
      }
      QVERIFY(std::ranges::equal(a.learner->parameters(), b.learner->parameters()));
      QVERIFY(!std::ranges::equal(a.learner->parameters(), other.learner->parameters()));
    }
  }
  void aResumedTrainingGoesOnExactly() {
    Lesson whole(flat());
    whole.how.steps = 2400;
    whole.training().run(kQuiet, {});

    Lesson first(flat());
    first.how.steps = 2400;
    auto cut = first.training();
    std::stop_source stop;
    QVERIFY_THROWS_EXCEPTION(Cancelled, cut.run(
                                            [&](const TrainingProgress& p) {
                                              if (p.step >= 1200) stop.request_stop();
                                            },
                                            stop.get_token()));
    const std::vector<char> state = cut.state();

    Lesson second(flat());
    second.how.steps = 2400;
    auto rest = second.training();
    rest.resume(state);
    QVERIFY(rest.step() >= 1200);
    rest.run(kQuiet, {});
    QVERIFY(std::ranges::equal(second.learner->parameters(), whole.learner->parameters()));
  }
  void foreignStatesAreRefused() {
    Lesson lesson(flat());
    auto training = lesson.training();
    const std::vector<char> state = training.state();
    QVERIFY_THROWS_EXCEPTION(Error, training.resume(std::span(state).first(state.size() / 2)));
    QVERIFY_THROWS_EXCEPTION(Error, training.resume({}));
    Lesson other(features());
    QVERIFY_THROWS_EXCEPTION(Error, other.training().resume(state));
    Lesson seeded(flat(), 9);
    QVERIFY_THROWS_EXCEPTION(Error, seeded.training().resume(state));
  }
  void notANumberStopsItWithStepAndSeed() {
    SacOptions wild = flat();
    wild.rate = 1e30;
    Lesson lesson(wild, 5);
    try {
      lesson.training().run(kQuiet, {});
      QFAIL("accepted");
    } catch (const Error& error) {
      const QString said = QString::fromUtf8(error.what());
      QVERIFY2(said.contains("step ") && said.contains("seed 5") && said.contains("nan"), error.what());
    }
  }
  void onlyTellingChoicesWhenTheEstimateIsStale() {
    Lesson lesson(flat());
    Observation stale;
    stale.requestsSinceTransfer = 1000;
    FastRandom random(4, 0);
    for (int i = 0; i < 200; ++i) QVERIFY(probes(lesson.choices.cost(lesson.choices.random(stale, random))));
    std::vector<std::size_t> slots;
    lesson.learner->act(std::vector<Observation>(200, stale), slots);
    for (const auto slot : slots) QVERIFY(probes(lesson.choices.cost(slot)));
    QVERIFY(lesson.choices.allowedCount(stale) < lesson.choices.count());
    const std::vector<float> scores(padded(lesson.choices.count()), 1.0F);
    QVERIFY(probes(lesson.choices.cost(lesson.choices.best(stale, scores.data()))));
  }
  void stateFilesKnowDamage() {
    const QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("a.cleavepolicy").toStdString();
    writeStateFile(file, "cleave-policy", {"{\"a\":1}", {'x', '\n', 'y'}});
    const StateFile read = readStateFile(file, "cleave-policy");
    QCOMPARE(read.header, std::string("{\"a\":1}"));
    QCOMPARE(read.body, (std::vector<char>{'x', '\n', 'y'}));
    QVERIFY_THROWS_EXCEPTION(Error, readStateFile(file, "cleave-training"));
    QVERIFY_THROWS_EXCEPTION(Error, readStateFile(folder.filePath("none").toStdString(), "cleave-policy"));
    {
      std::fstream damage(file, std::ios::in | std::ios::out | std::ios::binary);
      damage.seekp(-1, std::ios::end);
      damage.put('z');
    }
    QVERIFY_THROWS_EXCEPTION(Error, readStateFile(file, "cleave-policy"));
  }
};

}  // namespace cleave::learn

QTEST_APPLESS_MAIN(cleave::learn::TestLearning)
#include "test_rl_learning.moc"
