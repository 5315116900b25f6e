// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <limits>

#include "core/types/error.h"
#include "rl/learn/dqn.h"
#include "rl/learn/lin_ucb.h"
#include "rl/learn/ppo.h"
#include "tests/main/test_main.h"
#include "tests/rl/lesson.h"

// What holds for each of the learners beside SAC-d; what is one's own is in test_rl_learner_details.cpp.
namespace cleave::learn {
namespace {

using test::kQuiet;
using test::Lesson;
using test::lessonOf;
using test::stopAt;

template <class Options>
Options small(NetShape shape = NetShape::Flat) {
  Options options;
  options.shape = shape;
  options.hidden = shape == NetShape::Flat ? std::vector<std::size_t>{32, 32} : std::vector<std::size_t>{16, 16};
  options.batch = shape == NetShape::Flat ? 64 : 16;
  return options;
}

Lesson dqn(std::uint64_t seed) {
  return lessonOf<Dqn>(small<DqnOptions>(), seed);
}
Lesson ppo(std::uint64_t seed) {
  return lessonOf<Ppo>(small<PpoOptions>(), seed);
}
Lesson bandit(std::uint64_t seed) {
  return lessonOf<LinUcb>(LinUcbOptions{}, seed);
}

// With decisions' own features, and with what is to come counted where a learner can.
Lesson dqnFeatures(std::uint64_t seed) {
  auto options = small<DqnOptions>(NetShape::Features);
  options.discount = 0.5;
  return lessonOf<Dqn>(options, seed);
}
Lesson ppoFeatures(std::uint64_t seed) {
  auto options = small<PpoOptions>(NetShape::Features);
  options.discount = 0.5;
  options.epochs = 1;
  return lessonOf<Ppo>(options, seed);
}
Lesson banditFeatures(std::uint64_t seed) {
  LinUcbOptions options;
  options.shape = NetShape::Features;
  return lessonOf<LinUcb>(options, seed);
}

using MakeLesson = Lesson (*)(std::uint64_t seed);
constexpr std::pair<const char*, MakeLesson> kKinds[] = {{"dqn", dqn},
                                                         {"ppo", ppo},
                                                         {"bandit", bandit},
                                                         {"dqn-features", dqnFeatures},
                                                         {"ppo-features", ppoFeatures},
                                                         {"bandit-features", banditFeatures}};

void addKinds(std::size_t count = std::size(kKinds)) {
  QTest::addColumn<int>("kind");
  for (std::size_t i = 0; i < count; ++i) QTest::newRow(kKinds[i].first) << static_cast<int>(i);
}

}  // namespace

class TestLearners : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void beatsTheBestFixedDecision_data() { addKinds(3); }
  void beatsTheBestFixedDecision() {
    QFETCH(int, kind);
    // The middle of three seeds, as for SAC-d.
    std::vector<double> learned;
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      Lesson lesson = kKinds[kind].second(seed);
      lesson.how.steps = 24'000;
      lesson.how.updatesPerStep = 0.5;
      lesson.training().run(kQuiet, {});
      learned.push_back(lesson.evaluate());
    }
    std::ranges::sort(learned);
    const double fixed = test::bestFixedReward();
    QVERIFY2(learned[1] > fixed + 0.01, qPrintable(QString("%1 against %2").arg(learned[1]).arg(fixed)));
  }
  void sameSeedSameParameters_data() { addKinds(); }
  void sameSeedSameParameters() {
    QFETCH(int, kind);
    Lesson a = kKinds[kind].second(1);
    Lesson b = kKinds[kind].second(1);
    Lesson other = kKinds[kind].second(2);
    for (Lesson* lesson : {&a, &b, &other}) {
      lesson->how.steps = 2000;
      lesson->training().run(kQuiet, {});
      QVERIFY(lesson->learner->metrics().at("updates") > 0);
      QCOMPARE(lesson->learner->parameters().size(),
               ActionScorer(lesson->encoding, lesson->actionSpace.count(), lesson->hidden).parameterCount());
    }
    QVERIFY(std::ranges::equal(a.learner->parameters(), b.learner->parameters()));
    QVERIFY(!std::ranges::equal(a.learner->parameters(), other.learner->parameters()));
  }
  void aResumedTrainingGoesOnExactly_data() { addKinds(); }
  void aResumedTrainingGoesOnExactly() {
    QFETCH(int, kind);
    Lesson whole = kKinds[kind].second(1);
    whole.how.steps = 2400;
    whole.training().run(kQuiet, {});

    Lesson first = kKinds[kind].second(1);
    first.how.steps = 2400;
    auto cut = first.training();
    std::stop_source stop;
    QVERIFY_THROWS_EXCEPTION(Cancelled, cut.run(stopAt(1200, stop), stop.get_token()));
    const std::vector<char> state = cut.state();

    Lesson second = kKinds[kind].second(1);
    second.how.steps = 2400;
    auto rest = second.training();
    rest.resume(state);
    QVERIFY(rest.step() >= 1200 && rest.step() < 2400);
    rest.run(kQuiet, {});
    QVERIFY(std::ranges::equal(second.learner->parameters(), whole.learner->parameters()));
    QCOMPARE(second.learner->metrics(), whole.learner->metrics());
  }
  void foreignStatesAreRefused_data() { addKinds(); }
  void foreignStatesAreRefused() {
    QFETCH(int, kind);
    Lesson lesson = kKinds[kind].second(1);
    auto training = lesson.training();
    const std::vector<char> state = training.state();
    QVERIFY_THROWS_EXCEPTION(Error, training.resume(std::span(state).first(state.size() - 1)));
    for (int other = 0; other < static_cast<int>(std::size(kKinds)); ++other) {
      if (other == kind) continue;
      Lesson foreign = kKinds[other].second(1);
      QVERIFY_THROWS_EXCEPTION(Error, foreign.training().resume(state));
    }
  }
  void notANumberStopsItWithStepAndSeed_data() { addKinds(); }
  void notANumberStopsItWithStepAndSeed() {
    QFETCH(int, kind);
    Lesson lesson = kKinds[kind].second(5);
    lesson.how.reward.cap = std::numeric_limits<double>::quiet_NaN();  // every late request's reward is then NaN
    try {
      lesson.training().run(kQuiet, {});
      QFAIL("accepted");
    } catch (const Error& error) {
      const QString said = QString::fromUtf8(error.what());
      QVERIFY2(said.contains("step ") && said.contains("seed 5") && said.contains("nan"), error.what());
    }
  }
};

}  // namespace cleave::learn

CLEAVE_TEST(cleave::learn::TestLearners)
#include "test_rl_learners.moc"
