// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panel_intents.h"

#include "app/sample_reader.h"
#include "app/session.h"
#include "app/tensor_reader.h"
#include "app/workbench.h"
#include "views/panels/attention_view.h"
#include "views/panels/channels_panel.h"
#include "views/panels/cures_panel.h"
#include "views/panels/histogram_panel.h"
#include "views/panels/history_panel.h"
#include "views/panels/layers_panel.h"
#include "views/panels/provenance_panel.h"
#include "views/panels/sensitivity_panel.h"
#include "views/panels/softmax_panel.h"

namespace qscope::app {

namespace {

void connectHistory(const views::HistoryPanel& history, Session& session)
{
    QObject::connect(&history, &views::HistoryPanel::restoreRequested, &session, &Session::restoreEntry);
    QObject::connect(&history, &views::HistoryPanel::renameRequested, &session.history(),
                     &ConfigHistory::rename);
    QObject::connect(&history, &views::HistoryPanel::annotateRequested, &session.history(),
                     &ConfigHistory::annotate);
    QObject::connect(&history, &views::HistoryPanel::removeRequested, &session.history(),
                     &ConfigHistory::remove);
}

void connectSamples(views::ProvenancePanel& samples, Session& session, QObject* owner)
{
    auto* reader = new SampleReader(session, owner);
    QObject::connect(&samples, &views::ProvenancePanel::sampleRequested, reader, &SampleReader::read);
    QObject::connect(reader, &SampleReader::sampleRead, &samples, &views::ProvenancePanel::showSample);
    QObject::connect(&samples, &views::ProvenancePanel::leaveOutRequested, &session, &Session::leaveOut);
}

void connectSoftmax(views::SoftmaxPanel& softmax, Session& session, QObject* owner)
{
    auto* reader = new TensorReader(session, owner);
    QObject::connect(&softmax, &views::SoftmaxPanel::tensorRequested, reader, &TensorReader::read);
    QObject::connect(reader, &TensorReader::tensorRead, &softmax.attention(),
                     &views::AttentionView::showTensor);
}

} // namespace

void connectIntents(Workbench& workbench, Session& session)
{
    const views::LayersPanel& layers = workbench.layers();
    QObject::connect(&layers, &views::LayersPanel::floatRequested, &session, &Session::toggleFloat);
    QObject::connect(&layers, &views::LayersPanel::bitsRequested, &session, &Session::setBits);
    QObject::connect(&workbench.channels(), &views::ChannelsPanel::quartilesRequested, &session,
                     &Session::recordChannels);
    const views::HistogramPanel& histogram = workbench.histogram();
    QObject::connect(&histogram, &views::HistogramPanel::rangeRequested, &session, &Session::setManualRange);
    QObject::connect(&histogram, &views::HistogramPanel::compareRequested, &session,
                     &Session::compareWithEntry);
    QObject::connect(&workbench.sensitivity(), &views::SensitivityPanel::measureRequested, &session,
                     &Session::measureSensitivity);
    QObject::connect(&workbench.sensitivity(), &views::SensitivityPanel::besideRequested, &session,
                     &Session::measureBeside);
    QObject::connect(&workbench.cures(), &views::CuresPanel::measureRequested, &session,
                     &Session::measureCures);
    QObject::connect(&workbench.cures(), &views::CuresPanel::applyRequested, &session, &Session::applyCure);
    connectHistory(workbench.history(), session);
    connectSoftmax(workbench.softmax(), session, &workbench);
    connectSamples(workbench.provenance(), session, &workbench);
}

} // namespace qscope::app
