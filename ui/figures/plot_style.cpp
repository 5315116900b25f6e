// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/plot_style.h"

#include <algorithm>
#include <array>

#include "ui/figures/series_style.h"

namespace cleave::ui {
namespace {

constexpr double kPlain = 0.75;
constexpr double kThin = 0.7;  // what is measured scatters, and shall not hide what it is compared with

/// Blue first: vermilion is what devices have.
PlotStyle seriesStyle(std::size_t colour, std::size_t index) {
  constexpr std::array dashes{Dash::Solid, Dash::Dashed, Dash::DashDot, Dash::Dotted};
  const QColor ink = paper::seriesColour(colour + 1);
  return {ink, paleInk(ink), dashes[index % dashes.size()], paper::seriesMarker(index)};
}

}  // namespace

QColor paleInk(const QColor& colour) {
  return QColor::fromRgbF(static_cast<float>(0.75 + 0.25 * colour.redF()),
                          static_cast<float>(0.75 + 0.25 * colour.greenF()),
                          static_cast<float>(0.75 + 0.25 * colour.blueF()));
}

std::vector<PlotStyle> stylesOf(const PlotData& data) {
  using Meaning = PlotCurve::Meaning;
  const auto lines = std::ranges::count_if(data.curves, [](const PlotCurve& curve) {
    return curve.kind == PlotCurve::Kind::Line || curve.kind == PlotCurve::Kind::Step;
  });
  std::vector<PlotStyle> styles;
  std::size_t series = 0;
  for (const PlotCurve& curve : data.curves) {
    switch (curve.meaning) {
      case Meaning::Device:
        styles.push_back({paper::kDevice, paper::kDeviceFill});
        break;
      case Meaning::Link:
        styles.push_back(
            {paper::kLink, paper::kLinkFill, Dash::Solid, MarkerShape::Diamond, lines > 1 ? kThin : paper::kLine});
        break;
      case Meaning::Edge:
        styles.push_back({paper::kEdge, paper::kEdgeFill, lines > 1 ? Dash::Dashed : Dash::Solid, MarkerShape::Square});
        break;
      case Meaning::Exit:
        styles.push_back({paper::kExit, paper::kExitFill});
        break;
      case Meaning::Violation:
        styles.push_back({paper::kViolation, paleInk(paper::kViolation), Dash::Solid, MarkerShape::Cross});
        break;
      case Meaning::Plain:
        styles.push_back({paper::kInk, paleInk(paper::kInk), Dash::Solid, MarkerShape::Disc, kPlain});
        break;
      case Meaning::Series:
        styles.push_back(seriesStyle(curve.palette < 0 ? series : static_cast<std::size_t>(curve.palette), series));
        ++series;
        break;
    }
  }
  return styles;
}

}  // namespace cleave::ui
