// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>

#include "core/base/text.h"
#include "core/data/array_dataset.h"
#include "core/data/npy_format.h"
#include "core/data/readers.h"
#include "core/data/zip_archive.h"

namespace qscope::data {

namespace {

struct Member {
    std::string name; ///< without ".npy"
    size_t index = 0;
};

std::vector<Member> arrayMembers(const ZipArchive& archive)
{
    std::vector<Member> members;
    for (size_t i = 0; i < archive.names().size(); ++i)
        if (const auto name = arrayName(archive.names()[i]); !name.empty())
            members.push_back({std::string(name), i});
    return members;
}

std::optional<Member> find(const std::vector<Member>& members, const std::string& name)
{
    const auto found =
        std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.name == name; });
    return found == members.end() ? std::nullopt : std::optional(*found);
}

/// The array of an input: the one of its name; with a single input also `arr_0` or the only one there is.
std::optional<Member> memberFor(const InputSpec& input, const std::vector<Member>& members, bool onlyInput)
{
    if (auto member = find(members, input.name); member || !onlyInput)
        return member;
    if (members.size() == 1)
        return members.front();
    return find(members, "arr_0");
}

Error missing(const InputSpec& input, const std::vector<InputSpec>& inputs,
              const std::vector<Member>& members, const std::string& path)
{
    std::vector<std::string> names;
    for (const Member& member : members)
        names.push_back(member.name);
    return {
        ErrorCode::InvalidArgument,
        filled(say("Data", "has no array for the model's input '%1': the file holds %2, the model needs %3"),
               input.name, quotedList(names), inputNames(inputs)),
        path};
}

} // namespace

DatasetResult openNpzDataset(const std::string& path, const std::vector<InputSpec>& inputs,
                             const OpenOptions& options)
{
    QS_ASSIGN(const ZipArchive archive, ZipArchive::open(path));
    const std::vector<Member> members = arrayMembers(archive);
    if (members.empty())
        return Error{ErrorCode::Malformed,
                     inputs.empty() ? say("Data", "holds no .npy arrays")
                                    : filled(say("Data", "holds no .npy arrays, the model wants '%1'"),
                                             inputs.front().name),
                     path};
    std::vector<ArrayFeed> feeds;
    for (const InputSpec& input : inputs) {
        const auto member = memberFor(input, members, inputs.size() == 1);
        if (!member) {
            // np.savez(file, dictionary) gives one pickled array; say that rather than that a name is
            // missing.
            if (members.size() == 1) {
                QS_ASSIGN(auto only, archive.member(members.front().index));
                QS_ASSIGN(const ArrayStream ignored,
                          ArrayStream::openNpy(std::move(only), ArrayStream::Behind::Nothing));
            }
            return missing(input, inputs, members, path);
        }
        QS_ASSIGN(auto source, archive.member(member->index));
        QS_ASSIGN(ArrayStream stream, ArrayStream::openNpy(std::move(source), ArrayStream::Behind::Nothing));
        feeds.push_back(feedOf(std::move(stream), member->name, path));
    }
    return makeArrayDataset(path, std::move(feeds), inputs, options);
}

} // namespace qscope::data
