// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/short_names.h"

#include <algorithm>

#include "views/models/format.h"

namespace qscope::views {

namespace {

constexpr size_t LeastCut = 8; ///< characters; less is not worth an ellipsis

size_t commonLength(std::string_view a, std::string_view b)
{
    const size_t n = std::min(a.size(), b.size());
    size_t i = 0;
    while (i < n && a[i] == b[i])
        ++i;
    return i;
}

/// Shortens `path` to a whole number of leading components.
void cutToSeparator(std::string& path)
{
    const size_t end = path.find_last_of('/');
    path.resize(end == std::string::npos || end < LeastCut ? 0 : end);
}

} // namespace

ShortNames::ShortNames(const Snapshot& snapshot)
{
    if (snapshot.layerCount() < 2)
        return;
    const auto& layers = *snapshot.model->layers;
    m_prefix = layers.front().name;
    m_suffix.assign(m_prefix.rbegin(), m_prefix.rend());
    for (const Layer& layer : layers) {
        m_prefix.resize(commonLength(m_prefix, layer.name));
        const std::string reversed(layer.name.rbegin(), layer.name.rend());
        m_suffix.resize(commonLength(m_suffix, reversed));
    }
    cutToSeparator(m_prefix);
    cutToSeparator(m_suffix);
    std::reverse(m_suffix.begin(), m_suffix.end());
}

QString ShortNames::operator()(std::string_view name) const
{
    QString text;
    std::string_view middle = name;
    if (!m_prefix.empty() && name.starts_with(m_prefix)) {
        text = QStringLiteral("…");
        middle.remove_prefix(m_prefix.size());
    }
    const bool cutEnd = !m_suffix.empty() && middle.size() > m_suffix.size() && middle.ends_with(m_suffix);
    if (cutEnd)
        middle.remove_suffix(m_suffix.size());
    text += format::text(middle);
    return cutEnd ? text + QStringLiteral("…") : text;
}

} // namespace qscope::views
