// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/device/processor_section.h"

#include <QComboBox>
#include <QFileInfo>
#include <QSignalBlocker>
#include <QSpinBox>

#include "ui/widgets/form_row.h"
#include "ui/widgets/read_slider.h"

namespace cleave::ui {
namespace {

constexpr int kMostThreads = 1024;
constexpr int kMostLoadPercent = 95;

const QString& fileEntry() {
  static const QString entry = QStringLiteral("?");
  return entry;
}

}  // namespace

ProcessorSection::ProcessorSection(QWidget* parent)
    : QWidget(parent),
      threads_(new QSpinBox),
      precision_(new QComboBox),
      emulate_(new QComboBox),
      load_(new ReadSlider(kMostLoadPercent, QStringLiteral("95 %"))) {
  QGridLayout* grid = makeForm(this);
  threads_->setRange(1, kMostThreads);
  threads_->setKeyboardTracking(false);
  precision_->addItem(tr("float32"), false);
  precision_->addItem(tr("int8"), true);
  emulate_->addItem(tr("none"), QStringLiteral("none"));
  emulate_->addItem(tr("Pi 4, 4 threads"), QStringLiteral("raspberrypi4"));
  emulate_->addItem(tr("Pi 4, 1 thread"), QStringLiteral("raspberrypi4:1"));
  emulate_->addItem(tr("Profile file…"), fileEntry());
  emulate_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  emulate_->setMinimumContentsLength(8);
  addRow(grid, tr("Emulates"), emulate_, "deviceEmulate");
  addRow(grid, tr("Threads"), threads_, "deviceThreads");
  addRow(grid, tr("Precision"), precision_, "devicePrecision");
  addRow(grid, tr("Background load"), load_, "deviceLoad");
  load_->slider->setAccessibleName(tr("Background load"));
  load_->setToolTip(tr("Share of the device's CPU used by other work; applies from the next request"));
  precision_->setToolTip(tr("Changing the precision redeploys the model before the next request"));
  emulate_->setToolTip(tr("Device whose layer times the local agent reproduces; a change restarts the agent"));
  connect(threads_, &QSpinBox::valueChanged, this, &ProcessorSection::changed);
  connect(precision_, &QComboBox::currentIndexChanged, this, &ProcessorSection::changed);
  connect(emulate_, &QComboBox::currentIndexChanged, this, &ProcessorSection::chooseEmulation);
  connect(load_->slider, &QSlider::valueChanged, this, [this] {
    showDependencies();
    Q_EMIT changed();
  });
  showDependencies();
}

void ProcessorSection::chooseEmulation(int index) {
  if (emulate_->itemData(index).toString() == fileEntry()) {
    const QSignalBlocker quiet(emulate_);
    emulate_->setCurrentIndex(emulation_);  // until there is a file
    Q_EMIT profileFileWanted();
    return;
  }
  emulation_ = index;
  showDependencies();
  Q_EMIT changed();
}

void ProcessorSection::addProfile(const QString& file) {
  if (file.isEmpty()) return;
  int index = emulate_->findData(file);
  if (index < 0) {
    index = emulate_->count() - 1;
    emulate_->insertItem(index, QFileInfo(file).completeBaseName(), file);
    emulate_->setItemData(index, file, Qt::ToolTipRole);
  }
  emulate_->setCurrentIndex(index);
}

void ProcessorSection::showDependencies() {
  const bool emulated = local_ && emulate_->currentData().toString() != QLatin1String("none");
  emulate_->setEnabled(local_);
  threads_->setEnabled(!emulated);
  threads_->setToolTip(emulated ? tr("The thread count is set by the emulated device")
                                : tr("Number of threads per layer; applies from the next request"));
  load_->value->setText(tr("%1 %").arg(load_->slider->value()));
}

void ProcessorSection::show(const DeviceSettings& settings) {
  const QSignalBlocker threads(threads_);
  const QSignalBlocker precision(precision_);
  const QSignalBlocker emulate(emulate_);
  const QSignalBlocker load(load_->slider);
  threads_->setValue(settings.threads);
  precision_->setCurrentIndex(settings.int8 ? 1 : 0);
  if (const int known = emulate_->findData(settings.emulate); known >= 0) {
    emulate_->setCurrentIndex(known);
  } else {
    addProfile(settings.emulate);
  }
  emulation_ = emulate_->currentIndex();
  load_->slider->setValue(qRound(100 * settings.load));
  local_ = settings.agent == QLatin1String("local");
  showDependencies();
}

void ProcessorSection::read(DeviceSettings& settings) const {
  settings.threads = threads_->value();
  settings.int8 = precision_->currentData().toBool();
  settings.emulate = emulate_->currentData().toString();
  settings.load = load_->slider->value() / 100.0;
}

}  // namespace cleave::ui
