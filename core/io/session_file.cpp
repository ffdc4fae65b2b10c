// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/session_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "core/base/text.h"
#include "core/io/atomic_file.h"
#include "core/io/history_json.h"
#include "core/io/sha256.h"
#include "core/io/strict_json.h"

namespace qscope::io {
namespace {

namespace fs = std::filesystem;

constexpr int64_t EndBytes = int64_t(8) << 20;
constexpr int64_t MaxFileBytes = int64_t(128) << 20;
constexpr size_t MaxHistoryBytes = size_t(32) << 20; ///< in its compact form; at most about twice that in the file

template <class E>
struct Word {
    E value;
    const char* text;
};

constexpr Word<data::Resize> ResizeWords[] = {{data::Resize::Stretch, "stretch"},
                                              {data::Resize::ShorterSide, "shorter-side"},
                                              {data::Resize::None, "none"}};
constexpr Word<data::ColourOrder> OrderWords[] = {
    {data::ColourOrder::Rgb, "rgb"}, {data::ColourOrder::Bgr, "bgr"}, {data::ColourOrder::Gray, "gray"}};
constexpr Word<data::ImageLayout> LayoutWords[] = {{data::ImageLayout::Nchw, "nchw"},
                                                   {data::ImageLayout::Nhwc, "nhwc"}};

template <class E, size_t N>
const char* wordFor(const Word<E> (&words)[N], E value)
{
    for (const Word<E>& word : words)
        if (word.value == value)
            return word.text;
    return words[0].text;
}

template <class E, size_t N>
std::optional<E> readWord(JsonObject& object, std::string_view key, const Word<E> (&words)[N])
{
    const auto text = object.text(key);
    if (!text)
        return std::nullopt;
    std::string known;
    for (const Word<E>& word : words) {
        if (*text == word.text)
            return word.value;
        known += (known.empty() ? "" : ", ") + std::string(word.text);
    }
    object.report(key, filled(say("Files", "\"%1\" is none of %2"), *text, known));
    return std::nullopt;
}

// Writing
// -------------------------------------------------------------------------------------------------------------

fs::path folderOf(const std::string& sessionPath)
{
    std::error_code ec;
    const fs::path absolute = fs::absolute(sessionPath, ec);
    return (ec ? fs::path(sessionPath) : absolute).lexically_normal().parent_path();
}

std::string storedPath(const std::string& path, const fs::path& folder)
{
    if (path.empty())
        return path;
    std::error_code ec;
    const fs::path absolute = fs::absolute(path, ec).lexically_normal();
    const fs::path relative = absolute.lexically_relative(folder);
    const bool below = !relative.empty() && *relative.begin() != "..";
    return (below ? relative : absolute).generic_string();
}

Json floatList(const std::vector<float>& values)
{
    Json list = Json::array();
    for (const float value : values)
        list.push_back(jsonNumber(value));
    return list;
}

Json imageJson(const data::ImageOptions& image)
{
    Json object;
    object["width"] = image.width;
    object["height"] = image.height;
    object["resize"] = wordFor(ResizeWords, image.resize);
    object["resize_to"] = image.resizeTo;
    object["mean"] = floatList(image.mean);
    object["std"] = floatList(image.std);
    object["scale"] = jsonNumber(image.scale);
    object["order"] = wordFor(OrderWords, image.order);
    if (image.layout)
        object["layout"] = wordFor(LayoutWords, *image.layout);
    return object;
}

Json modelJson(const SessionFile& session, const fs::path& folder)
{
    Json object;
    object["path"] = storedPath(session.modelPath, folder);
    if (session.model) {
        object["bytes"] = session.model->bytes;
        object["sha256"] = session.model->sha256;
    }
    return object;
}

Result<Json> configJson(const quant::Config& config, const std::string& where)
{
    return parseJson(quant::configToJson(config), where);
}

Result<Json> rewrittenJson(const RewrittenModel& rewritten, const fs::path& folder, const std::string& where)
{
    Json object;
    object["path"] = storedPath(rewritten.path, folder);
    object["bytes"] = rewritten.file.bytes;
    object["sha256"] = rewritten.file.sha256;
    object["method"] = rewritten.method;
    object["title"] = rewritten.title;
    object["settings"] = Json(rewritten.settings);
    object["current"] = rewritten.isCurrent;
    object["other_calibration"] = storedPath(rewritten.otherCalibrationPath, folder);
    QS_ASSIGN(object["other_config"], configJson(rewritten.otherConfig, where));
    return object;
}

// Reading
// -------------------------------------------------------------------------------------------------------------

std::string foundPath(const std::string& stored, const fs::path& folder)
{
    if (stored.empty())
        return stored;
    const fs::path path(stored);
    return (path.is_absolute() ? path : folder / path).lexically_normal().string();
}

int boundedInt(JsonObject& object, std::string_view key, int fallback)
{
    const auto value = object.integer(key);
    if (!value)
        return fallback;
    if (*value >= 0 && *value <= 65536)
        return static_cast<int>(*value);
    object.report(key, filled(say("Files", "%1 is outside 0 to 65536"), *value));
    return fallback;
}

void readFloats(JsonObject& object, std::string_view key, std::vector<float>& values)
{
    if (const auto numbers = object.numbers(key)) {
        values.assign(numbers->begin(), numbers->end());
        if (values.empty())
            object.report(key, say("Files", "must hold one value, or one per channel"));
    }
}

data::ImageOptions readImage(JsonObject& object)
{
    data::ImageOptions image;
    image.width = boundedInt(object, "width", image.width);
    image.height = boundedInt(object, "height", image.height);
    image.resize = readWord(object, "resize", ResizeWords).value_or(image.resize);
    image.resizeTo = boundedInt(object, "resize_to", image.resizeTo);
    readFloats(object, "mean", image.mean);
    readFloats(object, "std", image.std);
    image.scale = static_cast<float>(object.number("scale").value_or(image.scale));
    image.order = readWord(object, "order", OrderWords).value_or(image.order);
    image.layout = readWord(object, "layout", LayoutWords);
    object.finish();
    return image;
}

void readModel(JsonObject& document, SessionFile& session)
{
    document.require("model");
    auto object = document.object("model");
    if (!object)
        return;
    object->require("path");
    session.modelPath = object->text("path").value_or("");
    const auto bytes = object->integer("bytes");
    const auto sha256 = object->text("sha256");
    if (bytes && sha256)
        session.model = Fingerprint{*bytes, *sha256};
    if (object->has("path") && session.modelPath.empty())
        object->report("path", say("Files", "is empty"));
    object->finish();
}

void readRewritten(JsonObject& document, SessionFile& session)
{
    auto object = document.object("rewritten");
    if (!object)
        return;
    for (const char* key : {"path", "bytes", "sha256", "method", "title", "current"})
        object->require(key);
    RewrittenModel& rewritten = session.rewritten.emplace();
    rewritten.path = object->text("path").value_or("");
    if (object->has("path") && rewritten.path.empty())
        object->report("path", say("Files", "is empty"));
    rewritten.file = {object->integer("bytes").value_or(0), object->text("sha256").value_or("")};
    rewritten.method = object->text("method").value_or("");
    rewritten.title = object->text("title").value_or("");
    if (auto settings = object->object("settings")) {
        for (const std::string& key : settings->keys())
            rewritten.settings[key] = settings->text(key).value_or("");
        settings->finish();
    }
    rewritten.isCurrent = object->boolean("current").value_or(true);
    rewritten.otherCalibrationPath = object->text("other_calibration").value_or("");
    object->object("other_config");
    object->finish();
}

void readData(JsonObject& document, SessionFile& session)
{
    auto object = document.object("data");
    if (!object)
        return;
    session.dataPath = object->text("path").value_or("");
    session.labelsPath = object->text("labels").value_or("");
    session.calibrationPath = object->text("calibration").value_or("");
    session.sampleLimit = object->integer("sample_limit");
    if (session.sampleLimit && *session.sampleLimit < 1)
        object->report("sample_limit", filled(say("Files", "%1 is below 1"), *session.sampleLimit));
    if (auto image = object->object("image"))
        session.image = readImage(*image);
    object->finish();
}

void readWindow(JsonObject& document, SessionFile& session)
{
    auto object = document.object("window");
    if (!object)
        return;
    session.windowState = object->text("state").value_or("");
    if (session.windowState.find_first_not_of(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
        != std::string::npos)
        object->report("state", say("Files", "is not base64"));
    session.selectedLayer = object->text("selected_layer").value_or("");
    object->finish();
}

/// A config keeps its own form and version inside the session. Absent: the default.
Status readConfigOf(const Json& json, const char* key, const std::string& where, quant::Config& config)
{
    if (!json.contains(key))
        return {};
    QS_ASSIGN(config, quant::configFromJson(formatJson(json[key]), where + ": " + key));
    return {};
}

/// So does the history.
Status readHistoryOf(const Json& json, const std::string& where, SessionFile& session)
{
    if (!json.contains("history"))
        return {};
    QS_ASSIGN(session.history, historyFromJson(json["history"], where));
    return {};
}

Status readDocument(const Json& json, const std::string& where, SessionFile& session)
{
    JsonProblem problem(where);
    JsonObject document(json, {}, problem);
    document.require("version");
    const auto version = document.integer("version");
    if (version && *version != 1 && *version != 2)
        document.report("version",
                        filled(say("Files", "%1 is unknown, this program reads versions 1 and 2"), *version));
    readModel(document, session);
    if (version && *version == 2)
        readRewritten(document, session);
    readData(document, session);
    readWindow(document, session);
    document.object("config");
    document.object("history");
    document.finish();
    QS_RETURN_IF_ERROR(problem.status());
    QS_RETURN_IF_ERROR(readConfigOf(json, "config", where, session.config));
    if (session.rewritten)
        QS_RETURN_IF_ERROR(readConfigOf(json["rewritten"], "other_config", where, session.rewritten->otherConfig));
    return readHistoryOf(json, where, session);
}

void warnIfMissing(const std::string& path, std::string warning, SessionFile& session)
{
    std::error_code ec;
    if (!path.empty() && !fs::exists(path, ec))
        session.warnings.push_back(std::move(warning));
}

/// "seven-bits with alpha=0.5, final=true"
std::string methodText(const RewrittenModel& rewritten)
{
    std::string settings;
    for (const auto& [key, value] : rewritten.settings)
        settings += (settings.empty() ? "" : ", ") + key + "=" + value;
    return settings.empty() ? rewritten.method
                            : filled(say("Files", "%1 with %2"), rewritten.method, settings);
}

/// Without its file there is only the model before the method.
void checkRewritten(SessionFile& session)
{
    if (!session.rewritten)
        return;
    const RewrittenModel rewritten = *session.rewritten;
    const auto now = fingerprintOf(rewritten.path);
    if (now.ok() && *now == rewritten.file)
        return;
    session.warnings.push_back(
        now.ok() ? filled(
            say("Files",
                "the model that %1 made, \"%2\", changed since the session was saved: this is the model "
                "before it; the method was %3"),
            rewritten.title, rewritten.path, methodText(rewritten))
                 : filled(say("Files", "the model that %1 made, \"%2\", no longer exists: this is the model "
                                       "before it; the method "
                                       "was %3"),
                          rewritten.title, rewritten.path, methodText(rewritten)));
    session.rewritten.reset();
    if (rewritten.isCurrent) {
        session.config = rewritten.otherConfig;
        session.calibrationPath = rewritten.otherCalibrationPath;
    }
}

Status checkFiles(const std::string& where, SessionFile& session)
{
    const auto now = fingerprintOf(session.modelPath);
    if (!now.ok())
        return Error{now.error().code,
                     filled(say("Files", "the model \"%1\" cannot be opened, %2"), session.modelPath,
                            now.error().message),
                     where};
    if (session.model && *session.model != *now)
        session.warnings.push_back(
            filled(say("Files", "the model \"%1\" changed since the session was saved"), session.modelPath));
    checkRewritten(session);
    warnIfMissing(session.dataPath,
                  filled(say("Files", "the calibration data \"%1\" no longer exists"), session.dataPath),
                  session);
    warnIfMissing(session.labelsPath,
                  filled(say("Files", "the label file \"%1\" no longer exists"), session.labelsPath),
                  session);
    warnIfMissing(session.calibrationPath,
                  filled(say("Files", "the calibration \"%1\" no longer exists"), session.calibrationPath),
                  session);
    return {};
}

} // namespace

Result<Fingerprint> fingerprintOf(const std::string& path)
{
    std::error_code ec;
    if (!fs::exists(path, ec))
        return Error{ErrorCode::FileNotFound, say("Files", "there is no such file"), path};
    std::ifstream file(path, std::ios::binary);
    const auto size = static_cast<int64_t>(fs::is_regular_file(path, ec) ? fs::file_size(path, ec) : 0);
    if (!file || ec || !fs::is_regular_file(path, ec))
        return Error{ErrorCode::FileUnreadable, say("Files", "it is no readable file"), path};
    Sha256 hash;
    std::string chunk(size_t(1) << 16, '\0');
    int64_t position = 0;
    while (position < size) {
        if (size > 2 * EndBytes && position == EndBytes) {
            position = size - EndBytes;
            file.seekg(position);
        }
        const int64_t stop = size > 2 * EndBytes && position < EndBytes ? EndBytes : size;
        const int64_t n = std::min<int64_t>(static_cast<int64_t>(chunk.size()), stop - position);
        if (!file.read(chunk.data(), n))
            return Error{ErrorCode::FileUnreadable, say("Files", "it could not be read to its end"), path};
        hash.add(std::string_view(chunk.data(), static_cast<size_t>(n)));
        position += n;
    }
    return Fingerprint{size, hash.hex()};
}

Fingerprint fingerprintOfBytes(std::string_view bytes)
{
    const auto size = static_cast<int64_t>(bytes.size());
    Sha256 hash;
    if (size > 2 * EndBytes) {
        hash.add(bytes.substr(0, static_cast<size_t>(EndBytes)));
        bytes.remove_prefix(static_cast<size_t>(size - EndBytes));
    }
    hash.add(bytes);
    return {size, hash.hex()};
}

Status writeSession(const SessionFile& session, const std::string& path)
{
    const fs::path folder = folderOf(path);
    Json json;
    json["version"] = session.rewritten ? 2 : 1;
    json["model"] = modelJson(session, folder);
    Json& data = json["data"];
    data["path"] = storedPath(session.dataPath, folder);
    data["labels"] = storedPath(session.labelsPath, folder);
    if (!session.calibrationPath.empty())
        data["calibration"] = storedPath(session.calibrationPath, folder);
    if (session.sampleLimit)
        data["sample_limit"] = *session.sampleLimit;
    data["image"] = imageJson(session.image);
    QS_ASSIGN(json["config"], configJson(session.config, path));
    if (session.rewritten) {
        QS_ASSIGN(json["rewritten"], rewrittenJson(*session.rewritten, folder, path));
    }
    if (!session.history.empty()) {
        QS_ASSIGN(json["history"], historyJson(session.history, MaxHistoryBytes));
    }
    json["window"]["state"] = session.windowState;
    json["window"]["selected_layer"] = session.selectedLayer;
    return writeFileAtomically(path, formatJson(json, 3));
}

Result<SessionFile> readSession(const std::string& path)
{
    QS_ASSIGN(const std::string text, readFile(path, MaxFileBytes));
    QS_ASSIGN(const Json json, parseJson(text, path));
    SessionFile session;
    QS_RETURN_IF_ERROR(readDocument(json, path, session));
    const fs::path folder = folderOf(path);
    std::vector<std::string*> paths{&session.modelPath, &session.dataPath, &session.labelsPath, &session.calibrationPath};
    if (session.rewritten)
        paths.insert(paths.end(), {&session.rewritten->path, &session.rewritten->otherCalibrationPath});
    for (std::string* stored : paths)
        *stored = foundPath(*stored, folder);
    QS_RETURN_IF_ERROR(checkFiles(path, session));
    return session;
}

} // namespace qscope::io
