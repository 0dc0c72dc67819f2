package org.assay.jobs.conf;

import java.util.Locale;
import java.util.function.Function;
import org.assay.jobs.conf.AuditPlan.PlannedNetwork;
import org.assay.jobs.job.ImplantQuestion;
import org.assay.jobs.job.PatchTerms;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.Selection;
import org.assay.jobs.run.Times;
import org.jspecify.annotations.Nullable;

/** Turns the keys of one question about biases into what they mean, and notes what is wrong. */
record BiasReader(Section section, Problems problems) {

  private static final String TO = "to";

  /** A question about drawn sets; null where it cannot be asked. */
  @Nullable Question patch() {
    BiasQuestion.Terms terms = terms();
    int sets = section.value("sets", text -> atLeast(1, text));
    Integer from = section.required("from", QuestionReader::label);
    Integer to = section.required(TO, QuestionReader::label);
    return made(terms, asked -> new BiasQuestion.Patch(section.place(), asked, sets, from, to));
  }

  @Nullable Question implant() {
    BiasQuestion.Terms terms = terms();
    int sets = section.value("sets", text -> atLeast(1, text));
    String to = section.value(TO, BiasReader::target);
    return made(
        terms,
        asked ->
            new BiasQuestion.Implant(
                section.place(), asked, to, new ImplantQuestion.Sets(sets, asked.perLabel())));
  }

  @Nullable Question repair() {
    BiasQuestion.Terms terms = terms();
    int wrong = section.value("fix-wrong", text -> atLeast(1, text));
    Selection heldOut = section.optional("held-out", Selection::parse);
    return made(terms, asked -> new BiasQuestion.Repair(section.place(), asked, wrong, heldOut));
  }

  private @Nullable Question made(
      BiasQuestion.@Nullable Terms terms, Function<BiasQuestion.Terms, Question> question) {
    try {
      return terms == null ? null : question.apply(terms);
    } catch (BadInput e) {
      problems.add(section.place(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  private BiasQuestion.@Nullable Terms terms() {
    String bound = section.required("bound", Function.identity());
    String precision = section.value("precision", Function.identity());
    var timeout = section.value("timeout", Times::parse);
    Selection layers =
        section.value(
            "layers",
            text ->
                text.toLowerCase(Locale.ROOT).equals("all")
                    ? Selection.ALL
                    : Selection.parse(text));
    int perLabel = section.value("keep-per-label", text -> atLeast(0, text));
    String reduce = section.optional("reduce", PlanReader::present);
    PlannedNetwork reduction =
        reduce == null
            ? null
            : new PlannedNetwork(section.place("reduce"), new NetworkSource(reduce, null));
    try {
      PatchTerms patch = PatchTerms.parse(bound, precision, "label", timeout, null);
      return new BiasQuestion.Terms(patch, layers, perLabel, reduction);
    } catch (BadInput e) {
      problems.add(section.place(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static String target(String text) {
    if (!text.equals("any")) {
      QuestionReader.label(text);
    }
    return text;
  }

  private static int atLeast(int least, String text) {
    long number = Words.whole(text);
    if (number < least || number > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("write a whole number, %d or more".formatted(least));
    }
    return (int) number;
  }
}
