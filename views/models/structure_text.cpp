// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/structure_text.h"

#include <QCoreApplication>

#include <initializer_list>

#include "views/models/format.h"

namespace qscope::views {

namespace {

struct StructureWords {
    Q_DECLARE_TR_FUNCTIONS(StructureText)
};

QString kindText(StructureKind kind)
{
    switch (kind) {
    case StructureKind::BatchNormFold: return QStringLiteral("BatchNorm");
    case StructureKind::BiasAdd: return StructureWords::tr("bias");
    case StructureKind::LayerNorm: return QStringLiteral("LayerNorm");
    case StructureKind::RmsNorm: return QStringLiteral("RMSNorm");
    case StructureKind::Gelu: return QStringLiteral("GELU");
    case StructureKind::Silu: return QStringLiteral("SiLU");
    case StructureKind::HardSwish: return QStringLiteral("HardSwish");
    case StructureKind::Mish: return QStringLiteral("Mish");
    case StructureKind::Softmax: return QStringLiteral("Softmax");
    case StructureKind::Attention: return StructureWords::tr("attention");
    case StructureKind::ResidualAdd: return StructureWords::tr("residual add");
    case StructureKind::SkipConcat: return StructureWords::tr("skip concatenation");
    }
    return {};
}

QString partText(TensorPart part)
{
    switch (part) {
    case TensorPart::Input: return StructureWords::tr("input");
    case TensorPart::Shortcut: return StructureWords::tr("shortcut");
    case TensorPart::Query: return QStringLiteral("q");
    case TensorPart::Key: return QStringLiteral("k");
    case TensorPart::Value: return QStringLiteral("v");
    case TensorPart::Mask: return StructureWords::tr("mask");
    case TensorPart::Scale: return StructureWords::tr("scale");
    case TensorPart::Shift: return StructureWords::tr("shift");
    case TensorPart::Inside: return StructureWords::tr("inside");
    case TensorPart::Scores: return StructureWords::tr("scores");
    case TensorPart::Probabilities: return StructureWords::tr("probabilities");
    case TensorPart::Output: return StructureWords::tr("output");
    }
    return {};
}

QString attentionPartText(LayerPart part)
{
    switch (part) {
    case LayerPart::Query: return partText(TensorPart::Query);
    case LayerPart::Key: return partText(TensorPart::Key);
    case LayerPart::Value: return partText(TensorPart::Value);
    case LayerPart::Scores: return partText(TensorPart::Scores);
    case LayerPart::Mixing: return partText(TensorPart::Output);
    case LayerPart::Projection: return StructureWords::tr("projection");
    default: return {};
    }
}

const std::vector<LayerRole>& rolesOf(const Snapshot& snapshot, LayerId layer)
{
    static const std::vector<LayerRole> none;
    const bool known = snapshot.contains(layer) && layer.index() < snapshot.model->roles.size();
    return known ? snapshot.model->roles[layer.index()] : none;
}

void addOnce(QStringList& list, const QString& text)
{
    if (!text.isEmpty() && !list.contains(text))
        list << text;
}

QString joined(const QStringList& list) { return list.join(QStringLiteral(", ")); }

/// "q /a, k /b" of the tensors that the structure has.
QString named(const Snapshot& snapshot, std::initializer_list<std::pair<TensorPart, ValueId>> parts)
{
    QStringList list;
    for (const auto& [part, value] : parts) {
        if (value.valid())
            list << partText(part) + QLatin1Char(' ')
                        + format::text(snapshot.model->graph->value(value).name);
    }
    return joined(list);
}

QString details(const Snapshot& snapshot, const Structure& s)
{
    if (s.kind == StructureKind::BatchNormFold)
        return StructureWords::tr("BatchNorm folded: %1")
            .arg(format::text(snapshot.model->graph->displayName(s.normalization)));
    const QString line = QStringLiteral("%1: %2").arg(kindText(s.kind));
    if (s.attention) {
        const AttentionParts& a = *s.attention;
        return line.arg(named(snapshot, {{TensorPart::Query, a.q},
                                         {TensorPart::Key, a.k},
                                         {TensorPart::Value, a.v},
                                         {TensorPart::Mask, a.mask},
                                         {TensorPart::Scores, a.scores},
                                         {TensorPart::Probabilities, a.probabilities},
                                         {TensorPart::Output, a.output}}));
    }
    const ValueId input = s.inputs.empty() ? ValueId() : s.inputs.front();
    const bool isSkip = s.kind == StructureKind::ResidualAdd || s.kind == StructureKind::SkipConcat;
    return line.arg(named(snapshot, {{isSkip ? TensorPart::Shortcut : TensorPart::Input, input},
                                     {TensorPart::Output, s.output}}));
}

} // namespace

QString structureText(const Snapshot& snapshot, LayerId layer)
{
    QStringList before, attention, own, after;
    for (const LayerRole& role : rolesOf(snapshot, layer)) {
        const StructureKind kind = snapshot.model->structures[role.structure].kind;
        switch (role.part) {
        case LayerPart::Reads: addOnce(before, kindText(kind)); break;
        case LayerPart::Folds: addOnce(own, StructureWords::tr("BatchNorm folded")); break;
        case LayerPart::Whole: addOnce(own, kindText(kind)); break;
        case LayerPart::Feeds: addOnce(after, kindText(kind)); break;
        default: addOnce(attention, attentionPartText(role.part));
        }
    }
    if (!attention.isEmpty())
        own << QStringLiteral("%1 · %2").arg(kindText(StructureKind::Attention), joined(attention));
    if (before.isEmpty() && own.isEmpty() && after.isEmpty())
        return {};
    if (own.isEmpty())
        own << format::text(snapshot.layer(layer).op);
    QStringList steps{joined(before), joined(own), joined(after)};
    steps.removeAll(QString());
    return steps.join(QStringLiteral(" → "));
}

QStringList structureDetails(const Snapshot& snapshot, LayerId layer)
{
    QStringList lines;
    for (const LayerRole& role : rolesOf(snapshot, layer))
        addOnce(lines, details(snapshot, snapshot.model->structures[role.structure]));
    return lines;
}

QString tensorRoleText(const Snapshot& snapshot, ValueId value)
{
    QStringList roles;
    if (!snapshot.model)
        return {};
    for (const TensorRole& role : tensorRoles(snapshot.model->structures, value)) {
        const StructureKind kind = snapshot.model->structures[role.structure].kind;
        // What enters a fold enters its layer, and most of what is inside is hidden.
        const bool isFold = kind == StructureKind::BiasAdd || kind == StructureKind::BatchNormFold;
        const bool tells = role.part == TensorPart::Inside ? kind == StructureKind::Attention
                                                           : role.part != TensorPart::Input || !isFold;
        if (tells)
            addOnce(roles, QStringLiteral("%1 · %2").arg(kindText(kind), partText(role.part)));
    }
    return joined(roles);
}

} // namespace qscope::views
