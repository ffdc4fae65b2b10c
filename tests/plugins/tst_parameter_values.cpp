// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "plugins/api/parameter_values.h"

using namespace qscope;
using namespace qscope::plugins;

namespace {

std::vector<Parameter> declared()
{
    return {Parameter::boolean("absorb", true, "Absorb high biases."),
            Parameter::integer("samples", 32, 1, 512, "Samples to look at.", "samples"),
            Parameter::real("alpha", 0.5, 0, 1, "Migration strength."),
            Parameter::choice("grid", "max", {{"max", "extremes"}, {"mse", "least squares"}}, "Where ranges come from."),
            Parameter::text("layers", "", "Only layers whose names hold this.")};
}

ParameterValues defaults()
{
    auto values = ParameterValues::of(declared());
    return values.ok() ? *values : ParameterValues();
}

QString text(const Status& status) { return status.ok() ? QString("ok") : QString::fromStdString(status.error().text()); }

} // namespace

class TestParameterValues : public QObject {
    Q_OBJECT

private slots:
    void beginWithTheDefaults()
    {
        const ParameterValues values = defaults();
        QCOMPARE(values.declared().size(), size_t(5));
        QCOMPARE(values.boolean("absorb"), true);
        QCOMPARE(values.integer("samples"), int64_t(32));
        QCOMPARE(values.real("alpha"), 0.5);
        QCOMPARE(values.text("grid"), std::string("max"));
        QCOMPARE(values.text("layers"), std::string());
    }

    void takeWhatIsAllowed_data()
    {
        QTest::addColumn<QString>("assignment");
        QTest::addColumn<QString>("value");
        QTest::newRow("a bool in words") << "absorb=off" << "false";
        QTest::newRow("a bool as a digit") << "absorb=1" << "true";
        QTest::newRow("the least integer") << "samples=1" << "1";
        QTest::newRow("the largest integer") << "samples=512" << "512";
        QTest::newRow("an integer for a real") << "alpha=1" << "1";
        QTest::newRow("a real with an exponent") << "alpha=2.5e-1" << "0.25";
        QTest::newRow("a choice") << "grid=mse" << "mse";
        QTest::newRow("a text with an equals sign") << "layers=a=b" << "a=b";
        QTest::newRow("an empty text") << "layers=" << "";
    }
    void takeWhatIsAllowed()
    {
        QFETCH(QString, assignment);
        QFETCH(QString, value);
        ParameterValues values = defaults();
        QCOMPARE(text(values.set(assignment.toStdString())), "ok");
        const std::string key = assignment.section('=', 0, 0).toStdString();
        QCOMPARE(QString::fromStdString(valueText(values.value(key))), value);
    }

    void refuseEverythingElseInOneSentence_data()
    {
        QTest::addColumn<QString>("assignment");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no equals sign") << "alpha" << "'alpha' is not of the form key=value";
        QTest::newRow("a key with a typing error") << "sampels=3" << "unknown parameter 'sampels'; did you mean 'samples'?";
        QTest::newRow("a key like none") << "temperature=3"
            << "unknown parameter 'temperature'; there are 'absorb', 'samples', 'alpha', 'grid', 'layers'";
        QTest::newRow("an empty key") << "=3" << "unknown parameter ''; there are 'absorb', 'samples', 'alpha', 'grid', 'layers'";
        QTest::newRow("an integer out of range") << "samples=513" << "'samples' is '513', but has to be an integer from 1 to 512";
        QTest::newRow("an integer beyond 64 bits") << "samples=99999999999999999999"
            << "'samples' is '99999999999999999999', but has to be an integer from 1 to 512";
        QTest::newRow("a fraction for an integer") << "samples=1.5" << "'samples' is '1.5', but has to be an integer from 1 to 512";
        QTest::newRow("digits followed by letters") << "samples=3x" << "'samples' is '3x', but has to be an integer from 1 to 512";
        QTest::newRow("no number") << "alpha=" << "'alpha' is '', but has to be a number from 0 to 1";
        QTest::newRow("not a number") << "alpha=nan" << "'alpha' is 'nan', but has to be a number from 0 to 1";
        QTest::newRow("a real out of range") << "alpha=-0.1" << "'alpha' is '-0.1', but has to be a number from 0 to 1";
        QTest::newRow("a choice that is none") << "grid=Max" << "'grid' is 'Max', but has to be one of 'max', 'mse'";
        QTest::newRow("a bool in other words") << "absorb=maybe" << "'absorb' is 'maybe', but has to be true or false";
    }
    void refuseEverythingElseInOneSentence()
    {
        QFETCH(QString, assignment);
        QFETCH(QString, sentence);
        ParameterValues values = defaults();
        QCOMPARE(text(values.set(assignment.toStdString())), sentence);
        for (const Parameter& p : values.declared())
            QCOMPARE(values.value(p.name), p.defaultValue);
    }

    void takeValuesOfAForm()
    {
        ParameterValues values = defaults();
        QVERIFY(values.set("alpha", ParameterValue(int64_t(1))).ok());
        QCOMPARE(values.real("alpha"), 1.0);
        QCOMPARE(text(values.set("samples", ParameterValue(2.0))),
                 "'samples' is '2', but has to be an integer from 1 to 512");
        QCOMPARE(text(values.set("alpha", ParameterValue(std::numeric_limits<double>::infinity()))),
                 "'alpha' is 'inf', but has to be a number from 0 to 1");
    }

    void refuseBadDeclarations_data()
    {
        QTest::addColumn<Parameter>("parameter");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no name") << Parameter::boolean("", true, "") << "a parameter is declared with the name ''";
        QTest::newRow("a name with a space") << Parameter::boolean("a b", true, "") << "a parameter is declared with the name 'a b'";
        QTest::newRow("a name twice") << Parameter::boolean("alpha", true, "") << "the parameter 'alpha' is declared twice";
        QTest::newRow("a default out of range") << Parameter::integer("n", 0, 1, 2, "")
                                                << "the default of 'n' is '0', but has to be an integer from 1 to 2";
        QTest::newRow("a choice without choices") << Parameter::choice("c", "x", {}, "")
                                                  << "the default of 'c' is 'x', but has to be one of ";
    }
    void refuseBadDeclarations()
    {
        QFETCH(Parameter, parameter);
        QFETCH(QString, sentence);
        const auto values = ParameterValues::of({Parameter::real("alpha", 0, 0, 1, ""), parameter});
        QVERIFY(!values.ok());
        QCOMPARE(QString::fromStdString(values.error().text()), sentence);
    }

    void sayWhenAPluginAsksForWhatItDidNotDeclare()
    {
        const ParameterValues values = defaults();
        QVERIFY_EXCEPTION_THROWN(values.real("beta"), std::logic_error);
        QVERIFY_EXCEPTION_THROWN(values.real("samples"), std::logic_error);
    }

    void describeOpenRanges()
    {
        const double infinity = std::numeric_limits<double>::infinity();
        QCOMPARE(allowedText(Parameter::real("a", 0, 0, infinity, "")), std::string("a number of at least 0"));
        QCOMPARE(allowedText(Parameter::real("a", 0, -infinity, 8, "")), std::string("a number of at most 8"));
        QCOMPARE(allowedText(Parameter::real("a", 0, -infinity, infinity, "")), std::string("a number"));
    }
};

QTEST_GUILESS_MAIN(TestParameterValues)
#include "tst_parameter_values.moc"
