// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "core/types/error.h"
#include "rl/learn/full_feedback.h"
#include "rl/learn/sac.h"
#include "tests/main/test_main.h"
#include "tests/rl/lesson.h"

namespace cleave::learn {
namespace {

using test::bestFixedReward;
using test::kQuiet;
using test::Lesson;
using test::lessonOf;
using test::stopAt;

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
  options.learningRate = 2e-3;
  return options;
}

}  // namespace

class TestLearning : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void beatsTheBestFixedDecision_data() {
    QTest::addColumn<bool>("features_");
    QTest::addColumn<bool>("fullFeedback");
    QTest::newRow("sac-d") << false << false;
    QTest::newRow("sac-d-features") << true << false;
    QTest::newRow("full-feedback") << false << true;
  }
  void beatsTheBestFixedDecision() {
    QFETCH(bool, features_);
    QFETCH(bool, fullFeedback);
    // The middle of three seeds: a single one may settle on a decision that is merely good.
    std::vector<double> learned;
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      const SacOptions options = features_ ? features() : flat();
      Lesson lesson = fullFeedback ? lessonOf<FullFeedbackReference>(options, seed) : lessonOf<Sac>(options, seed);
      lesson.how.steps = 24'000;
      lesson.how.updatesPerStep = 0.5;
      lesson.training().run(kQuiet, {});
      learned.push_back(lesson.evaluate());
    }
    std::ranges::sort(learned);
    QVERIFY2(learned[1] > bestFixedReward() + 0.02,
             qPrintable(QString("%1 against %2").arg(learned[1]).arg(bestFixedReward())));
  }
  void sameSeedSameParameters() {
    for (const bool featured : {false, true}) {
      Lesson a = lessonOf<Sac>(featured ? features() : flat());
      Lesson b = lessonOf<Sac>(featured ? features() : flat());
      Lesson other = lessonOf<Sac>(featured ? features() : flat(), 2);
      for (Lesson* lesson : {&a, &b, &other}) {
        lesson->how.steps = 2000;
        lesson->training().run(kQuiet, {});
      }
      QVERIFY(std::ranges::equal(a.learner->parameters(), b.learner->parameters()));
      QVERIFY(!std::ranges::equal(a.learner->parameters(), other.learner->parameters()));
    }
  }
  void aResumedTrainingGoesOnExactly() {
    Lesson whole = lessonOf<Sac>(flat());
    whole.how.steps = 2400;
    whole.training().run(kQuiet, {});

    Lesson first = lessonOf<Sac>(flat());
    first.how.steps = 2400;
    auto cut = first.training();
    std::stop_source stop;
    QVERIFY_THROWS_EXCEPTION(Cancelled, cut.run(stopAt(1200, stop), stop.get_token()));
    const std::vector<char> state = cut.state();

    Lesson second = lessonOf<Sac>(flat());
    second.how.steps = 2400;
    auto rest = second.training();
    rest.resume(state);
    QVERIFY(rest.step() >= 1200);
    rest.run(kQuiet, {});
    QVERIFY(std::ranges::equal(second.learner->parameters(), whole.learner->parameters()));
  }
  void foreignStatesAreRefused() {
    Lesson lesson = lessonOf<Sac>(flat());
    auto training = lesson.training();
    const std::vector<char> state = training.state();
    QVERIFY_THROWS_EXCEPTION(Error, training.resume(std::span(state).first(state.size() / 2)));
    QVERIFY_THROWS_EXCEPTION(Error, training.resume({}));
    Lesson other = lessonOf<Sac>(features());
    QVERIFY_THROWS_EXCEPTION(Error, other.training().resume(state));
    Lesson seeded = lessonOf<Sac>(flat(), 9);
    QVERIFY_THROWS_EXCEPTION(Error, seeded.training().resume(state));
  }
  void notANumberStopsItWithStepAndSeed() {
    SacOptions wild = flat();
    wild.learningRate = 1e30;
    Lesson lesson = lessonOf<Sac>(wild, 5);
    try {
      lesson.training().run(kQuiet, {});
      QFAIL("accepted");
    } catch (const Error& error) {
      const QString said = QString::fromUtf8(error.what());
      QVERIFY2(said.contains("step ") && said.contains("seed 5") && said.contains("nan"), error.what());
    }
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

CLEAVE_TEST(cleave::learn::TestLearning)
#include "test_rl_learning.moc"
