// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "app/common/trained_policies.h"
#include "core/types/error.h"
#include "rl/environment/env_sampler.h"
#include "rl/environment/scenario_text.h"
#include "rl/learn/any_policy.h"
#include "rl/learn/policy_file.h"
#include "rl/predict/machines.h"
#include "shipped_model.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

// A working folder with a models/ of its own, which is looked into first.
class Folder {
 public:
  Folder() : before_(QDir::currentPath()) {
    QDir(here_.path()).mkdir(QStringLiteral("models"));
    put(QStringLiteral("alexnet-fashion.cleavemodel"));
    QDir::setCurrent(here_.path());
  }
  ~Folder() { QDir::setCurrent(before_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  void put(const QString& name) {
    QFile file(here_.filePath(QStringLiteral("models/") + name));
    QVERIFY(file.open(QIODevice::WriteOnly));
  }

 private:
  QTemporaryDir here_;
  QString before_;
};

}  // namespace

class TestTrainedPolicies : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theyAreListedByName() {
    Folder folder;
    QVERIFY(trainedPolicies().empty());
    folder.put(QStringLiteral("train.cleavepolicy"));
    folder.put(QStringLiteral("bus.cleavepolicy"));
    folder.put(QStringLiteral("bus.md"));
    QCOMPARE(trainedPolicies(), (std::vector<std::string>{"bus", "train"}));
    QCOMPARE(resolvedPolicy("trained:bus"), std::string("policy:models/bus.cleavepolicy"));
  }
  void otherTextsStayAsTheyAre() {
    for (const auto* text : {"greedy", "fixed:5/4/2", "sac-d:trained:x", "", "trained"}) {
      QCOMPARE(resolvedPolicy(text), std::string(text));
    }
  }
  void whatIsMissingIsNamedWithWhatIsThere() {
    Folder folder;
    folder.put(QStringLiteral("bus.cleavepolicy"));
    for (const auto* text : {"trained:moon", "trained:", "trained:../models/bus"}) {
      try {
        resolvedPolicy(text);
        QFAIL(text);
      } catch (const UsageError& error) {
        QVERIFY2(QByteArray(error.what()).contains("available: bus"), error.what());
      }
    }
  }
  void everyScenarioShipsOne_data() {
    QTest::addColumn<QString>("scenario");
    for (const auto& name : scenarioNames()) QTest::newRow(name.c_str()) << QString::fromStdString(name);
  }
  // As it was trained: a policy that does not know its own scenario would be a mix-up.
  void everyScenarioShipsOne() {
    QFETCH(const QString, scenario);
    const std::string name = scenario.toStdString();
    const auto file = learn::readPolicyFile(findTrainedPolicy(name));
    const Scenario trained = findScenario(name);
    QCOMPARE(learn::conditionsIn(file.provenance.scenario), learn::conditionsIn(toText(trained)));
    QVERIFY(file.provenance.settings.find(" learning_rate=0.002 ") != std::string::npos);
    const Model& model = *shippedModel();
    MachineNames machines;
    machines.device = trained.device;
    const auto table = makeTable(model.manifest, machinesFor(model.manifest, machines));
    const auto policy = learn::makeAnyPolicy(resolvedPolicy("trained:" + name), {*table, trained.reward, 1, ""});
    Setting setting = EnvSampler(trained, {}).sample(1);
    SimulatedEnvironment environment(table, setting.conditions, setting.options);
    for (int i = 0; i < 20; ++i) {
      const int decision = policy->decide(environment.observation());
      QVERIFY(table->at(decision).known);
      environment.step(decision);
    }
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestTrainedPolicies)
#include "test_app_trained_policies.moc"
