// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QMetaType>
#include <QString>

#include "core/base/result.h"
#include "views/models/snapshot.h"

namespace qscope::views {

enum class NoticeKind { Note, Warning, Error };

/// Something a person is told: what happened, where, and what to do.
struct Notice {
    QString what;       ///< one sentence
    QString where;      ///< file, layer or key; empty: nowhere in particular, or `what` says it
    QString advice;     ///< empty: there is nothing to do, or `what` says it
    QString actionText; ///< of what can be done at once; empty: nothing
    std::function<void()> action;

    Notice() = default;
    Notice(const QString& sentence) : what(sentence) {}
    /// With the advice that goes with the code of the error.
    Notice(const Error& error);

    /// "where: what"
    QString text() const;
    bool saysTheSame(const Notice& other) const;
};

/// What a person can do about an error of this kind; empty: that depends.
QString adviceFor(ErrorCode code);

/// The layer that a text names: the longest name of a layer, of its node, or of a tensor that it reads or
/// writes, that stands in the text as a whole word. Invalid: none. **Cost** one search in the text per layer.
LayerId layerNamedIn(const ModelView& model, const QString& text);

} // namespace qscope::views

Q_DECLARE_METATYPE(qscope::views::Notice)
