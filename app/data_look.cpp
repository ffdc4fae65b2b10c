// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/data_look.h"

#include <algorithm>

#include "core/data/readers.h"
#include "core/data/sample_scan.h"

namespace qscope::app {

namespace {

/// The input that says most: the image, else the one with most elements.
size_t shownInput(const std::vector<data::InputSpec>& inputs, const std::vector<Tensor>& tensors)
{
    const auto image = std::find_if(inputs.begin(), inputs.end(),
                                    [](const auto& input) { return data::imageChannelAxis(input) > 0; });
    if (image != inputs.end())
        return static_cast<size_t>(image - inputs.begin());
    const auto largest = std::max_element(
        tensors.begin(), tensors.end(), [](const Tensor& a, const Tensor& b) { return a.size() < b.size(); });
    return static_cast<size_t>(largest - tensors.begin());
}

Status addPictures(DataLook& look, const DataSource& source, const std::vector<data::InputSpec>& inputs,
                   const PictureStyle& style, const RunControl& control)
{
    const int64_t count = std::min(source.dataset->size(), MostPictures);
    for (int64_t i = 0; i < count; ++i) {
        if (control.stopRequested())
            return RunControl::cancelled();
        QS_ASSIGN(const auto tensors, source.dataset->read(i, 1));
        const size_t shown = shownInput(inputs, tensors);
        look.kind = views::pictureKind(inputs[shown], tensors[shown], look.how);
        look.pictures.push_back(
            {views::pictureOf(inputs[shown], tensors[shown], look.how, style.side, style.ink),
             QString::fromStdString(source.dataset->sampleName(i)),
             source.labels->empty() ? -1 : (*source.labels)[static_cast<size_t>(i)]});
    }
    return {};
}

} // namespace

Result<DataLook> lookAtData(const std::shared_ptr<analysis::Analyzer>& analyzer, const DataLocation& location,
                            const PictureStyle& style, const RunControl& control,
                            const std::function<void(const DataLook&)>& partial, bool judgeCount)
{
    const auto inputs = analyzer->inputSpecs();
    QS_ASSIGN(const data::Kind kind, data::detectKind(location.path.toStdString()));
    QS_ASSIGN(const DataSource source, openDataSource(location, inputs));
    DataLook look;
    look.description = source.dataset->description();
    look.warnings = source.warnings;
    look.samples = source.dataset->size();
    look.images = kind == data::Kind::Image || kind == data::Kind::Images || kind == data::Kind::Idx;
    if (look.images)
        look.how = location.options.image;
    QS_RETURN_IF_ERROR(addPictures(look, source, inputs, style, control));
    partial(look);
    const std::shared_ptr<const Graph> graph(analyzer, &analyzer->graph());
    QS_ASSIGN(look.check, analysis::checkData(graph, *source.dataset, inputs, *source.labels, look.how,
                                              control, [&](const analysis::DataCheck& check) {
                                                  look.check = check;
                                                  partial(look);
                                              }));
    if (judgeCount && look.samples > 1) {
        partial(look);
        QS_ASSIGN(look.few, analysis::rangesOfFew(*analyzer, *source.dataset, control));
    }
    return look;
}

} // namespace qscope::app
