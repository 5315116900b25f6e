// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/house/source_rules.h"
#include "tests/house/tree_rules.h"
#include "tests/main/test_main.h"

// The rules on the tree as it stands.
namespace cleave::house {
namespace {

namespace fs = std::filesystem;

struct Source {
  std::string path;  ///< from the repository's root
  std::string text;
};

std::vector<Source> sources() {
  const fs::path root(CLEAVE_SOURCE_DIR);
  std::vector<Source> found;
  for (const char* folder : {"app", "core", "net", "rl", "ui", "tests", "resources"}) {
    if (!fs::exists(root / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const auto extension = entry.path().extension();
      const bool wanted = extension == ".h" || extension == ".cpp" || extension == ".cmake" ||
                          entry.path().filename() == "CMakeLists.txt";
      const auto stub = entry.path().string().find("/forbid_torch/");  // torch's own names, to refuse them
      if (!entry.is_regular_file() || !wanted || stub != std::string::npos) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      found.push_back({fs::relative(entry.path(), root).generic_string(), {std::istreambuf_iterator<char>(in), {}}});
    }
  }
  return found;
}

bool isProduct(const Source& source) {
  return (source.path.ends_with(".h") || source.path.ends_with(".cpp")) && !source.path.starts_with("tests/") &&
         !source.path.starts_with("resources/");
}

Tree product() {
  Tree tree;
  for (auto& source : sources()) {
    if (isProduct(source)) tree.emplace(source.path, source.text);
  }
  return tree;
}

}  // namespace

class TestHouseTree : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void followsTheRules();
  void filesAreSmall();
  void includesExist();
  void foldersHaveNoCircles();
  void classesHaveOneFile();
};

void TestHouseTree::followsTheRules() {
  const auto all = sources();
  QVERIFY2(all.size() > 50, "the tree was not found");
  QByteArray found;
  for (const auto& source : all) {
    for (const auto& violation : violations(source.path, source.text)) found += "\n" + QByteArray(violation.c_str());
  }
  QVERIFY2(found.isEmpty(), found.constData());
}

// Median at most 100 lines, nine in ten at most 300.
void TestHouseTree::filesAreSmall() {
  std::vector<int> lengths;
  for (const auto& source : sources()) {
    if (isProduct(source)) lengths.push_back(lineCount(source.text));
  }
  std::ranges::sort(lengths);
  QVERIFY(lengths.size() > 30);
  QVERIFY2(lengths[lengths.size() / 2] <= 100, qPrintable(QString::number(lengths[lengths.size() / 2])));
  QVERIFY2(lengths[lengths.size() * 9 / 10] <= 300, qPrintable(QString::number(lengths[lengths.size() * 9 / 10])));
}

// Every quoted include names a file of the tree from its root, so that the rules above see all of them.
void TestHouseTree::includesExist() {
  const fs::path root(CLEAVE_SOURCE_DIR);
  for (const auto& source : sources()) {
    if (!isProduct(source)) continue;
    for (const auto& header : includesOf(source.text)) {
      const bool system = source.text.find("<" + header + ">") != std::string::npos;
      const bool generated = header.ends_with(".moc") || header.starts_with("ui_") || header.starts_with("moc_");
      if (system || generated) continue;
      QVERIFY2(fs::exists(root / header), (source.path + " includes " + header).c_str());
    }
  }
}

void TestHouseTree::foldersHaveNoCircles() {
  const Tree tree = product();
  QVERIFY(tree.size() > 50);
  QByteArray found;
  for (const auto& circle : circles(tree)) found += "\n" + QByteArray(circle.c_str());
  QVERIFY2(found.isEmpty(), found.constData());
}

// A class that needs several files is several classes. An exception is an agreement to mend it, or says why it stays.
void TestHouseTree::classesHaveOneFile() {
  const std::map<std::string, std::string> exceptions{
      {"net/session: EdgeSession", "to be rebuilt with sessions that outlive their connection"},
      {"core/bundle: ZipArchive", "one of two files is built: with QuaZip, or without zip for training alone"},
  };
  QByteArray found;
  for (const auto& [name, files] : spreadClasses(product())) {
    if (!exceptions.contains(name))
      found += "\n" + QByteArray(name.c_str()) + " is in " + files.begin()->c_str() + "...";
  }
  QVERIFY2(found.isEmpty(), found.constData());
}

}  // namespace cleave::house

CLEAVE_TEST(cleave::house::TestHouseTree)
#include "test_house_tree.moc"
