// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/notice.h"

#include <string_view>

#include <QCoreApplication>

namespace qscope::views {

namespace {

struct Advice {
    Q_DECLARE_TR_FUNCTIONS(Notice)
};

/// A character that names go on with: "fc1" is not meant where "fc10" or "net.fc1" stands.
bool continuesName(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == '/' || c == '-';
}

bool standsIn(std::string_view text, std::string_view name)
{
    if (name.empty())
        return false;
    for (size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
        const size_t end = at + name.size();
        const bool begins = at == 0 || !continuesName(text[at - 1]);
        // A full stop ends a sentence unless more of a name follows.
        const bool ends = end == text.size() || !continuesName(text[end])
                          || (text[end] == '.' && (end + 1 == text.size() || !continuesName(text[end + 1])));
        if (begins && ends)
            return true;
    }
    return false;
}

} // namespace

Notice::Notice(const Error& error)
    : what(QString::fromStdString(Error{error.code, error.message, {}}.text())),
      where(QString::fromStdString(error.where)), advice(adviceFor(error.code))
{
}

QString Notice::text() const { return where.isEmpty() ? what : where + QStringLiteral(": ") + what; }

bool Notice::saysTheSame(const Notice& other) const
{
    return what == other.what && where == other.where && advice == other.advice
           && actionText == other.actionText;
}

QString adviceFor(ErrorCode code)
{
    switch (code) {
    case ErrorCode::FileNotFound:
        return Advice::tr("Check the path, or choose the file again where it is now.");
    case ErrorCode::FileUnreadable:
        return Advice::tr("Check that the file is complete and that you may read it.");
    case ErrorCode::FileUnwritable:
        return Advice::tr("Choose a folder you may write to, and check that there is space left on it.");
    case ErrorCode::Malformed:
        return Advice::tr("The file is damaged or of another format: copy or export it again.");
    case ErrorCode::Unsupported:
        return Advice::tr("Export the model in another way or with another opset, or leave this part out.");
    case ErrorCode::ShapeMismatch:
        return Advice::tr("Prepare the data so that its shape is the one the model asks for (guide: Data).");
    case ErrorCode::TypeMismatch:
        return Advice::tr("Convert the data to the element type the model asks for (guide: Data).");
    case ErrorCode::ResourceExhausted:
        return Advice::tr(
            "Close other programs, use fewer samples, or give less memory to what-if results (Analyze).");
    case ErrorCode::Internal:
        return Advice::tr("This is a fault of the program: please report it with this text and the model.");
    case ErrorCode::InvalidArgument:
    case ErrorCode::Cancelled: break;
    }
    return {};
}

LayerId layerNamedIn(const ModelView& model, const QString& text)
{
    LayerId found;
    size_t longest = 0;
    const std::string searched = text.toStdString();
    const auto look = [&](size_t layer, const std::string& name) {
        if (name.size() > longest && standsIn(searched, name)) {
            longest = name.size();
            found = LayerId(layer);
        }
    };
    const auto& layers = *model.layers;
    for (size_t i = 0; i < layers.size(); ++i) {
        const Node& node = model.graph->node(layers[i].node);
        look(i, layers[i].name);
        look(i, node.name);
        for (const auto* values : {&node.inputs, &node.outputs})
            for (const ValueId value : *values)
                if (value.valid())
                    look(i, model.graph->value(value).name);
    }
    return found;
}

} // namespace qscope::views
