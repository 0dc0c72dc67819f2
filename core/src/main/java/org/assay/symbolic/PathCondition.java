package org.assay.symbolic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.symbolic.HalfSpace.Relation;

/**
 * The path condition of an image (the paper's PC): the points that have its activation pattern are
 * exactly those that lie in every half-space. A ReLU gives one clause; a unit strictly between two
 * bounds gives two.
 */
public record PathCondition(List<HalfSpace> clauses) {

  public PathCondition {
    clauses = List.copyOf(clauses);
  }

  /** The path condition of a trace over all pixels; its expressions are exact. */
  public static PathCondition of(Trace trace) {
    return new PathCondition(
        IntStream.range(0, trace.units())
            .mapToObj(unit -> clauses(trace, unit, AffineExpression.ofRow(trace, unit)))
            .flatMap(List::stream)
            .toList());
  }

  /** The clauses that fix the phase of one unit, given its input as an expression. */
  static List<HalfSpace> clauses(Trace trace, int unit, AffineExpression input) {
    Clip clip = trace.network().clip(unit);
    return switch (trace.phase(unit)) {
      case BELOW -> List.of(against(unit, input, clip.low(), Relation.NOT_POSITIVE));
      case ABOVE -> List.of(against(unit, input, clip.high(), Relation.NOT_NEGATIVE));
      case INSIDE -> {
        List<HalfSpace> between = new ArrayList<>();
        if (Double.isFinite(clip.low())) {
          between.add(against(unit, input, clip.low(), Relation.POSITIVE));
        }
        if (Double.isFinite(clip.high())) {
          between.add(against(unit, input, clip.high(), Relation.NEGATIVE));
        }
        yield between;
      }
    };
  }

  private static HalfSpace against(
      int unit, AffineExpression input, double bound, Relation relation) {
    return new HalfSpace(unit, input.minus(Rational.of(bound)), relation);
  }

  /** Whether the image with these pixels has the pattern. */
  public boolean contains(IntFunction<Rational> pixels) {
    return clauses.stream().allMatch(clause -> clause.contains(pixels));
  }
}
