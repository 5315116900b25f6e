// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "rl/nn/kernels.h"
#include "tests/main/test_main.h"
#include "tests/rl/random_matrix.h"

Q_DECLARE_METATYPE(const cleave::learn::Kernels*)

// The learners' inner loops, for every instruction set that this processor has, against the plainest loops.
namespace cleave::learn {
namespace {

using test::randomMatrix;

void eachKernels() {
  QTest::addColumn<const Kernels*>("kernels");
  for (const Kernels* one : availableKernels()) QTest::newRow(one->name) << one;
}

// A B, in the order of the indices.
Matrix product(const Matrix& a, const Matrix& b) {
  Matrix c(a.rows(), b.columns());
  for (std::size_t i = 0; i < c.rows(); ++i) {
    for (std::size_t j = 0; j < c.columns(); ++j) {
      for (std::size_t l = 0; l < a.columns(); ++l) c.row(i)[j] += a.row(i)[l] * b.row(l)[j];
    }
  }
  return c;
}

Matrix transposeOf(const Matrix& from) {
  Matrix to(from.columns(), from.rows());
  for (std::size_t i = 0; i < from.rows(); ++i) {
    for (std::size_t j = 0; j < from.columns(); ++j) to.row(j)[i] = from.row(i)[j];
  }
  return to;
}

// The largest difference, padding included.
float apart(const Matrix& a, const Matrix& b) {
  float most = a.size() == b.size() ? 0.0F : 1e9F;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    most = std::max(most, std::abs(a.data()[i] - b.data()[i]));
  }
  return most;
}

}  // namespace

class TestKernels : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void oneIsChosen() { QCOMPARE(&kernels(), availableKernels().back()); }
  void productsOfAllShapes_data() { eachKernels(); }
  void productsOfAllShapes() {
    QFETCH(const Kernels*, kernels);
    FastRandom random(1, 0);
    for (const std::size_t m : {1U, 2U, 3U, 7U, 8U, 9U, 20U}) {
      for (const std::size_t n : {16U, 32U, 48U, 80U}) {
        const std::size_t k = 5 + m;
        const Matrix a = randomMatrix(m, k, random);
        const Matrix at = transposeOf(a);
        const Matrix b = randomMatrix(k, n, random);
        const Matrix bias = randomMatrix(1, n, random);
        const Matrix before = randomMatrix(m, n, random);
        const Matrix plain = product(a, b);

        Matrix c(m, n);
        kernels->multiply(m, n, k, a.data(), a.stride(), 1, b.data(), b.stride(), c.data(), c.stride(), false);
        QVERIFY(apart(c, plain) < 1e-4F);

        Matrix wanted = plain;
        for (std::size_t i = 0; i < wanted.size(); ++i) wanted.data()[i] += before.data()[i];
        c = before;
        kernels->multiply(m, n, k, at.data(), 1, at.stride(), b.data(), b.stride(), c.data(), c.stride(), true);
        QVERIFY(apart(c, wanted) < 1e-4F);

        for (std::size_t i = 0; i < wanted.size(); ++i) {
          wanted.data()[i] = before.data()[i] > 0 ? plain.data()[i] : 0;
        }
        kernels->multiplyGated(m, n, k, a.data(), a.stride(), b.data(), b.stride(), before.data(), c.data(),
                               c.stride());
        QVERIFY(apart(c, wanted) < 1e-4F);

        for (const bool relu : {false, true}) {
          for (std::size_t i = 0; i < m; ++i) {
            for (std::size_t j = 0; j < n; ++j) {
              const float sum = plain.row(i)[j] + bias.row(0)[j];
              wanted.row(i)[j] = relu ? std::max(sum, 0.0F) : sum;
            }
          }
          kernels->affine(m, n, k, a.data(), a.stride(), b.data(), b.stride(), bias.data(), relu, c.data(), c.stride());
          QVERIFY(apart(c, wanted) < 1e-4F);
        }
      }
    }
  }
  void transposes_data() { eachKernels(); }
  void transposes() {
    QFETCH(const Kernels*, kernels);
    FastRandom random(2, 0);
    for (const std::size_t rows : {1U, 4U, 15U, 16U, 33U}) {
      for (const std::size_t columns : {1U, 8U, 16U, 20U, 48U}) {
        const Matrix from = randomMatrix(rows, columns, random);
        const Matrix wanted = transposeOf(from);
        Matrix to(columns, rows);
        kernels->transpose(rows, columns, from.data(), from.stride(), to.data(), to.stride(), false);
        QCOMPARE(apart(to, wanted), 0.0F);
        kernels->transpose(rows, columns, from.data(), from.stride(), to.data(), to.stride(), true);
        for (std::size_t i = 0; i < to.size(); ++i) QCOMPARE(to.data()[i], 2 * wanted.data()[i]);
      }
    }
  }
  void onePickOfEachRow_data() { eachKernels(); }
  void onePickOfEachRow() {
    QFETCH(const Kernels*, kernels);
    FastRandom random(3, 0);
    const Matrix hidden = randomMatrix(30, 40, random);
    const Matrix weights = randomMatrix(7, 40, random);
    const Matrix bias = randomMatrix(1, 7, random);
    const Matrix slopes = randomMatrix(1, 30, random);
    std::vector<std::size_t> outputs;
    for (int i = 0; i < 30; ++i) outputs.push_back(random.below(7));
    std::vector<float> values(30);
    kernels->pick(30, hidden.stride(), hidden.data(), weights.data(), bias.data(), outputs.data(), values.data());
    std::vector<float> firsts(30);
    kernels->pick(30, hidden.stride(), hidden.data(), weights.data(), bias.data(), nullptr, firsts.data());
    const Matrix all = product(hidden, transposeOf(weights));
    Matrix weightsWanted(7, 40);
    Matrix biasWanted(1, 7);
    Matrix hiddenWanted(30, 40);
    for (std::size_t i = 0; i < 30; ++i) {
      QVERIFY(std::abs(values[i] - all.row(i)[outputs[i]] - bias.row(0)[outputs[i]]) < 1e-4F);
      QVERIFY(std::abs(firsts[i] - all.row(i)[0] - bias.row(0)[0]) < 1e-4F);
      const float slope = slopes.row(0)[i];
      biasWanted.row(0)[outputs[i]] += slope;
      for (std::size_t j = 0; j < 40; ++j) {
        weightsWanted.row(outputs[i])[j] += slope * hidden.row(i)[j];
        if (hidden.row(i)[j] > 0) hiddenWanted.row(i)[j] = slope * weights.row(outputs[i])[j];
      }
    }
    Matrix weightGradients(7, 40);
    Matrix biasGradients(1, 7);
    Matrix hiddenGradient(30, 40);
    kernels->pickBack(30, hidden.stride(), hidden.data(), weights.data(), outputs.data(), slopes.data(),
                      weightGradients.data(), biasGradients.data(), hiddenGradient.data());
    QVERIFY(apart(weightGradients, weightsWanted) < 1e-4F);
    QVERIFY(apart(biasGradients, biasWanted) < 1e-4F);
    QVERIFY(apart(hiddenGradient, hiddenWanted) < 1e-6F);
  }
  void rowsAreGatheredAndColumnsAdded_data() { eachKernels(); }
  void rowsAreGatheredAndColumnsAdded() {
    QFETCH(const Kernels*, kernels);
    FastRandom random(4, 0);
    const Matrix from = randomMatrix(9, 20, random);
    const std::vector<std::size_t> rows{8, 0, 3, 3};
    Matrix to(rows.size(), 20);
    kernels->gather(rows.size(), from.stride(), from.data(), rows.data(), to.data());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (std::size_t j = 0; j < 20; ++j) QCOMPARE(to.row(i)[j], from.row(rows[i])[j]);
    }
    Matrix sums(1, 20);
    kernels->addColumns(from.rows(), from.stride(), from.data(), sums.data());
    kernels->addColumns(from.rows(), from.stride(), from.data(), sums.data());
    for (std::size_t j = 0; j < 20; ++j) {
      float sum = 0;
      for (std::size_t i = 0; i < 9; ++i) sum += from.row(i)[j];
      QVERIFY(std::abs(sums.row(0)[j] - 2 * sum) < 1e-5F);
    }
  }
  void softmaxLeavesOutWhatMayNotBe_data() { eachKernels(); }
  void softmaxLeavesOutWhatMayNotBe() {
    QFETCH(const Kernels*, kernels);
    Matrix scores(1, 20);
    Matrix allowed(1, 20);
    Matrix logs(1, 20);
    Matrix chances(1, 20);
    FastRandom random(2, 0);
    double total = 0;
    for (std::size_t j = 0; j < 20; ++j) {
      scores.row(0)[j] = static_cast<float>(5 * random.normal()) + (j == 3 ? 500.0F : 0.0F);
      allowed.row(0)[j] = j % 3 != 0 ? 1.0F : 0.0F;  // the largest, 3, is not allowed
      if (j % 3 != 0) total += std::exp(static_cast<double>(scores.row(0)[j]));
    }
    kernels->softmax(scores.stride(), scores.data(), allowed.data(), logs.data(), chances.data());
    double sum = 0;
    for (std::size_t j = 0; j < scores.stride(); ++j) {
      const bool may = j < 20 && j % 3 != 0;
      const double expected = may ? std::exp(static_cast<double>(scores.row(0)[j])) / total : 0;
      QVERIFY(std::abs(static_cast<double>(chances.data()[j]) - expected) < 1e-6);
      QVERIFY(std::isfinite(logs.data()[j]));
      if (may) QVERIFY(std::abs(static_cast<double>(logs.data()[j]) - std::log(expected)) < 1e-4);
      if (!may) QCOMPARE(logs.data()[j], 0.0F);
      sum += static_cast<double>(chances.data()[j]);
    }
    QVERIFY(std::abs(sum - 1) < 1e-5);
  }
};

}  // namespace cleave::learn

CLEAVE_TEST(cleave::learn::TestKernels)
#include "test_rl_kernels.moc"
