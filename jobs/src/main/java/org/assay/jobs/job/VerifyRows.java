package org.assay.jobs.job;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.assay.exact.Rational;
import org.assay.jobs.table.VerifyRow;
import org.assay.query.Arithmetic;
import org.assay.query.Inputs;
import org.assay.query.Property;
import org.assay.query.PropertyVerdict;
import org.assay.query.PropertyVerdict.Holds;
import org.assay.query.PropertyVerdict.Replay;
import org.assay.query.PropertyVerdict.Undecided;
import org.assay.query.PropertyVerdict.Violated;
import org.assay.verify.PropertyAnswer;
import org.jspecify.annotations.Nullable;

/** Makes the rows of instances. */
final class VerifyRows {

  private VerifyRows() {}

  /** The row of an instance that could not be read, and why. */
  static VerifyRow unread(VerifyInstance instance, String why) {
    return new VerifyRow(
        instance.row(),
        instance.network().path(),
        null,
        instance.property(),
        null,
        null,
        null,
        "error",
        null,
        null,
        null,
        null,
        why,
        null,
        0,
        seconds(instance),
        List.of(),
        null,
        null,
        List.of(),
        null);
  }

  /**
   * The row of an answer.
   *
   * @param arithmetic that was asked about
   */
  static VerifyRow of(
      VerifyInstance instance,
      VerifyTask.ReadNetwork read,
      VerifyTask.ReadProperty asked,
      PropertyAnswer given,
      Arithmetic arithmetic) {
    Property property = asked.property();
    PropertyVerdict verdict = given.verdict();
    @Nullable Holds holds = verdict instanceof Holds h ? h : null;
    @Nullable Violated violated = verdict instanceof Violated v ? v : null;
    @Nullable Undecided undecided = verdict instanceof Undecided u ? u : null;
    @Nullable FloatRun run =
        violated == null || violated.replay() == Replay.NONE
            ? null
            : FloatRun.of(read.network(), violated.input());
    return new VerifyRow(
        instance.row(),
        instance.network().path(),
        read.hash(),
        instance.property(),
        asked.hash(),
        property.cases().size(),
        verdict.getClass().getSimpleName(),
        answer(verdict, run, property),
        undecided == null ? arithmetic.name() : null,
        undecided == null ? Inputs.REAL.name() : null,
        holds == null ? null : holds.proof().name(),
        undecided == null ? null : undecided.reason().name(),
        undecided == null ? null : undecided.detail(),
        given.method().toUpperCase(Locale.ROOT),
        given.elapsed().toNanos() / 1e9,
        seconds(instance),
        run == null ? List.of() : run.input(),
        violated == null || run != null ? null : text(violated.input()),
        violated == null ? null : text(violated.output()),
        run == null ? List.of() : run.output(),
        violated == null ? null : violated.replay().name());
  }

  /**
   * The competition's word. A violation that float32 does not show is {@code sat} only where the
   * competition's checker, with its tolerance, accepts the run as one.
   */
  static String answer(PropertyVerdict verdict, @Nullable FloatRun run, Property property) {
    if (verdict instanceof Holds) {
      return "unsat";
    }
    if (verdict instanceof Violated violated) {
      boolean shown = violated.replay() == Replay.HOLDS;
      return shown || (run != null && run.isAccepted(property)) ? "sat" : "unknown";
    }
    return switch (((Undecided) verdict).reason()) {
      case TIMEOUT -> "timeout";
      case CRASHED -> "error";
      default -> "unknown";
    };
  }

  static double seconds(VerifyInstance instance) {
    return instance.timeout().toNanos() / 1e9;
  }

  static String text(List<Rational> values) {
    return values.stream().map(Rational::toString).collect(Collectors.joining(","));
  }
}
