// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>

#include "core/types/error.h"
#include "rl/learn/any_policy.h"
#include "rl/learn/explainer.h"
#include "rl/learn/learned_policy.h"
#include "rl/learn/policy_training.h"
#include "tests/main/test_main.h"
#include "tests/rl/alexnet_table.h"

// What explains a decision decides as the policy does.
namespace cleave::learn {
namespace {

// Anything that a run could observe, and a little more.
Observation anyObservation(FastRandom& random) {
  const auto between = [&](double low, double high) { return low + (high - low) * random.uniform(); };
  Observation o;
  o.targetMs = random.uniform() < 0.1 ? 0 : between(20, 400);
  o.waitedMs = random.uniform() < 0.7 ? 0 : between(0, 100);
  const double mbps = random.uniform() < 0.1 ? 0 : std::exp(between(std::log(0.1), std::log(500.0)));
  o.bandwidthMeanMbps = mbps;
  o.bandwidthShortMbps = mbps * between(0.5, 2);
  o.bandwidthLongMbps = mbps * between(0.5, 2);
  o.bandwidthLastMbps = mbps * between(0.3, 3);
  o.bandwidthSpreadMbps = mbps * between(0, 1);
  o.rttMs = between(0, 80);
  o.sinceTransferS = between(0, 5);
  o.deviceAgeS = between(0, 5);
  o.edgeAgeS = between(0, 5);
  o.deviceSlowdown = between(0.9, 8);
  o.edgeSlowdown = between(0.9, 8);
  o.queueLength = static_cast<int>(between(0, 4));
  return o;
}

double sumOf(const Explanation& explanation) {
  double sum = 0;
  for (const auto& entry : explanation.entries) sum += entry.probability;
  return sum;
}

// Agreement and consistency over many observations.
void examine(const std::string& text, const PolicyContext& context) {
  const auto policy = makeAnyPolicy(text, context);
  const auto explainer = makeExplainer(text, context);
  Explanation said;
  FastRandom random(7, 1);
  for (int i = 0; i < 400; ++i) {
    const Observation o = anyObservation(random);
    const int decision = policy->decide(o);
    explainer->explain(o, said);
    QCOMPARE(said.chosen, decision);
    QCOMPARE(explainer->decide(o), decision);
    QVERIFY(said.entries[static_cast<std::size_t>(decision)].allowed);
    QVERIFY(std::abs(sumOf(said) - 1) < 1e-9);
    QVERIFY(said.entropy >= 0 && said.entropy <= std::log(static_cast<double>(said.allowedCount)) + 1e-9);
    const auto allowed = std::ranges::count_if(said.entries, &Explanation::Entry::allowed);
    QCOMPARE(static_cast<int>(allowed), said.allowedCount);
    const double most = said.entries[static_cast<std::size_t>(decision)].probability;
    for (const auto& entry : said.entries) {
      QVERIFY(entry.probability <= most && (entry.allowed || entry.probability == 0));
    }
    const DecisionCost& cost = context.table.at(decision);
    QCOMPARE(said.entries[static_cast<std::size_t>(decision)].predictedMs, predictMs(cost, o, said.mbps));
  }
}

Recipe shortRecipe(const std::string& algorithm) {
  Recipe recipe = recipeFor(algorithm);
  set(recipe, "steps=400");
  set(recipe, "num_envs=4");
  set(recipe, "episode=50");
  if (algorithm != "bandit") set(recipe, "hidden=16");
  return recipe;
}

}  // namespace

class TestExplainer : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::shared_ptr<const DecisionTable> table_ = test::alexnetTable();

  // A file of a short training, as a policy's text.
  std::string trained(const std::string& algorithm, double rewardScale = 0) {
    PolicyTask task;
    task.model = "ours";
    task.table = table_;
    task.scenario = findScenario("lte-drive");
    Recipe recipe = shortRecipe(algorithm);
    if (rewardScale > 0) set(recipe, "reward_scale=" + std::to_string(rewardScale));
    PolicyTraining training(task, recipe, 3);
    training.run([](const TrainingProgress&) {}, {});
    const std::string path = folder_.filePath(QString::fromStdString(algorithm)).toStdString();
    writePolicyFile(path, training.policy(""));
    return "policy:" + path;
  }

 private Q_SLOTS:
  void rulesAgree_data() {
    QTest::addColumn<QString>("text");
    for (const auto* text : {"greedy", "greedy-safe", "edgent", "neurosurgeon", "device-only", "edge-only"}) {
      QTest::newRow(text) << QString::fromLatin1(text);
    }
    QTest::newRow("fixed") << QStringLiteral("fixed:3/2/4");
  }
  void rulesAgree() {
    QFETCH(const QString, text);
    examine(text.toStdString(), {*table_, {}});
    QCOMPARE(makeExplainer(text.toStdString(), {*table_, {}})->scores(), ScoreKind::None);
  }
  void learnersAgree_data() {
    QTest::addColumn<QString>("algorithm");
    for (const auto& name : algorithmNames()) QTest::newRow(name.c_str()) << QString::fromStdString(name);
  }
  void learnersAgree() {
    QFETCH(const QString, algorithm);
    const std::string text = trained(algorithm.toStdString());
    examine(text, {*table_, {}, 1, "ours"});
    // FullFeedbackReference and PPO have an actor and keep no critics.
    const bool values = algorithm == QLatin1String("dqn") || algorithm == QLatin1String("bandit") ||
                        algorithm.startsWith(QLatin1String("sac-d"));
    QCOMPARE(makeExplainer(text, {*table_, {}, 1, "ours"})->scores(), values ? ScoreKind::Value : ScoreKind::Logit);
  }
  void shippedPoliciesAgree_data() {
    QTest::addColumn<QString>("scenario");
    for (const auto& name : scenarioNames()) QTest::newRow(name.c_str()) << QString::fromStdString(name);
  }
  // They score features, so that they take any table.
  void shippedPoliciesAgree() {
    QFETCH(const QString, scenario);
    const std::string path = CLEAVE_SOURCE_DIR "/models/" + scenario.toStdString() + ".cleavepolicy";
    if (readPolicyFile(path).shape != NetShape::Features) QSKIP("bound to its own model");
    examine("policy:" + path, {*table_, findScenario(scenario.toStdString()).reward});
  }
  void greedyMaximisesThePredictedReward() {
    for (const auto* text : {"greedy", "greedy-safe"}) {
      const auto explainer = makeExplainer(text, {*table_, {}});
      Explanation said;
      FastRandom random(3, 1);
      for (int i = 0; i < 100; ++i) {
        Observation o = anyObservation(random);
        explainer->explain(o, said);
        const double best = said.entries[static_cast<std::size_t>(said.chosen)].reward;
        for (const auto& entry : said.entries) QVERIFY(!entry.allowed || entry.reward <= best + 1e-12);
      }
    }
  }
  void chanceHasNoChosenDecision() {
    const auto explainer = makeExplainer("random", {*table_, {}});
    Explanation said;
    explainer->explain({}, said);
    QCOMPARE(said.chosen, -1);
    QCOMPARE(said.allowedCount, table_->size());
    QCOMPARE(said.entropy, std::log(static_cast<double>(table_->size())));
    QVERIFY(std::abs(sumOf(said) - 1) < 1e-9);
  }
  // A value is a reward, whatever scale the network was trained in.
  void valuesAreRewards() {
    for (const double scale : {2.0, 20.0}) {
      const std::string text = trained("dqn", scale);
      const auto file = policyFileOf(text);
      LearnedPolicy policy(file, *table_, "ours");
      Observation o;
      o.bandwidthMeanMbps = 10;
      Explanation said;
      makeExplainer(text, {*table_, {}, 1, "ours"})->explain(o, said);
      const float* scores = policy.scores(o);
      const auto index = static_cast<std::size_t>(policy.actionSpace().index(0));
      QVERIFY(said.entries[index].scored);
      QVERIFY(std::abs(said.entries[index].score - static_cast<double>(scores[0]) / scale) < 1e-9);
    }
  }
  // Critics say, in the end, what decisions earn: the better one by them is the better one by its reward.
  void criticsAreRewards() {
    for (const double scale : {2.0, 10.0}) {
      const std::string text = trained("sac-d", scale);
      const auto file = policyFileOf(text);
      QCOMPARE(file->critics.size(), 2 * file->weights.size());
      LearnedPolicy policy(file, *table_, "ours");
      Observation o;
      o.bandwidthMeanMbps = 10;
      Explanation said;
      makeExplainer(text, {*table_, {}, 1, "ours"})->explain(o, said);
      policy.scores(o);
      const float* first = policy.criticScores(0);
      const float* second = policy.criticScores(1);
      QVERIFY(first != second);
      const auto index = static_cast<std::size_t>(policy.actionSpace().index(3));
      const double both = 0.5 * (static_cast<double>(first[3]) + static_cast<double>(second[3]));
      const double wanted = policy.actionSpace().cost(3).accuracy + both / scale;
      QVERIFY(std::abs(said.entries[index].score - wanted) < 1e-6);
      QVERIFY(said.entropy > 0);  // the actor's, all the same
    }
  }
  void aFileWithoutCriticsSaysWhatTheActorSays() {
    PolicyFile file = *policyFileOf(trained("sac-d"));
    file.critics.clear();
    const std::string path = folder_.filePath("bare").toStdString();
    writePolicyFile(path, file);
    QVERIFY(readPolicyFile(path).critics.empty());
    QCOMPARE(makeExplainer("policy:" + path, {*table_, {}, 1, "ours"})->scores(), ScoreKind::Logit);
    examine("policy:" + path, {*table_, {}, 1, "ours"});
  }
  void whatIsNoPolicyIsRefused() {
    QVERIFY_EXCEPTION_THROWN(makeExplainer("gready", {*table_, {}}), UsageError);
    QVERIFY_EXCEPTION_THROWN(makeExplainer("fixed:9/9/9", {*table_, {}}), UsageError);
    QVERIFY_EXCEPTION_THROWN(makeExplainer("policy:/no/such/file", {*table_, {}}), Error);
  }
};

}  // namespace cleave::learn

CLEAVE_TEST(cleave::learn::TestExplainer)
#include "test_rl_explainer.moc"
