// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/data_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/data_preview.h"
#include "app/guide.h"
#include "core/data/usual_preprocessing.h"

namespace qscope::app {

namespace {

constexpr int CustomPreset = 5;
constexpr int MaxSide = 8192;

QString numbersText(const std::vector<float>& numbers)
{
    QStringList parts;
    for (const float number : numbers)
        parts << QString::number(number, 'g', 6);
    return parts.join(", ");
}

QSpinBox* spinBox(int max, const QString& zeroText)
{
    auto* box = new QSpinBox;
    box->setRange(0, max);
    box->setSpecialValueText(zeroText);
    return box;
}

/// The channel count a first input of rank 4 asks for; 3 when it does not say.
int64_t channelsOf(const std::vector<data::InputSpec>& inputs)
{
    if (inputs.empty() || inputs.front().shape.size() != 4)
        return 3;
    const auto& shape = inputs.front().shape;
    return shape[1] == 1 || shape[3] == 1 ? 1 : 3;
}

} // namespace

std::optional<data::ImageOptions> DataDialog::preset(int index)
{
    const auto usual = data::usualPreprocessings();
    if (index < 0 || static_cast<size_t>(index) >= usual.size())
        return std::nullopt;
    return usual[static_cast<size_t>(index)].options;
}

std::optional<std::vector<float>> DataDialog::parseNumbers(const QString& text)
{
    static const QRegularExpression separators("[\\s,;]+");
    std::vector<float> numbers;
    for (const QString& part : text.split(separators, Qt::SkipEmptyParts)) {
        bool ok = false;
        numbers.push_back(part.toFloat(&ok));
        if (!ok)
            return std::nullopt;
    }
    if (numbers.empty())
        return std::nullopt;
    return numbers;
}

DataDialog::DataDialog(const QString& path, const std::shared_ptr<analysis::Analyzer>& analyzer,
                       QWidget* parent)
    : DataDialog(path, analyzer ? analyzer->inputSpecs() : std::vector<data::InputSpec>(), parent)
{
    if (!analyzer)
        return;
    m_analyzer = analyzer;
    m_preview = new DataPreview;
    auto* form = layout();
    auto* left = new QWidget;
    left->setLayout(form);
    left->setMaximumWidth(440);
    auto* both = new QHBoxLayout(this);
    both->addWidget(left);
    both->addWidget(m_preview, 1);
    connect(m_preview, &DataPreview::remedyChosen, this, &DataDialog::usePreprocessing);
    for (QComboBox* box : findChildren<QComboBox*>())
        connect(box, &QComboBox::currentIndexChanged, this, &DataDialog::updatePreview);
    for (QSpinBox* box : findChildren<QSpinBox*>())
        connect(box, &QSpinBox::valueChanged, this, &DataDialog::updatePreview);
    for (QLineEdit* edit : {m_mean, m_std, m_labels})
        connect(edit, &QLineEdit::textChanged, this, &DataDialog::updatePreview);
    connect(m_scale, &QDoubleSpinBox::valueChanged, this, &DataDialog::updatePreview);
    resize(1080, 640);
    updatePreview();
}

DataDialog::DataDialog(const QString& path, const std::vector<data::InputSpec>& inputs, QWidget* parent)
    : QDialog(parent), m_path(path)
{
    setProperty(Guide::PageProperty, "data");
    setWindowTitle(tr("Images as calibration data"));
    auto* intro =
        new QLabel(tr("How should the images in “%1” become the model's input? A wrong mean, scale or colour "
                      "order makes every range wrong: use what the model was trained with.")
                       .arg(QFileInfo(path).fileName()));
    intro->setWordWrap(true);
    auto* form = new QFormLayout;
    setupNormalisation(form);
    setupSize(form);
    setupSamples(form);
    m_problem = new QLabel;
    m_problem->setWordWrap(true);
    m_buttons = new QDialogButtonBox(QDialogButtonBox::Open | QDialogButtonBox::Cancel);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(intro);
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addStretch(1);
    layout->addWidget(m_buttons);
    const bool gray = channelsOf(inputs) == 1;
    m_preset->setCurrentIndex(gray ? 2 : 0);
    applyPreset(m_preset->currentIndex());
    if (gray)
        m_order->setCurrentIndex(2);
    validate();
}

void DataDialog::setupNormalisation(QFormLayout* form)
{
    m_preset = new QComboBox;
    m_preset->addItems({tr("ImageNet (RGB, mean 0.485 …, std 0.229 …)"),
                        tr("Caffe (BGR, 0 to 255, mean 103.939 …)"), tr("0 to 1"), tr("−1 to 1"),
                        tr("0 to 255"), tr("Custom")});
    m_order = new QComboBox;
    m_order->addItems({tr("RGB"), tr("BGR"), tr("Grey")});
    m_scale = new QDoubleSpinBox;
    m_scale->setDecimals(8);
    m_scale->setRange(1e-8, 1e6);
    m_mean = new QLineEdit;
    m_std = new QLineEdit;
    form->addRow(tr("&Preprocessing:"), m_preset);
    form->addRow(tr("&Colour order:"), m_order);
    form->addRow(tr("&Scale (0…255 times):"), m_scale);
    form->addRow(tr("&Mean (per channel):"), m_mean);
    form->addRow(tr("S&td (per channel):"), m_std);
    connect(m_preset, &QComboBox::activated, this, &DataDialog::applyPreset);
    connect(m_scale, &QDoubleSpinBox::valueChanged, this, &DataDialog::markCustom);
    for (QLineEdit* edit : {m_mean, m_std}) {
        connect(edit, &QLineEdit::textEdited, this, &DataDialog::markCustom);
        connect(edit, &QLineEdit::textChanged, this, &DataDialog::validate);
    }
}

void DataDialog::setupSize(QFormLayout* form)
{
    m_width = spinBox(MaxSide, tr("from model"));
    m_height = spinBox(MaxSide, tr("from model"));
    auto* size = new QHBoxLayout;
    size->addWidget(m_width);
    size->addWidget(new QLabel(QStringLiteral("×")));
    size->addWidget(m_height);
    size->addStretch(1);
    m_resize = new QComboBox;
    m_resize->addItems(
        {tr("Stretch to the size"), tr("Shorter side, then centre crop"), tr("No resize, centre crop")});
    m_resize->setCurrentIndex(1);
    m_resizeTo = spinBox(MaxSide, tr("crop size"));
    m_resizeTo->setSuffix(tr(" px"));
    m_layout = new QComboBox;
    m_layout->addItems({tr("from model"), QStringLiteral("NCHW"), QStringLiteral("NHWC")});
    auto* sizeLabel = new QLabel(tr("&Width × height:"));
    sizeLabel->setBuddy(m_width);
    form->addRow(sizeLabel, size);
    form->addRow(tr("&Resize:"), m_resize);
    form->addRow(tr("Shorter s&ide before the crop:"), m_resizeTo);
    form->addRow(tr("La&yout:"), m_layout);
    connect(m_resize, &QComboBox::currentIndexChanged, this,
            [this](int i) { m_resizeTo->setEnabled(i == 1); });
}

void DataDialog::setupSamples(QFormLayout* form)
{
    m_limit = spinBox(10'000'000, tr("all"));
    m_limit->setValue(256);
    m_labels = new QLineEdit;
    m_labels->setPlaceholderText(tr("none, or the folder names"));
    m_labels->setClearButtonEnabled(true);
    auto* browse = new QToolButton;
    browse->setText(QStringLiteral("…"));
    browse->setAccessibleName(tr("Choose the label file"));
    connect(browse, &QToolButton::clicked, this, &DataDialog::browseLabels);
    auto* labels = new QHBoxLayout;
    labels->addWidget(m_labels);
    labels->addWidget(browse);
    form->addRow(tr("&Use at most:"), m_limit);
    auto* labelsLabel = new QLabel(tr("&Labels:"));
    labelsLabel->setBuddy(m_labels);
    form->addRow(labelsLabel, labels);
}

void DataDialog::applyPreset(int index)
{
    const auto options = preset(index);
    if (!options)
        return;
    m_scale->setValue(options->scale);
    m_mean->setText(numbersText(options->mean));
    m_std->setText(numbersText(options->std));
    m_order->setCurrentIndex(static_cast<int>(options->order));
    m_preset->setCurrentIndex(index);
}

void DataDialog::markCustom()
{
    if (m_scale->hasFocus() || m_mean->hasFocus() || m_std->hasFocus())
        m_preset->setCurrentIndex(CustomPreset);
}

void DataDialog::validate()
{
    QString problem;
    const auto mean = parseNumbers(m_mean->text());
    const auto std = parseNumbers(m_std->text());
    if (!mean || (mean->size() != 1 && mean->size() != 3))
        problem = tr("The mean must be one number, or three separated by commas.");
    else if (!std || (std->size() != 1 && std->size() != 3))
        problem = tr("The standard deviation must be one number, or three separated by commas.");
    else if (std::any_of(std->begin(), std->end(), [](float s) { return s <= 0; }))
        problem = tr("The standard deviation must be above 0.");
    m_problem->setText(problem);
    m_buttons->button(QDialogButtonBox::Open)->setEnabled(problem.isEmpty());
}

void DataDialog::browseLabels()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Choose the label file"), {},
                                                      tr("Labels (*.npy *.npz *.txt *.gz);;All files (*)"));
    if (!path.isEmpty())
        m_labels->setText(path);
}

data::OpenOptions DataDialog::options() const
{
    data::OpenOptions options;
    data::ImageOptions& image = options.image;
    image.width = m_width->value();
    image.height = m_height->value();
    image.resize = static_cast<data::Resize>(m_resize->currentIndex());
    image.resizeTo = m_resizeTo->value();
    const auto exact = preset(m_preset->currentIndex()); // the box shows 8 decimals only
    image.scale = exact ? exact->scale : static_cast<float>(m_scale->value());
    image.mean = parseNumbers(m_mean->text()).value_or(image.mean);
    image.std = parseNumbers(m_std->text()).value_or(image.std);
    image.order = static_cast<data::ColourOrder>(m_order->currentIndex());
    if (m_layout->currentIndex() > 0)
        image.layout = static_cast<data::ImageLayout>(m_layout->currentIndex() - 1);
    if (m_limit->value() > 0)
        options.limit = m_limit->value();
    return options;
}

void DataDialog::setLabelsPath(const QString& path) { m_labels->setText(path); }

DataLocation DataDialog::location() const { return {m_path, options(), labelsPath()}; }

void DataDialog::updatePreview()
{
    if (m_preview && m_buttons->button(QDialogButtonBox::Open)->isEnabled())
        m_preview->look(m_analyzer, location());
}

void DataDialog::usePreprocessing(const data::ImageOptions& options)
{
    int index = CustomPreset;
    for (int i = 0; i < CustomPreset; ++i)
        if (const auto usual = preset(i);
            usual->mean == options.mean && usual->std == options.std && usual->scale == options.scale
            && (usual->order == options.order || options.order == data::ColourOrder::Gray))
            index = i;
    m_preset->setCurrentIndex(index);
    m_scale->setValue(options.scale);
    m_mean->setText(numbersText(options.mean));
    m_std->setText(numbersText(options.std));
    m_order->setCurrentIndex(static_cast<int>(options.order));
}

QString DataDialog::labelsPath() const { return m_labels->text().trimmed(); }

} // namespace qscope::app
