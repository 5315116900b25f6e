// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "rl/nn/mlp.h"
#include "rl/nn/optimizer.h"
#include "tests/main/test_main.h"
#include "tests/rl/random_matrix.h"

namespace cleave::learn {
namespace {

using test::randomMatrix;

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
  // More rows than a block has, each with one output picked: as if the others' gradients were 0.
  void pickedOutputsAreThoseOfTheWhole_data() {
    QTest::addColumn<std::vector<std::size_t>>("sizes");
    QTest::newRow("two hidden layers") << std::vector<std::size_t>{5, 40, 24, 21};
    QTest::newRow("no hidden layer") << std::vector<std::size_t>{5, 21};
  }
  void pickedOutputsAreThoseOfTheWhole() {
    QFETCH(std::vector<std::size_t>, sizes);
    FastRandom random(6, 0);
    Mlp mlp(sizes);
    std::vector<float> parameters(mlp.parameterCount());
    mlp.initialise(parameters.data(), random);
    const Matrix input = randomMatrix(300, 5, random);
    Mlp::Tape whole;
    mlp.forward(parameters.data(), input, whole);
    Matrix gradient(300, 21);
    std::vector<std::size_t> outputs;
    std::vector<float> slopes;
    for (std::size_t row = 0; row < 300; ++row) {
      outputs.push_back(random.below(21));
      // Every third is lost beside the others, and left out.
      slopes.push_back(static_cast<float>(random.normal()) * (row % 3 == 0 ? 1e-9F : 1.0F));
      gradient.row(row)[outputs[row]] = slopes[row];
    }
    std::vector<float> wanted(parameters.size());
    mlp.backward(parameters.data(), input, whole, gradient, wanted.data());

    Mlp::Tape tape;
    std::vector<float> values;
    mlp.forwardPicked(parameters.data(), input, outputs, tape, values);
    for (std::size_t row = 0; row < 300; ++row) {
      QVERIFY(std::abs(values[row] - whole.result().row(row)[outputs[row]]) < 1e-5F);
    }
    std::vector<float> gradients(parameters.size(), 1.0F);  // added to
    mlp.backwardPicked(parameters.data(), input, tape, outputs, slopes, gradients.data());
    float largest = 0;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      QVERIFY2(std::abs(gradients[i] - 1 - wanted[i]) < 1e-4F, qPrintable(QString::number(i)));
      largest = std::max(largest, std::abs(wanted[i]));
    }
    QVERIFY(largest > 0.1F);
  }
  void withoutSlotsTheFirstOutputIsPicked() {
    FastRandom random(7, 0);
    const Mlp mlp({5, 40, 3});
    std::vector<float> parameters(mlp.parameterCount());
    mlp.initialise(parameters.data(), random);
    const Matrix input = randomMatrix(150, 5, random);
    Mlp::Tape whole;
    mlp.forward(parameters.data(), input, whole);
    Mlp::Tape tape;
    std::vector<float> values;
    mlp.forwardPicked(parameters.data(), input, {}, tape, values);
    for (std::size_t row = 0; row < 150; ++row) {
      QVERIFY(std::abs(values[row] - whole.result().row(row)[0]) < 1e-5F);
    }
  }
  void aTapeThatKeepsNothingSaysTheSame() {
    FastRandom random(8, 0);
    const Mlp mlp({5, 40, 24, 3});
    std::vector<float> parameters(mlp.parameterCount());
    mlp.initialise(parameters.data(), random);
    const Matrix input = randomMatrix(300, 5, random);
    Mlp::Tape kept;
    Mlp::Tape lost;
    lost.keep = false;
    mlp.forward(parameters.data(), input, kept);
    mlp.forward(parameters.data(), input, lost);
    for (std::size_t row = 0; row < 300; ++row) {
      for (std::size_t j = 0; j < 3; ++j) QCOMPARE(lost.result().row(row)[j], kept.result().row(row)[j]);
    }
    QVERIFY(lost.outputs.front().rows() < 300);
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

CLEAVE_TEST(cleave::learn::TestMlp)
#include "test_rl_mlp.moc"
