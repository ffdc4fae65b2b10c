// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/history_json.h"

#include <algorithm>

#include "core/analysis/evaluation_figures.h"
#include "core/base/text.h"

namespace qscope::io {
namespace {

using analysis::Estimate;
using analysis::Evaluation;
using analysis::HistoryEntry;

struct WriteFigures {
    Json& object;
    void operator()(const char* name, const Estimate& figure)
    {
        object[name] = figureJson(figure.value);
        if (!figure.hasInterval())
            return;
        object[std::string(name) + "_low"] = figureJson(figure.low);
        object[std::string(name) + "_high"] = figureJson(figure.high);
    }
    void operator()(const char* name, const std::optional<Estimate>& figure)
    {
        if (figure)
            (*this)(name, *figure);
    }
};

struct ReadFigures {
    JsonObject& object;
    void operator()(const std::string& name, Estimate& figure)
    {
        object.require(name);
        figure.value = object.figure(name).value_or(figure.value);
        figure.low = object.figure(name + "_low").value_or(figure.low);
        figure.high = object.figure(name + "_high").value_or(figure.high);
    }
    void operator()(const std::string& name, std::optional<Estimate>& figure)
    {
        if (object.has(name))
            (*this)(name, figure.emplace());
    }
};

Json evaluationJson(const Evaluation& evaluation)
{
    Json object;
    object["samples"] = evaluation.samples;
    analysis::forEachEstimate(evaluation, WriteFigures{object});
    object["layers_float"] = evaluation.layersFloat;
    object["layers_quantized"] = evaluation.layersQuantized;
    object["weight_bytes"] = figureJson(evaluation.weightBytes);
    object["weight_bytes_float"] = figureJson(evaluation.weightBytesFloat);
    return object;
}

int64_t count(JsonObject& object, std::string_view key, int64_t most)
{
    object.require(key);
    const int64_t value = object.integer(key).value_or(0);
    if (value < 0 || value > most)
        object.report(key, filled(say("Files", "%1 is no possible count"), value));
    return value;
}

Evaluation readEvaluation(JsonObject object)
{
    Evaluation evaluation;
    evaluation.samples = count(object, "samples", INT64_MAX);
    analysis::forEachEstimate(evaluation, ReadFigures{object});
    evaluation.layersFloat = static_cast<int>(count(object, "layers_float", INT32_MAX));
    evaluation.layersQuantized = static_cast<int>(count(object, "layers_quantized", INT32_MAX));
    evaluation.weightBytes = object.figure("weight_bytes").value_or(0);
    evaluation.weightBytesFloat = object.figure("weight_bytes_float").value_or(0);
    object.finish();
    return evaluation;
}

Result<Json> entryJson(const HistoryEntry& entry)
{
    Json object;
    object["number"] = entry.number;
    if (!entry.name.empty())
        object["name"] = entry.name;
    if (!entry.note.empty())
        object["note"] = entry.note;
    object["basis"] = entry.basis;
    object["figures"] = evaluationJson(entry.evaluation);
    if (entry.bitOperations)
        object["bit_operations"] = figureJson(*entry.bitOperations);
    if (entry.milliseconds)
        object["milliseconds"] = figureJson(*entry.milliseconds);
    if (const analysis::UserMetric& user = entry.userMetric; !user.title.empty())
        object["user_metric"] = Json{{"title", user.title}, {"unit", user.unit}, {"lower_is_better", user.lowerIsBetter}};
    QS_ASSIGN(object["config"], parseJson(quant::configToJson(entry.config), "history"));
    return object;
}

HistoryEntry readEntry(JsonObject& object)
{
    HistoryEntry entry;
    for (const char* key : {"number", "basis", "figures", "config"})
        object.require(key);
    entry.number = object.integer("number").value_or(0);
    entry.name = object.text("name").value_or("");
    entry.note = object.text("note").value_or("");
    entry.basis = object.text("basis").value_or("");
    if (auto figures = object.object("figures"))
        entry.evaluation = readEvaluation(*figures);
    entry.bitOperations = object.figure("bit_operations");
    entry.milliseconds = object.figure("milliseconds");
    if (auto user = object.object("user_metric")) {
        user->require("title");
        entry.userMetric = {user->text("title").value_or(""), user->text("unit").value_or(""),
                            user->boolean("lower_is_better").value_or(false)};
        user->finish();
    }
    object.object("config"); // read by its own reader
    object.finish();
    return entry;
}

} // namespace

Result<Json> historyJson(const analysis::History& history, size_t byteBudget)
{
    auto wanted = history.entries();
    std::stable_sort(wanted.begin(), wanted.end(), [](const auto& a, const auto& b) {
        return a->named() != b->named() ? a->named() : a->number > b->number;
    });
    std::vector<std::pair<int64_t, Json>> kept;
    size_t bytes = 0;
    for (const analysis::HistoryEntryPtr& entry : wanted) {
        QS_ASSIGN(Json object, entryJson(*entry));
        bytes += formatJson(object, 0).size();
        if (bytes > byteBudget)
            break;
        kept.emplace_back(entry->number, std::move(object));
    }
    std::sort(kept.begin(), kept.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    Json json;
    json["version"] = 1;
    json["next_number"] = history.nextNumber();
    json["entries"] = Json::array();
    for (auto& [number, object] : kept)
        json["entries"].push_back(std::move(object));
    return json;
}

Result<analysis::History> historyFromJson(const Json& json, const std::string& where)
{
    JsonProblem problem(where);
    JsonObject object(json, "history", problem);
    object.require("version");
    if (const auto version = object.integer("version"); version && *version != 1)
        object.report("version",
                      filled(say("Files", "%1 is unknown, this program reads version 1"), *version));
    const int64_t next = object.integer("next_number").value_or(1);
    auto objects = object.objects("entries");
    object.finish();
    QS_RETURN_IF_ERROR(problem.status());
    analysis::History history;
    for (size_t i = 0; objects && i < objects->size(); ++i) {
        HistoryEntry entry = readEntry((*objects)[i]);
        QS_RETURN_IF_ERROR(problem.status());
        const std::string path = where + ": " + (*objects)[i].path();
        QS_ASSIGN(entry.config, quant::configFromJson(formatJson(json["entries"][i]["config"]), path + ".config"));
        const int64_t number = entry.number;
        if (!history.addStored(std::move(entry)))
            return Error{ErrorCode::Malformed,
                         filled(say("Files", "number: %1 is out of range or there twice"), number), path};
    }
    history.reserveNumbers(next);
    return history;
}

} // namespace qscope::io
