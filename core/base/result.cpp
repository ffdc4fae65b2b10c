// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/result.h"

namespace qscope {

std::string_view errorCodeName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument: return "invalid argument";
    case ErrorCode::FileNotFound: return "file not found";
    case ErrorCode::FileUnreadable: return "file unreadable";
    case ErrorCode::FileUnwritable: return "file unwritable";
    case ErrorCode::Malformed: return "malformed";
    case ErrorCode::Unsupported: return "unsupported";
    case ErrorCode::ShapeMismatch: return "shape mismatch";
    case ErrorCode::TypeMismatch: return "type mismatch";
    case ErrorCode::ResourceExhausted: return "resource exhausted";
    case ErrorCode::Cancelled: return "cancelled";
    case ErrorCode::Internal: return "internal error";
    }
    return "unknown";
}

std::string Error::text() const { return where.empty() ? message : where + ": " + message; }

} // namespace qscope
