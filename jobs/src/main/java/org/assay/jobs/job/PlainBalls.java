package org.assay.jobs.job;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.assay.dataset.Example;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.jobs.table.RobustnessRow;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.assay.query.PixelDomain;
import org.assay.query.Proof;
import org.assay.query.Property;
import org.assay.query.Query;
import org.assay.query.Reason;
import org.assay.smt.PlainSmt;
import org.assay.smt.PlainVerdict;
import org.assay.verify.BallProperty;
import org.jspecify.annotations.Nullable;

/** Rows of balls that the plain encoding of the whole network decides. For one thread. */
final class PlainBalls {

  private final Network network;
  private final Decider by;
  private final PlainSmt plain;

  PlainBalls(Network network, Decider by) {
    this.network = network;
    this.by = by;
    this.plain = new PlainSmt(network, by.sort());
  }

  /** How often the solver has been asked. */
  long checks() {
    return plain.checks();
  }

  /** A verdict, what gave it, and how long that took. */
  private record Decided(PlainVerdict verdict, String method, double seconds) {}

  /** The row of an image and a radius. */
  RobustnessRow row(Example example, Query query, Rational radius, Budget budget) {
    Budget.Timer timer = budget.start();
    List<Rational> image = List.of(ExactSemantics.exact(example.image()));
    PixelDomain domain = query.perturbation().domain();
    Property property = BallProperty.of(query);
    PlainVerdict verdict =
        image.stream().allMatch(domain::contains)
            ? plain.at(property, image)
            : new PlainVerdict.Undecided(Reason.OUT_OF_DOMAIN, "the image leaves " + domain);
    String method = "IMAGE";
    if (verdict instanceof PlainVerdict.Undecided undecided
        && undecided.reason() != Reason.OUT_OF_DOMAIN) {
      verdict = plain.decide(property, budget);
      method = "SMT";
    }
    double seconds = timer.elapsed().toNanos() / 1e9;
    return row(example, radius, new Decided(verdict, method, seconds));
  }

  private RobustnessRow row(Example example, Rational radius, Decided decided) {
    PlainVerdict.@Nullable Undecided undecided =
        decided.verdict instanceof PlainVerdict.Undecided u ? u : null;
    PlainVerdict.@Nullable Violated violated =
        decided.verdict instanceof PlainVerdict.Violated v ? v : null;
    boolean robust = violated == null && undecided == null;
    boolean floats = violated != null && violated.input().stream().allMatch(Rational::isFloat);
    return new RobustnessRow(
        example.id(),
        example.label(),
        Prediction.of(OrderedSemantics.logits(network, example.image())).label(),
        radius.toString(),
        radius.nearestDouble(),
        robust ? "Robust" : violated == null ? "Undecided" : "Violated",
        by.arithmetic(network),
        by.inputs(network, Inputs.REAL),
        robust ? Proof.UNSAT.name() : null,
        undecided == null ? null : undecided.reason().name(),
        undecided == null ? null : undecided.detail(),
        decided.method,
        decided.seconds,
        null,
        violated != null && floats ? floats(violated.input()) : List.of(),
        violated == null || floats ? null : exact(violated.input()),
        violated == null ? null : floats ? "FLOAT" : "RATIONAL",
        violated == null ? null : (Integer) label(violated.output()),
        violated != null && floats ? orderedLabel(violated.input()) : null);
  }

  private static List<Float> floats(List<Rational> values) {
    return values.stream().map(Rational::floorFloat).toList();
  }

  private static String exact(List<Rational> values) {
    return values.stream().map(Rational::toString).collect(Collectors.joining(","));
  }

  private static int label(List<Rational> logits) {
    return ExactSemantics.label(logits.toArray(Rational[]::new));
  }

  private @Nullable Integer orderedLabel(List<Rational> input) {
    double[] values = input.stream().mapToDouble(Rational::nearestDouble).toArray();
    double[] logits = OrderedSemantics.logits(network, Tensor.of(network.input(), values));
    return Arrays.stream(logits).allMatch(Double::isFinite)
        ? (Integer) OrderedSemantics.label(logits)
        : null;
  }
}
