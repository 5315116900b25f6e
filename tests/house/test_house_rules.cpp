// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "tests/house/source_rules.h"
#include "tests/house/tree_rules.h"
#include "tests/main/test_main.h"

// The rules themselves, on files made up to break them.
namespace cleave::house {

class TestHouseRules : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void readsIncludes();
  void includes_data();
  void includes();
  void forms();
  void circlesBetweenFolders();
  void classesOverSeveralFiles();
};

void TestHouseRules::readsIncludes() {
  const auto headers =
      includesOf("#include <vector>\n  #  include \"core/types/error.h\"  // why\n// #include <no.h>\n#define X\n");
  QVERIFY((headers == std::vector<std::string>{"vector", "core/types/error.h"}));
}

void TestHouseRules::includes_data() {
  QTest::addColumn<QString>("path");
  QTest::addColumn<QString>("header");
  QTest::addColumn<bool>("allowed");
  const auto row = [](const char* path, const char* header, bool allowed) {
    QTest::addRow("%s %s %s", path, allowed ? "includes" : "must not include", header) << path << header << allowed;
  };
  row("core/types/a.cpp", "vector", true);
  row("core/types/a.cpp", "QString", false);
  row("core/types/a.cpp", "torch/torch.h", false);
  row("core/types/a.cpp", "boost/asio.hpp", false);
  row("core/types/a.cpp", "net/wire/limits.h", false);
  row("core/types/a.cpp", "rl/policies/policy.h", false);
  row("core/types/a.cpp", "../codec/quantizer.h", false);
  row("core/bundle/a.cpp", "QFile", true);
  row("core/bundle/a.cpp", "quazip.h", true);
  row("core/model/a.cpp", "quazip.h", false);
  row("core/network/a.cpp", "torch/torch.h", true);
  row("core/network/weights.h", "torch/torch.h", true);
  row("core/network/activation.h", "torch/torch.h", false);
  row("core/network/network_runtime.h", "ATen/ATen.h", false);
  row("core/train/trainer.h", "torch/torch.h", false);
  row("core/train/trainer.cpp", "c10/core/Device.h", true);
  row("net/tcp/a.cpp", "boost/asio.hpp", true);
  row("net/tcp/a.cpp", "openssl/ssl.h", true);
  row("net/tcp/a.cpp", "core/types/decision.h", true);
  row("net/tcp/a.cpp", "core/network/network_runtime.h", false);
  row("net/tcp/a.cpp", "QObject", false);
  row("net/tcp/a.cpp", "ATen/ATen.h", false);
  row("net/tcp/a.cpp", "rl/policies/policy.h", false);
  row("rl/nn/a.cpp", "torch/torch.h", false);
  row("rl/nn/a.cpp", "core/types/random.h", true);
  row("rl/nn/a.cpp", "core/network/network_runtime.h", false);
  row("core/types/a.cpp", "core/model/model.h", false);
  row("core/train/a.cpp", "core/model/model.h", true);
  row("net/wire/a.cpp", "net/session/edge_session.h", false);
  row("net/tcp/a.cpp", "net/wire/limits.h", true);
  row("net/tcp/a.cpp", "core/codec/quantizer.h", false);
  row("ui/panels/a.cpp", "core/profile/latency_profile.h", false);
  row("ui/panels/a.cpp", "core/statistics/quantile.h", true);
  row("core/statistics/a.cpp", "core/model/model.h", false);
  row("app/runs/a.cpp", "rl/policies/policy.h", false);
  row("app/runs/a.cpp", "rl/observe/observation.h", true);
  row("app/agent/a.cpp", "app/experiment/experiment.h", false);
  row("app/elsewhere/a.cpp", "core/types/error.h", false);
  row("rl/a.cpp", "net/wire/host_port.h", false);
  row("rl/a.cpp", "QtCore/QString", false);
  row("rl/a.cpp", "core/bundle/bundle.h", false);
  row("ui/a.cpp", "QWidget", true);
  row("ui/a.cpp", "core/types/request_record.h", true);
  row("ui/a.cpp", "core/model/model.h", false);
  row("ui/a.cpp", "rl/policies/policy.h", false);
  row("ui/a.cpp", "net/wire/host_port.h", false);
  row("ui/a.cpp", "app/workbench/window/workbench.h", false);
  row("ui/a.cpp", "torch/torch.h", false);
  row("app/workbench/a.cpp", "rl/policies/policy.h", true);
  row("app/workbench/a.cpp", "ui/panels/panel.h", true);
  row("app/workbench/a.cpp", "core/network/network_runtime.h", true);
  row("app/workbench/a.cpp", "core/network/weights.h", false);
  row("app/workbench/a.cpp", "core/train/checkpoint.h", false);
  row("app/workbench/a.cpp", "torch/torch.h", false);
  row("app/workbench/a.cpp", "tests/core/tiny.h", false);
}

void TestHouseRules::includes() {
  QFETCH(QString, path);
  QFETCH(QString, header);
  QFETCH(bool, allowed);
  const std::string text =
      "// SPDX-License-Identifier: GPL-3.0-or-later\n#pragma once\n#include <" + header.toStdString() + ">\n";
  const auto found = violations(path.toStdString(), text);
  QCOMPARE(found.size(), allowed ? std::size_t{0} : std::size_t{1});
  if (!allowed) QVERIFY(found[0].find("includes " + header.toStdString()) != std::string::npos);
}

void TestHouseRules::forms() {
  const std::string spdx = "// SPDX-License-Identifier: GPL-3.0-or-later\n";
  QVERIFY(violations("core/types/a.h", spdx + "#pragma once\n").empty());
  QVERIFY(violations("core/a.cmake", "# SPDX-License-Identifier: GPL-3.0-or-later\n").empty());
  QCOMPARE(violations("core/types/a.h", spdx).size(), std::size_t{1});
  QCOMPARE(violations("core/types/a.cpp", "int a;\n" + spdx).size(), std::size_t{1});
  QCOMPARE(violations("core/a.cmake", "").size(), std::size_t{1});
  QCOMPARE(violations("core/types/BigName.cpp", spdx).size(), std::size_t{1});
  QVERIFY(violations("core/types/a.cpp", spdx + std::string(499, '\n')).empty());
  QCOMPARE(violations("core/types/a.cpp", spdx + std::string(500, '\n')).size(), std::size_t{1});
  QCOMPARE(lineCount("a\nb"), 2);
  QCOMPARE(lineCount(""), 0);
}

void TestHouseRules::circlesBetweenFolders() {
  Tree tree{{"a/x.h", ""}, {"a/y.h", "#include \"b/x.h\"\n"}, {"b/x.h", "#include \"c/x.h\"\n"}, {"c/x.h", ""}};
  QVERIFY(circles(tree).empty());
  tree["c/y.cpp"] = "#include <vector>\n#include \"a/x.h\"\n";
  const auto found = circles(tree);
  QCOMPARE(found.size(), std::size_t{1});
  for (const char* step : {"a/y.h includes b/x.h", "b/x.h includes c/x.h", "c/y.cpp includes a/x.h"}) {
    QVERIFY2(found[0].find(step) != std::string::npos, found[0].c_str());
  }
}

void TestHouseRules::classesOverSeveralFiles() {
  const Tree tree{{"ui/a.cpp", "A::A() {}\nvoid A::paint(QPaintEvent* event) {\n  B::call(1);\n}\n"},
                  {"ui/a_mouse.cpp", "bool A::hit(int x) const {}\n"},
                  {"ui/b.cpp", "B B::call(int) {}\nint x = A::make(3);\nvoid f() {\n  A::g();\n}\n"},
                  {"net/a.cpp", "A::~A() {}\n"}};
  const auto found = spreadClasses(tree);
  QCOMPARE(found.size(), std::size_t{1});
  QCOMPARE(found.begin()->first, std::string("ui: A"));
  QCOMPARE(found.begin()->second.size(), std::size_t{2});
}

}  // namespace cleave::house

CLEAVE_TEST(cleave::house::TestHouseRules)
#include "test_house_rules.moc"
