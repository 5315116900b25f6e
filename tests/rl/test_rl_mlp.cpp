// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "rl/learn/adam.h"
#include "rl/learn/mlp.h"

namespace cleave::learn {
namespace {

Matrix randomMatrix(std::size_t rows, std::size_t columns, FastRandom& random) {
  Matrix matrix(rows, columns);
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) matrix.row(i)[j] = static_cast<float>(random.normal());
  }
  return matrix;
}

// Half the sum of squares of what the network says: its gradient is what it says.
double loss(const Mlp& mlp, const std::vector<float>& parameters, const Matrix& input) {
  Mlp::Tape tape;
  mlp.forward(parameters.data(), input, tape);
  double sum = 0;
  for (std::size_t i = 0; i < tape.result().rows(); ++i) {
    for (std::size_t j = 0; j < tape.result().columns(); ++j) {
      sum += 0.5 * std::pow(static_cast<double>(tape.result().row(i)[j]), 2);
    }
  }
  return sum;
}

}  // namespace

class TestMlp : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void productsOfAllShapes() {
    FastRandom random(1, 0);
    for (const std::size_t m : {1U, 2U, 3U, 7U, 8U, 9U, 20U}) {
      for (const std::size_t n : {16U, 32U, 48U, 80U}) {
        const std::size_t k = 5 + m;
        const Matrix a = randomMatrix(m, k, random);
        const Matrix at = randomMatrix(k, m, random);
        const Matrix b = randomMatrix(k, n, random);
        Matrix c = randomMatrix(m, n, random);
        const Matrix before = c;
        kernels().multiply(m, n, k, at.data(), 1, at.stride(), b.data(), b.stride(), c.data(), c.stride(), true);
        Matrix plain(m, n);
        kernels().multiply(m, n, k, a.data(), a.stride(), 1, b.data(), b.stride(), plain.data(), plain.stride(), false);
        for (std::size_t i = 0; i < m; ++i) {
          for (std::size_t j = 0; j < n; ++j) {
            float sum = before.row(i)[j];
            float other = 0;
            for (std::size_t l = 0; l < k; ++l) {
              sum += at.row(l)[i] * b.row(l)[j];
              other += a.row(i)[l] * b.row(l)[j];
            }
            QVERIFY(std::abs(c.row(i)[j] - sum) < 1e-3F);
            QVERIFY(std::abs(plain.row(i)[j] - other) < 1e-3F);
          }
        }
      }
    }
  }
  void softmaxLeavesOutWhatMayNotBe() {
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
    kernels().softmax(scores.stride(), scores.data(), allowed.data(), logs.data(), chances.data());
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
  void gradientIsTheSlope_data() {
    QTest::addColumn<std::vector<std::size_t>>("sizes");
    QTest::newRow("two hidden layers") << std::vector<std::size_t>{5, 19, 8, 3};
    QTest::newRow("none") << std::vector<std::size_t>{19, 3};
  }
  void gradientIsTheSlope() {
    QFETCH(std::vector<std::size_t>, sizes);
    FastRandom random(3, 0);
    Mlp mlp(sizes);
    std::vector<float> parameters(mlp.parameterCount());
    mlp.initialise(parameters.data(), random);
    for (auto& value : parameters) value *= 3;
    const Matrix input = randomMatrix(11, sizes[0], random);
    Mlp::Tape tape;
    mlp.forward(parameters.data(), input, tape);
    Matrix outputGradient = tape.result();
    for (std::size_t i = 0; i < outputGradient.rows(); ++i) {  // padding says nothing
      for (std::size_t j = 3; j < outputGradient.stride(); ++j) QCOMPARE(outputGradient.row(i)[j], 0.0F);
    }
    std::vector<float> gradient(parameters.size());
    mlp.backward(parameters.data(), input, tape, outputGradient, gradient.data());
    int checked = 0;
    for (std::size_t i = 0; i<parameters.size(); i += sizes.size()> 2 ? 7 : 1) {
      const float kept = parameters[i];
      constexpr float kStep = 1e-2F;
      parameters[i] = kept + kStep;
      const double above = loss(mlp, parameters, input);
      parameters[i] = kept - kStep;
      const double below = loss(mlp, parameters, input);
      parameters[i] = kept;
      const double slope = (above - below) / (2 * static_cast<double>(kStep));
      const double said = static_cast<double>(gradient[i]);
      if (std::abs(slope) > 1e-6 || std::abs(said) > 1e-6) ++checked;
      // A rectifier may bend between the two points.
      QVERIFY2(std::abs(slope - said) < 0.02 + 0.1 * std::abs(slope),
               qPrintable(QString("%1 %2 %3").arg(i).arg(slope).arg(said)));
    }
    QVERIFY(checked > 15);
  }
  void withoutHiddenLayersItIsLinear() {
    Mlp mlp({2, 3});
    std::vector<float> parameters(mlp.parameterCount());
    parameters[mlp.weightAt(0, 0, 1)] = 2;
    parameters[mlp.weightAt(0, 1, 1)] = 3;
    parameters[mlp.biasAt(0, 1)] = -20;
    Matrix input(1, 2);
    input.row(0)[0] = 1;
    input.row(0)[1] = 5;
    Mlp::Tape tape;
    mlp.forward(parameters.data(), input, tape);
    QCOMPARE(tape.result().row(0)[1], -3.0F);
    QCOMPARE(tape.result().row(0)[2], 0.0F);
  }
  void adamIsAdam() {
    // One parameter by hand: after the first step the bias corrections cancel, and it moves by the rate.
    std::vector<float> parameters(16, 1.0F);
    Adam adam(16, 0.1);
    adam.gradient.assign(16, 2.0F);
    adam.step(parameters.data());
    QVERIFY(std::abs(parameters[0] - 0.9F) < 1e-5F);
    adam.gradient.assign(16, -2.0F);
    adam.step(parameters.data());
    // mean (0.9 * 0.2 - 0.2) / 0.19 = -0.10526, root of the mean square 2
    QVERIFY(std::abs(parameters[0] - (0.9F + 0.1F * 0.10526F / 2.0F)) < 1e-4F);
  }
};

}  // namespace cleave::learn

QTEST_APPLESS_MAIN(cleave::learn::TestMlp)
#include "test_rl_mlp.moc"
