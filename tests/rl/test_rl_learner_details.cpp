// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "core/types/error.h"
#include "rl/learn/dqn.h"
#include "rl/learn/lin_ucb.h"
#include "rl/learn/ppo.h"
#include "tests/main/test_main.h"
#include "tests/rl/lesson.h"

// What is each learner's own: targets, rollouts, regressions.
namespace cleave::learn {
namespace {

Observation seen() {
  Observation observation;
  observation.bandwidthShortMbps = observation.bandwidthMeanMbps = observation.bandwidthLongMbps = 10;
  observation.bandwidthLastMbps = 10;
  return observation;
}

struct Fixture {
  std::shared_ptr<const DecisionTable> table = cleave::test::alexnetTable(10, 1);
  ActionSpace actionSpace{*table};
  Encoding encoding{NetShape::Flat, actionSpace};

  /// What a network without or with hidden layers says of each choice.
  std::vector<float> scores(const Learner& learner, const std::vector<std::size_t>& hidden, const Observation& at) {
    Matrix input;
    Matrix result;
    ActionScorer::Tape tape;
    encoding.encode(std::span(&at, 1), input);
    ActionScorer(encoding, actionSpace.count(), hidden).scores(learner.parameters().data(), input, tape, result);
    return {result.row(0), result.row(0) + actionSpace.count()};
  }
};

Transition step(std::size_t action, float reward, const Observation& now, const Observation& next) {
  return {now, static_cast<std::uint32_t>(action), reward, next};
}

PpoSample sample(std::uint32_t lane, const Observation& now, const Observation& next) {
  return {step(0, 0, now, next), 0, lane};
}

Observation waiting(double ms) {
  Observation observation;
  observation.waitedMs = ms;
  return observation;
}

}  // namespace

class TestLearnerDetails : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void dqnCountsWhatIsToCome() {
    Fixture f;
    DqnOptions options;
    options.discount = 0.5;
    options.hidden = {16};
    options.tau = 0.05;
    options.learningRate = 5e-3;
    Dqn learner(f.actionSpace, f.encoding, options, 1);
    for (std::size_t action = 0; action < f.actionSpace.count(); ++action) {
      learner.observe(step(action, 1, seen(), seen()), {});
    }
    for (int i = 0; i < 1500; ++i) learner.update(0.5);
    QVERIFY(std::abs(learner.metrics().at("mean_value") - 2) < 0.2);  // 1 + 1/2 + 1/4 ...
  }
  void dqnExploresLessAndLess() {
    Fixture f;
    Dqn learner(f.actionSpace, f.encoding, DqnOptions{}, 1);
    learner.observe(step(0, 1, seen(), seen()), {});
    learner.update(0);
    const Metrics before = learner.metrics();
    learner.update(1);
    const Metrics after = learner.metrics();
    for (const char* name : {"epsilon", "temperature"}) QVERIFY(after.at(name) < 0.2 * before.at(name));
  }
  void epsilonAloneTakesTheBestChoice() {
    Fixture f;
    DqnOptions options;
    options.epsilonStart = options.epsilonEnd = options.temperatureStart = 0;
    Dqn learner(f.actionSpace, f.encoding, options, 1);
    const auto scores = f.scores(learner, options.hidden, seen());
    std::vector<std::size_t> actions;
    learner.act(std::vector<Observation>(20, seen()), actions);
    for (const auto action : actions) QCOMPARE(action, f.actionSpace.best(scores.data()));
  }
  void ppoPassesOverWhatItDidNotChoose() {
    Fixture f;
    PpoOptions options;
    options.rollout = 8;
    Ppo learner(f.actionSpace, f.encoding, options, 1);
    for (int i = 0; i < 20; ++i) learner.observe(step(0, 1, seen(), seen()), {});
    learner.update(0);
    QCOMPARE(learner.metrics().at("updates"), 0.0);

    std::vector<std::size_t> actions;
    const std::vector<Observation> lanes(7, seen());
    learner.act(lanes, actions);
    for (const auto action : actions) learner.observe(step(action, 1, seen(), seen()), {});
    learner.observe(step(actions[0], 1, seen(), seen()), {});  // more than it chose
    learner.update(0);
    QCOMPARE(learner.metrics().at("updates"), 0.0);
    learner.act(lanes, actions);
    learner.observe(step(actions[0], 1, seen(), seen()), {});
    learner.update(0);
    QCOMPARE(learner.metrics().at("updates"), static_cast<double>(options.epochs));
    learner.update(0);  // and forgets it
    QCOMPARE(learner.metrics().at("updates"), static_cast<double>(options.epochs));
  }
  void ppoFindsTheGoodChoice() {
    Fixture f;
    PpoOptions options;
    options.rollout = 64;
    options.hidden = {16};
    options.learningRate = 3e-3;
    Ppo learner(f.actionSpace, f.encoding, options, 1);
    const std::size_t good = 1;
    const double most = std::log(static_cast<double>(f.actionSpace.count()));
    std::vector<std::size_t> actions;
    for (int round = 0; round < 80; ++round) {
      learner.act(std::vector<Observation>(64, seen()), actions);
      for (const auto action : actions) learner.observe(step(action, action == good ? 1 : 0, seen(), seen()), {});
      learner.update(0.5);
      const double entropy = learner.metrics().at("entropy");
      QVERIFY(std::isfinite(entropy) && entropy <= most + 1e-4);
      if (round == 0) QVERIFY(entropy > 0.9 * most);
    }
    const auto right = std::ranges::count(actions, good);
    QVERIFY2(right > 32, qPrintable(QString::number(right)));
  }
  void wildRatesStopTheTraining() {
    PpoOptions ppo;
    ppo.learningRate = 1e30;
    test::Lesson first = test::lessonOf<Ppo>(ppo, 5);
    QVERIFY_THROWS_EXCEPTION(Error, first.training().run(test::kQuiet, {}));
    DqnOptions dqn;
    dqn.learningRate = 1e30;
    test::Lesson second = test::lessonOf<Dqn>(dqn, 5);
    QVERIFY_THROWS_EXCEPTION(Error, second.training().run(test::kQuiet, {}));
  }
  void advantagesOfBandits() {
    const std::vector<PpoSample> samples(3);
    QCOMPARE(advantages(samples, std::vector<float>{1, 2, 3}, std::vector<float>{0.5F, 2, 4}, {}, {0, 0.9F}),
             (std::vector<float>{0.5F, 0, -1}));
  }
  void advantagesFollowAWorldAndNoFurther() {
    // Lane 0 goes on from its first sample to its second; its third is in another environment. Lane 1 is by itself.
    const std::vector<PpoSample> samples{sample(0, waiting(0), waiting(1)), sample(1, waiting(5), waiting(1)),
                                         sample(0, waiting(1), waiting(2)), sample(0, waiting(7), waiting(8))};
    const std::vector<float> rewards{1, 2, 3, 4};
    const std::vector<float> values{10, 20, 30, 40};
    const std::vector<float> next{30, 50, 60, 70};
    const auto found = advantages(samples, rewards, values, next, {0.5F, 0.5F});
    // rewards + 0.5 next - values: 6, 7, 3, -1; then a quarter of what follows.
    QCOMPARE(found, (std::vector<float>{6 + 0.25F * 3, 7, 3, -1}));
  }
  void ridgeSolvesItsEquations() {
    // Two inputs by hand: A = I + (1 2)(1 2)^T + (3 1)(3 1)^T = (11 5; 5 6), b = 4 (1 2) - 2 (3 1) = (-2 6).
    Ridge ridge(2, 1);
    const double a[] = {1, 2};
    const double b[] = {3, 1};
    QCOMPARE(ridge.variance(a), 5.0);
    ridge.add(a, 4);
    ridge.add(b, -2);
    QVERIFY(std::abs(ridge.weights()[0] - (6 * -2 - 5 * 6) / 41.0) < 1e-12);
    QVERIFY(std::abs(ridge.weights()[1] - (11 * 6 - 5 * -2) / 41.0) < 1e-12);
    QVERIFY(std::abs(ridge.variance(a) - (6 * 1 - 2 * 5 * 2 + 11 * 4) / 41.0) < 1e-12);
    QVERIFY(std::abs(ridge.estimate(a) - (-42 + 2 * 76) / 41.0) < 1e-12);
  }
  void theBanditSaysItsEstimatesAsANetwork() {
    Fixture f;
    LinUcb learner(f.actionSpace, f.encoding, LinUcbOptions{}, 1);
    // Choice 3 is worth more the longer a request has waited, choice 4 always 0.5.
    for (int i = 0; i < 400; ++i) {
      const double ms = i % 100;
      learner.observe(step(3, static_cast<float>(0.2 + ms / 100), waiting(ms), {}), {});
      learner.observe(step(4, 0.5F, waiting(ms), {}), {});
    }
    learner.update(0);
    QCOMPARE(learner.metrics().at("updates"), 800.0);
    for (const double ms : {0.0, 30.0, 90.0}) {
      const auto said = f.scores(learner, {}, waiting(ms));
      QVERIFY(std::abs(static_cast<double>(said[3]) - (0.2 + ms / 100)) < 0.02);
      QVERIFY(std::abs(static_cast<double>(said[4]) - 0.5) < 0.02);
      QCOMPARE(said[5], 0.0F);
    }
  }
  void theBanditTriesWhatCouldBeBetter() {
    Fixture f;
    LinUcb learner(f.actionSpace, f.encoding, LinUcbOptions{}, 1);
    std::vector<std::size_t> actions;
    std::vector<bool> tried(f.actionSpace.count());
    std::size_t good = 0;
    for (int i = 0; i < 4000; ++i) {
      learner.act(std::vector<Observation>{seen()}, actions);
      tried[actions[0]] = true;
      good += i >= 3000 && actions[0] == 7 ? 1 : 0;
      learner.observe(step(actions[0], actions[0] == 7 ? 0.9F : 0.3F, seen(), seen()), {});
    }
    QCOMPARE(std::ranges::count(tried, true), static_cast<std::ptrdiff_t>(tried.size()));
    QVERIFY2(good > 900, qPrintable(QString::number(good)));
  }
  void theBanditSeesTheFirstPhaseAsAllThatFollows() {
    // Inputs are standardised after the first phase: what was observed before must count as if it came after.
    Fixture early;
    Fixture late;
    LinUcb before(early.actionSpace, early.encoding, LinUcbOptions{}, 1);
    LinUcb after(late.actionSpace, late.encoding, LinUcbOptions{}, 1);
    const std::vector<Observation> all{waiting(0), waiting(80), seen()};
    for (const auto& one : all) before.observe(step(3, 1, one, one), {});
    early.encoding.standardise(all);
    late.encoding.standardise(all);
    for (const auto& one : all) after.observe(step(3, 1, one, one), {});
    before.update(0);
    after.update(0);
    QVERIFY(std::ranges::equal(before.parameters(), after.parameters()));
    QVERIFY(before.parameters()[late.actionSpace.count() > 3 ? 3 : 0] != 0.0F);
  }
};

}  // namespace cleave::learn

CLEAVE_TEST(cleave::learn::TestLearnerDetails)
#include "test_rl_learner_details.moc"
