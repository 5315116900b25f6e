// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/layer_facts.h"

#include <QObject>
#include <QStringList>

#include "ui/theme/format.h"

namespace cleave::ui {
namespace {

double weights(const LayerDescription& layer, const Shape& input) {
  switch (layer.op) {
    case LayerOp::Conv2d:
      return static_cast<double>(layer.outputs) * static_cast<double>(input.at(0)) * layer.kernel * layer.kernel;
    case LayerOp::Linear:
      return static_cast<double>(layer.outputs) * static_cast<double>(elementCount(input));
    case LayerOp::MaxPool:
    case LayerOp::AdaptiveAvgPool:
      break;
  }
  return 0;
}

QString scaled(double value) {
  if (value < 999.5) return QString::number(value, 'f', 0);
  if (value < 999'950) return formatNumber(value / 1e3) + QStringLiteral(" k");
  return formatNumber(value / 1e6) + QStringLiteral(" M");
}

}  // namespace

QString shapeText(const Shape& shape) {
  QStringList parts;
  for (const auto size : shape) parts << QString::number(size);
  return parts.join(QStringLiteral("×"));
}

QString kindText(const LayerDescription& layer) {
  const auto window = [&](const QString& name) {
    const QString text = QStringLiteral("%1 %2×%2").arg(name).arg(layer.kernel);
    return layer.stride == 1 ? text : QObject::tr("%1, stride %2").arg(text).arg(layer.stride);
  };
  switch (layer.op) {
    case LayerOp::Conv2d:
      return window(QObject::tr("convolution"));
    case LayerOp::MaxPool:
      return window(QObject::tr("max pool"));
    case LayerOp::AdaptiveAvgPool:
      return QObject::tr("average pool to %1×%1").arg(layer.poolSize);
    case LayerOp::Linear:
      return QObject::tr("fully connected");
  }
  return {};
}

double operations(const LayerDescription& layer, const Shape& input, const Shape& output) {
  const double places = output.size() == 3 ? static_cast<double>(output[1] * output[2]) : 1;
  return 2 * weights(layer, input) * places;
}

double parameters(const LayerDescription& layer, const Shape& input) {
  const double count = weights(layer, input);
  return count > 0 ? count + layer.outputs : 0;
}

QString costText(const LayerDescription& layer, const Shape& input, const Shape& output) {
  const double work = operations(layer, input, output);
  if (work <= 0) return {};
  const QString flop = work < 1e6 ? QObject::tr("%1 kFLOP").arg(formatNumber(work / 1e3))
                                  : QObject::tr("%1 MFLOP").arg(formatNumber(work / 1e6));
  return QObject::tr("%1 · %2 parameters").arg(flop, scaled(parameters(layer, input)));
}

}  // namespace cleave::ui
