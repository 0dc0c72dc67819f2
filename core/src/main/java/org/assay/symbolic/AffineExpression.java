package org.assay.symbolic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.assay.exact.Rational;

/**
 * An exact affine function of pixels: the sum of {@code coefficient * x[pixel]} over its terms,
 * plus a constant.
 *
 * @param terms those with a coefficient other than zero, by ascending pixel
 */
public record AffineExpression(List<Term> terms, Rational constant) {

  /** One pixel (a flat position of the image) and its coefficient. */
  public record Term(int pixel, Rational coefficient) {}

  public AffineExpression {
    terms = List.copyOf(terms);
  }

  /** What a row of a trace is as a function of all pixels, as long as the pattern holds. */
  public static AffineExpression ofRow(Trace trace, int row) {
    Rational[] coefficients = trace.exactCoefficients(row);
    List<Term> terms = new ArrayList<>();
    Rational constant = trace.exactValue(row);
    for (int p = 0; p < coefficients.length; p++) {
      if (coefficients[p].signum() != 0) {
        terms.add(new Term(p, coefficients[p]));
        constant = constant.minus(coefficients[p].times(Rational.of(trace.image().at(p))));
      }
    }
    return new AffineExpression(terms, constant);
  }

  /** The value at a point. */
  public Rational at(IntFunction<Rational> pixels) {
    Rational sum = constant;
    for (Term term : terms) {
      sum = sum.plus(term.coefficient().times(pixels.apply(term.pixel())));
    }
    return sum;
  }

  /** This expression less a number. */
  public AffineExpression minus(Rational number) {
    return new AffineExpression(terms, constant.minus(number));
  }
}
