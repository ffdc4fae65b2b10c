<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>Prices</name>
    <message numerus="yes">
        <source>%1 conversion(s)</source>
        <translation>
            <numerusform>%1 conversion</numerusform>
            <numerusform>%1 conversions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qscope::app::DataCommands</name>
    <message numerus="yes">
        <source>(%n finding(s): Analyze, Look at the Data)</source>
        <translation>
            <numerusform>(%n finding: Analyze, Look at the Data)</numerusform>
            <numerusform>(%n findings: Analyze, Look at the Data)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qscope::app::GuidedStrip</name>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n finding</numerusform>
            <numerusform>%n findings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qscope::app::MessageDesk</name>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>%n new message</numerusform>
            <numerusform>%n new messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qscope::app::RangeCommands</name>
    <message numerus="yes">
        <source>%1: %n tensor(s) to compare with.</source>
        <translation>
            <numerusform>%1: %n tensor to compare with.</numerusform>
            <numerusform>%1: %n tensors to compare with.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The model does not have %n more.</source>
        <translation>
            <numerusform>The model does not have %n more.</numerusform>
            <numerusform>The model does not have %n more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: ranges of %n layer(s).</source>
        <translation>
            <numerusform>%1: ranges of %n layer.</numerusform>
            <numerusform>%1: ranges of %n layers.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qscope::app::Session</name>
    <message numerus="yes">
        <source>%n label(s) read from %1.</source>
        <translation>
            <numerusform>%n label read from %1.</numerusform>
            <numerusform>%n labels read from %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Keep %n layer(s) in floating point</source>
        <translation>
            <numerusform>Keep %n layer in floating point</numerusform>
            <numerusform>Keep %n layers in floating point</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Quantize %n layer(s)</source>
        <translation>
            <numerusform>Quantize %n layer</numerusform>
            <numerusform>Quantize %n layers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Set the bits of %n layer(s)</source>
        <translation>
            <numerusform>Set the bits of %n layer</numerusform>
            <numerusform>Set the bits of %n layers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Keep %n layer(s) in floating point for %1</source>
        <translation>
            <numerusform>Keep %n layer in floating point for %1</numerusform>
            <numerusform>Keep %n layers in floating point for %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qscope::app::UnsavedWork</name>
    <message numerus="yes">
        <source>The calibration took %n second(s) and is in no file.</source>
        <translation>
            <numerusform>The calibration took %n second and is in no file.</numerusform>
            <numerusform>The calibration took %n seconds and is in no file.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qscope::views::ChannelsPanel</name>
    <message numerus="yes">
        <source>the widest of %n channel(s) drawn as one box: zoom in to see each</source>
        <translation>
            <numerusform>the widest of %n channel drawn as one box: zoom in to see each</numerusform>
            <numerusform>the widest of %n channels drawn as one box: zoom in to see each</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qscope::views::ComparisonDialog</name>
    <message numerus="yes">
        <source>%n layer(s) differ:</source>
        <translation>
            <numerusform>%n layer differs:</numerusform>
            <numerusform>%n layers differ:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qscope::views::MetricStrip</name>
    <message numerus="yes">
        <source> (%n in FP)</source>
        <translation>
            <numerusform> (%n in FP)</numerusform>
            <numerusform> (%n in FP)</numerusform>
        </translation>
    </message>
</context>
</TS>
