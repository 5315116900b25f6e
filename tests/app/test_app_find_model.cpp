// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <filesystem>
#include <fstream>
#include <string>

#include "app/common/find_model.h"
#include "app/common/find_program.h"
#include "core/types/error.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

namespace fs = std::filesystem;

// A tree of folders and empty files; the working folder, which is looked into first, is an empty one of its own.
class Layout {
 public:
  Layout() : before_(fs::current_path()) {
    fs::create_directories(root() / "elsewhere");
    fs::current_path(root() / "elsewhere");
  }
  ~Layout() { fs::current_path(before_); }
  Layout(const Layout&) = delete;
  Layout& operator=(const Layout&) = delete;

  fs::path root() const { return folder_.path().toStdString(); }
  fs::path put(const fs::path& name) const {
    fs::create_directories((root() / name).parent_path());
    std::ofstream file(root() / name);
    return root() / name;
  }

 private:
  QTemporaryDir folder_;
  fs::path before_;
};

const fs::path kModel = fs::path("models") / "alexnet-fashion.cleavemodel";

// What is said where no model is found.
std::string refusal(const DataPlaces& places) {
  try {
    return "found " + findDefaultModel(places).string();
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace

class TestFindModel : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aBuildTreeUsesItsSources();
  void anInstallationUsesItsShare();
  void theWorkingFolderGoesFirst();
  void theVariableGoesBeforeAllPlaces();
  void theVariableIsRead();
  void nothingFoundIsSaidWithTheWayOut();
  void aWrongVariableIsNamed();
  void programsAreFoundBesideOneAnother();
};

void TestFindModel::aBuildTreeUsesItsSources() {
  const Layout layout;
  const auto model = layout.put(kModel);
  for (const auto* program : {"build/release/bin/cleave", "build/release/tests/test_app"}) {
    QCOMPARE(findDefaultModel({layout.root() / program, {}}), model);
  }
}

void TestFindModel::anInstallationUsesItsShare() {
  const Layout layout;
  const auto model = layout.put(fs::path("prefix/share/cleave") / kModel);
  QCOMPARE(findDefaultModel({layout.root() / "prefix/bin/cleave", {}}), model);
}

void TestFindModel::theWorkingFolderGoesFirst() {
  const Layout layout;
  layout.put(fs::path("prefix/share/cleave") / kModel);
  layout.put(fs::path("elsewhere") / kModel);
  QCOMPARE(findDefaultModel({layout.root() / "prefix/bin/cleave", {}}), kModel);
}

void TestFindModel::theVariableGoesBeforeAllPlaces() {
  const Layout layout;
  layout.put(fs::path("prefix/share/cleave") / kModel);
  layout.put(fs::path("elsewhere") / kModel);
  const auto model = layout.put(fs::path("data") / kModel);
  QCOMPARE(findDefaultModel({layout.root() / "prefix/bin/cleave", layout.root() / "data"}), model);
}

void TestFindModel::theVariableIsRead() {
  const QByteArray before = qgetenv("CLEAVE_DATA_DIR");
  qputenv("CLEAVE_DATA_DIR", "/some/where");
  const DataPlaces set = dataPlaces();
  qunsetenv("CLEAVE_DATA_DIR");
  const DataPlaces unset = dataPlaces();
  if (!before.isEmpty()) qputenv("CLEAVE_DATA_DIR", before);
  QCOMPARE(set.dataFolder, fs::path("/some/where"));
  QCOMPARE(set.program, fs::path(QCoreApplication::applicationFilePath().toStdString()));
  QVERIFY(unset.dataFolder.empty());
}

void TestFindModel::nothingFoundIsSaidWithTheWayOut() {
  const Layout layout;
  const auto sentence = refusal({layout.root() / "prefix/bin/cleave", {}});
  for (const auto& part : {std::string("No model was found"), kModel.string(), std::string("the working folder"),
                           (layout.root() / "prefix/bin/cleave").string(), std::string("CLEAVE_DATA_DIR")}) {
    QVERIFY2(sentence.find(part) != std::string::npos, sentence.c_str());
  }
}

void TestFindModel::aWrongVariableIsNamed() {
  const Layout layout;
  layout.put(fs::path("prefix/share/cleave") / kModel);  // not used in its stead: whoever set it wants another
  const auto sentence = refusal({layout.root() / "prefix/bin/cleave", layout.root() / "typo"});
  QVERIFY2(sentence.find("CLEAVE_DATA_DIR is set to " + (layout.root() / "typo").string()) != std::string::npos,
           sentence.c_str());
}

void TestFindModel::programsAreFoundBesideOneAnother() {
  const Layout layout;
  const auto agent = layout.put("prefix/bin/cleave-agent");
  QCOMPARE(findProgram("cleave-agent", layout.root() / "prefix/bin/cleave"), agent);
  QCOMPARE(findProgram("cleave-agent", layout.root() / "prefix/tests/test_app"), agent);
  QCOMPARE(findProgram("cleave-cli", layout.root() / "prefix/bin/cleave"), layout.root() / "prefix/bin/cleave-cli");
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestFindModel)
#include "test_app_find_model.moc"
