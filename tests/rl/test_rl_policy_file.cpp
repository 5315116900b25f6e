// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <limits>

#include "core/model/model.h"
#include "core/types/error.h"
#include "rl/learn/any_policy.h"
#include "rl/learn/learned_policy.h"
#include "rl/learn/legacy_names.h"
#include "rl/learn/policy_training.h"
#include "rl/nn/state_file.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"
#include "tests/rl/alexnet_table.h"

// Trained policies as files, and as policies.
namespace cleave::learn {
namespace {

PolicyTask task(std::shared_ptr<const DecisionTable> table = test::alexnetTable()) {
  PolicyTask made;
  made.model = "ours";
  made.table = std::move(table);
  made.scenario = findScenario("lte-drive");
  return made;
}

Recipe shortRecipe(const std::string& algorithm) {
  Recipe recipe = recipeFor(algorithm);
  set(recipe, "steps=400");
  set(recipe, "num_envs=4");
  set(recipe, "episode=50");
  if (algorithm != "bandit") set(recipe, "hidden=16");
  return recipe;
}

const std::function<void(const TrainingProgress&)> kQuiet = [](const TrainingProgress&) {};

PolicyFile trained(const std::string& algorithm) {
  PolicyTraining training(task(), shortRecipe(algorithm), 3);
  training.run(kQuiet, {});
  return training.policy("cleave-cli policy train");
}

Observation seen(double mbps) {
  Observation observation;
  observation.bandwidthShortMbps = observation.bandwidthMeanMbps = observation.bandwidthLongMbps =
      observation.bandwidthLastMbps = mbps;
  observation.rttMs = 10;
  return observation;
}

}  // namespace

class TestPolicyFile : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  [[nodiscard]] std::filesystem::path path(const char* name) const { return folder_.filePath(name).toStdString(); }

  // Writes `policy` after `spoil`, and says how reading refuses it.
  template <class Spoil>
  std::string refusalOf(Spoil spoil) const {
    PolicyFile policy = trained("sac-d");
    spoil(policy);
    writePolicyFile(path("spoilt.cleavepolicy"), policy);
    return test::refusal([&] { readPolicyFile(path("spoilt.cleavepolicy")); });
  }

 private Q_SLOTS:
  void comesBackWhole() {
    const PolicyFile policy = trained("sac-d");
    writePolicyFile(path("a.cleavepolicy"), policy);
    const PolicyFile read = readPolicyFile(path("a.cleavepolicy"));
    QVERIFY(read.provenance == policy.provenance);
    QCOMPARE(firstDifference(read.provenance, policy.provenance), std::string());
    QCOMPARE(read.commandLine, policy.commandLine);
    QCOMPARE(read.steps, std::int64_t{400});
    QCOMPARE(read.shape, NetShape::Flat);
    QVERIFY(read.hidden == policy.hidden && read.decisions == policy.decisions && read.mean == policy.mean &&
            read.deviation == policy.deviation && read.weights == policy.weights && read.critics == policy.critics &&
            read.critics.size() == 2 * read.weights.size());
    QCOMPARE(checksumOf(read.weights), checksumOf(policy.weights));
    QVERIFY(read.provenance.scenario.find("lte-drive") != std::string::npos);
    QCOMPARE(read.provenance.seed, std::uint64_t{3});
  }
  void sizesAndNumbersAreChecked() {
    const auto says = [](const std::string& text, const char* what) {
      QCOMPARE(test::faultIn(text, {"spoilt.cleavepolicy", what}), QByteArray());
    };
    says(refusalOf([](PolicyFile& p) { p.hidden = {1'000'000'000}; }), "layer sizes");
    says(refusalOf([](PolicyFile& p) { p.hidden.assign(17, 1); }), "layer sizes");
    says(refusalOf([](PolicyFile& p) { p.hidden = {32}; }), "number of weights");
    says(refusalOf([](PolicyFile& p) { p.weights.pop_back(); }), "number of weights");
    says(refusalOf([](PolicyFile& p) { p.critics = {1, 2, 3}; }), "number of weights");
    says(refusalOf([](PolicyFile& p) { p.weights[7] = std::numeric_limits<float>::quiet_NaN(); }), "not finite");
    says(refusalOf([](PolicyFile& p) { p.decisions.clear(); }), "number of decisions");
    says(refusalOf([](PolicyFile& p) { p.deviation[0] = 0; }), "normalisation");
    says(refusalOf([](PolicyFile& p) { p.mean.pop_back(); }), "normalisation");
    writeStateFile(path("other.cleavepolicy"), "cleave-policy", {"{\"version\": 2}", {}});
    says(test::refusal([&] { readPolicyFile(path("other.cleavepolicy")); }).replace(0, 0, "spoilt.cleavepolicy "),
         "version 2");
    for (const char* header : {"{}", "[]", "7", "not json", R"({"version": 1, "trained_with": {}})"}) {
      writeStateFile(path("spoilt.cleavepolicy"), "cleave-policy", {header, {}});
      QCOMPARE(test::faultIn(test::refusal([&] { readPolicyFile(path("spoilt.cleavepolicy")); }), {"train it again"}),
               QByteArray());
    }
  }
  void decidesAsItsNetworkSays_data() {
    QTest::addColumn<QString>("algorithm");
    for (const auto& name : algorithmNames()) QTest::newRow(name.c_str()) << QString::fromStdString(name);
  }
  void decidesAsItsNetworkSays() {
    QFETCH(QString, algorithm);
    const auto table = test::alexnetTable();
    const auto file = std::make_shared<PolicyFile>(trained(algorithm.toStdString()));
    LearnedPolicy policy(file, *table, "ours");
    for (const double mbps : {0.0, 0.5, 5.0, 50.0}) {
      const int decision = policy.decide(seen(mbps));
      QVERIFY(decision >= 0 && decision < table->size() && table->at(decision).known);
      QCOMPARE(policy.decide(seen(mbps)), decision);
    }
    // Weights that prefer one decision whatever is seen: the policy takes it.
    if (file->shape != NetShape::Flat) return;
    std::ranges::fill(file->weights, 0.0F);
    const std::size_t wanted = 5;
    file->weights[file->weights.size() - padded(file->decisions.size()) + wanted] = 1;  // its bias
    LearnedPolicy biased(file, *table, "ours");
    QCOMPARE(table->at(biased.decide(seen(20))).decision, file->decisions[wanted]);
  }
  // The network does not count those behind: what is late before it begins must not make them late, too.
  void catchesUpWhenRequestsAreLateBeforeTheyBegin() {
    const auto table = test::alexnetTable();
    LearnedPolicy policy(std::make_shared<const PolicyFile>(trained("sac-d")), *table, "ours");
    Observation late = seen(5);
    late.waitedMs = late.targetMs;
    const auto quickest = [&] {
      double ms = 1e9;
      for (const auto& cost : table->all()) {
        if (cost.useful) ms = std::min(ms, predictMs(cost, late, late.bandwidthMeanMbps));
      }
      return ms;
    }();
    late.queueLength = 0;
    QVERIFY(!LearnedPolicy::mustCatchUp(late));
    late.queueLength = 2;
    QCOMPARE(predictMs(table->at(policy.decide(late)), late, late.bandwidthMeanMbps), quickest);
    late.targetMs = 0;  // nothing is late
    QVERIFY(!LearnedPolicy::mustCatchUp(late));
  }
  void filesFromBeforeInputsHadNamesStillDecide() {
    const QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("a.cleavepolicy").toStdString();
    const auto table = test::alexnetTable();
    for (const char* algorithm : {"sac-d", "sac-d-features"}) {
      PolicyFile policy = trained(algorithm);
      policy.fields = policy.shape == NetShape::Flat ? unnamedFlatFields() : unnamedContextFields();
      policy.weights.assign(parameterCount(policy.shape, policy.fields.size(), policy.decisions.size(), policy.hidden),
                            0.01F);
      policy.critics.clear();
      policy.mean.resize(unnamedFlatFields().size());
      policy.deviation.resize(unnamedFlatFields().size());
      writePolicyFile(file, policy);
      StateFile content = readStateFile(file, "cleave-policy");
      const std::size_t begin = content.header.find("\"fields\":");
      QVERIFY(begin != std::string::npos);
      content.header.erase(begin, content.header.find(']', begin) + 2 - begin);
      writeStateFile(file, "cleave-policy", content);
      const auto read = std::make_shared<const PolicyFile>(readPolicyFile(file));
      QVERIFY(read->fields == policy.fields);
      QVERIFY(table->at(LearnedPolicy(read, *table, "ours").decide(seen(5))).known);
    }
  }
  void namesWhatItsNetworkSees() {
    const QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("a.cleavepolicy").toStdString();
    for (const char* algorithm : {"sac-d", "sac-d-features"}) {
      PolicyFile policy = trained(algorithm);
      writePolicyFile(file, policy);
      QVERIFY(readPolicyFile(file).fields == policy.fields);
      // A field of a later version, that this one cannot fill.
      policy.fields.back() = "moon_phase";
      writePolicyFile(file, policy);
      QVERIFY(test::faultIn(test::refusal<Error>([&] { readPolicyFile(file); }), {"moon_phase"}).isEmpty());
    }
  }
  void flatPoliciesAreBoundToTheirModel() {
    const auto other = test::alexnetTable(10, 1, false);  // the same decisions, other accuracies
    const auto flat = std::make_shared<const PolicyFile>(trained("sac-d"));
    QCOMPARE(
        test::faultIn(test::refusal<UsageError>([&] { LearnedPolicy(flat, *other, "theirs"); }), {"ours", "theirs"}),
        QByteArray());
    QCOMPARE(test::faultIn(test::refusal<UsageError>([&] { LearnedPolicy(flat, *other, "ours"); }), {"ours"}),
             QByteArray());
    // Other machines are no other model, and features carry over to any.
    const auto slower = test::alexnetTable(40, 2);
    LearnedPolicy(flat, *slower, "ours").decide(seen(20));
    const auto features = std::make_shared<const PolicyFile>(trained("sac-d-features"));
    const int decision = LearnedPolicy(features, *other, "theirs").decide(seen(20));
    QVERIFY(other->at(decision).known);
  }
  void byName() {
    const auto table = test::alexnetTable();
    const PolicyContext context{*table, {}, 1, "ours"};
    writePolicyFile(path("n.cleavepolicy"), trained("sac-d"));
    const std::string file = path("n.cleavepolicy").string();
    const int decision = makeAnyPolicy("sac-d:" + file, context)->decide(seen(20));
    QCOMPARE(makeAnyPolicy("policy:" + file, context)->decide(seen(20)), decision);
    QVERIFY(makeAnyPolicy("greedy", context) != nullptr);
    QVERIFY(makeAnyPolicy("fixed:5/4/8", context) != nullptr);
    QCOMPARE(test::faultIn(test::refusal<UsageError>([&] { makeAnyPolicy("full-feedback:" + file, context); }),
                           {"trained by sac-d", "sac-d:" + file}),
             QByteArray());
    QCOMPARE(test::faultIn(test::refusal<UsageError>([&] { makeAnyPolicy("best", context); }),
                           {"best", "greedy-safe", "sac-d:FILE", "policy:FILE"}),
             QByteArray());
    QCOMPARE(test::faultIn(test::refusal([&] { makeAnyPolicy("sac-d:/no/such", context); }), {"/no/such"}),
             QByteArray());
    QVERIFY(!namesPolicyFile("sac-d") && !namesPolicyFile("sac-d:") && !namesPolicyFile("fixed:5/4/8"));
  }
  void settings() {
    Recipe recipe = recipeFor("sac-d");
    set(recipe, "learning_rate=0.5");
    set(recipe, "hidden=8x16x4");
    set(recipe, "mean_critics=0");
    const std::string text = toText(recipe);
    for (const char* part : {" learning_rate=0.5", " hidden=8x16x4", " mean_critics=0", "steps="}) {
      QVERIFY2(text.find(part) != std::string::npos, text.c_str());
    }
    QVERIFY(hiddenOf(recipe) == (std::vector<std::size_t>{8, 16, 4}));
    QCOMPARE(test::faultIn(test::refusal<UsageError>([] { recipeFor("sarsa"); }), {"sarsa", "sac-d-features"}),
             QByteArray());
    for (const char* wrong : {"speed=1", "learning_rate", "learning_rate=", "learning_rate=fast", "learning_rate=-1",
                              "learning_rate=nan", "batch=1.5", "batch=0", "hidden=0", "hidden=8x", "hidden=x",
                              "hidden=1x1x1x1x1x1x1x1x1", "mean_critics=2", "rate=-1"}) {
      const std::string said = test::refusal<UsageError>([&] { set(recipe, wrong); });
      QVERIFY2(test::faultIn(said, {}).isEmpty() || said.size() > 400, (std::string(wrong) + ": " + said).c_str());
      QVERIFY2(said.find("not refused") == std::string::npos, wrong);
    }
    Recipe reference = recipeFor("full-feedback");
    QVERIFY_THROWS_EXCEPTION(UsageError, set(reference, "discount=0.5"));  // it would change nothing
  }
  void earlierNamesOfSettingsAreTaken() {
    Recipe recipe = recipeFor("sac-d");
    set(recipe, "rate=0.5");
    set(recipe, "lanes=2");
    QVERIFY(toText(recipe).find("num_envs=2 ") != std::string::npos);
    QVERIFY(toText(recipe).find(" learning_rate=0.5 ") != std::string::npos);
    QCOMPARE(recipeFor("hindsight-features").algorithm, std::string("full-feedback-features"));
    QVERIFY(isAlgorithm("hindsight") && !isAlgorithm("foresight"));
    std::string all;
    for (const auto& name : algorithmNames()) all += ' ' + toText(recipeFor(name));
    for (const auto& [old, current] : legacy::kSettings) {
      QVERIFY2(all.find(' ' + std::string(current) + '=') != std::string::npos, std::string(current).c_str());
      QVERIFY2(all.find(' ' + std::string(old) + '=') == std::string::npos, std::string(old).c_str());
    }
    for (const auto& [old, current] : legacy::kAlgorithms) QVERIFY(isAlgorithm(std::string(current)));
  }
  void filesOfEarlierNamesRead() {
    const std::string old =
        R"({"algorithm":"hindsight","settings":"steps=400 lanes=4 rate=0.001 explore=0.1 target_share=0.005",)"
        R"("seed":3,"model":"ours","model_mark":"12","device":"d","edge":"e","table_mark":"34","scenario":"s",)"
        R"("traces":[]})";
    const Provenance provenance = provenanceFromJson(old);
    QCOMPARE(provenance.algorithm, std::string("full-feedback"));
    QCOMPARE(provenance.settings, std::string("steps=400 num_envs=4 learning_rate=0.001 epsilon=0.1 tau=0.005"));
    QCOMPARE(provenance.modelDigest, std::string("12"));
    QCOMPARE(provenance.tableDigest, std::string("34"));
    // Written with the new names only, which read back as the same.
    const std::string written = toJson(provenance);
    for (const char* name : {"mark", "hindsight", "lanes", " rate", "explore", "share"}) {
      QVERIFY2(written.find(name) == std::string::npos, written.c_str());
    }
    QVERIFY(provenanceFromJson(written) == provenance);
  }
  void checkpointsOfEarlierNamesGoOn() {
    PolicyTraining training(task(), shortRecipe("sac-d"), 3);
    std::stop_source stop;
    QVERIFY_THROWS_EXCEPTION(Cancelled,
                             training.run([&](const TrainingProgress&) { stop.request_stop(); }, stop.get_token()));
    training.writeCheckpoint(path("old.checkpoint"));
    StateFile content = readStateFile(path("old.checkpoint"), "cleave-policy-training");
    for (const auto& [from, to] : {std::pair{" num_envs=", " lanes="}, std::pair{" learning_rate=", " rate="},
                                   std::pair{"model_digest", "model_mark"}, std::pair{"table_digest", "table_mark"}}) {
      content.header = test::replaced(content.header, from, to);
    }
    writeStateFile(path("old.checkpoint"), "cleave-policy-training", content);
    PolicyTraining second(task(), shortRecipe("sac-d"), 3);
    second.resume(path("old.checkpoint"));
    QCOMPARE(second.step(), std::int64_t{200});
  }
  void checkpointsGoOnExactly() {
    PolicyTraining whole(task(), shortRecipe("sac-d"), 3);
    whole.run(kQuiet, {});
    std::stop_source stop;
    PolicyTraining first(task(), shortRecipe("sac-d"), 3);
    QVERIFY_THROWS_EXCEPTION(Cancelled,
                             first.run([&](const TrainingProgress&) { stop.request_stop(); }, stop.get_token()));
    first.writeCheckpoint(path("c.checkpoint"));
    PolicyTraining second(task(), shortRecipe("sac-d"), 3);
    second.resume(path("c.checkpoint"));
    QCOMPARE(second.step(), std::int64_t{200});
    second.run(kQuiet, {});
    QVERIFY(second.policy("").weights == whole.policy("").weights);

    const auto refused = [&](const PolicyTask& other, const Recipe& recipe, std::uint64_t seed, const char* what) {
      PolicyTraining training(other, recipe, seed);
      QCOMPARE(test::faultIn(test::refusal([&] { training.resume(path("c.checkpoint")); }), {"c.checkpoint", what}),
               QByteArray());
    };
    Recipe faster = shortRecipe("sac-d");
    set(faster, "learning_rate=0.01");
    PolicyTask urgent = task();
    urgent.scenario.targetMs = 50;
    refused(task(), shortRecipe("sac-d"), 4, "seed");
    refused(task(), faster, 3, "settings");
    refused(urgent, shortRecipe("sac-d"), 3, "scenario");
    refused(task(test::alexnetTable(20, 1)), shortRecipe("sac-d"), 3, "latency table");
    refused(task(), shortRecipe("full-feedback"), 3, "algorithm");
    writeStateFile(path("c.checkpoint"), "cleave-policy-training", {toJson(second.provenance()), {'x'}});
    refused(task(), shortRecipe("sac-d"), 3, "delete it");
  }
  void anotherTraceIsAnotherTraining() {
    const auto trace = path("t.csv");
    std::ofstream(trace) << "time_s,mbps\n0,10\n1,2\n2,30\n";
    PolicyTask on = task();
    on.traces = {trace};
    const Provenance before = provenanceOf(on, shortRecipe("sac-d"), 1);
    QCOMPARE(before.traces.at(0).name, std::string("t.csv"));
    std::ofstream(trace) << "time_s,mbps\n0,10\n1,2\n2,31\n";
    QCOMPARE(firstDifference(before, provenanceOf(on, shortRecipe("sac-d"), 1)), std::string("traces"));
    QVERIFY(digestOf(before) != digestOf(provenanceOf(on, shortRecipe("sac-d"), 1)));
  }
  void aRewordedDescriptionIsTheSameTraining() {
    PolicyTask on = task();
    on.scenario.description = "Offices are busy.";
    const Provenance before = provenanceOf(on, shortRecipe("sac-d"), 1);
    on.scenario.description = "An office in which many people share the link.";
    const Provenance reworded = provenanceOf(on, shortRecipe("sac-d"), 1);
    QCOMPARE(firstDifference(before, reworded), std::string());
    QCOMPARE(digestOf(before), digestOf(reworded));
    on.scenario.targetMs += 1;
    QVERIFY(digestOf(before) != digestOf(provenanceOf(on, shortRecipe("sac-d"), 1)));
  }
  void aScenariosOwnFilesCountToo() {
    const auto link = path("own.csv");
    const auto load = path("load.csv");
    std::ofstream(link) << "time_s,mbps\n0,10\n1,2\n";
    std::ofstream(load) << "time_s,load\n0,0.1\n1,0.5\n";
    PolicyTask on = task();
    on.scenario.link = TraceLink{link};
    on.scenario.deviceLoad = TraceLoad{load};
    const Provenance before = provenanceOf(on, shortRecipe("sac-d"), 1);
    std::ofstream(link) << "time_s,mbps\n0,10\n1,3\n";
    const Provenance other = provenanceOf(on, shortRecipe("sac-d"), 1);
    QCOMPARE(firstDifference(before, other), std::string("traces"));
    std::ofstream(load) << "time_s,load\n0,0.1\n1,0.6\n";
    QCOMPARE(firstDifference(other, provenanceOf(on, shortRecipe("sac-d"), 1)), std::string("traces"));
  }
};

}  // namespace cleave::learn

CLEAVE_TEST(cleave::learn::TestPolicyFile)
#include "test_rl_policy_file.moc"
