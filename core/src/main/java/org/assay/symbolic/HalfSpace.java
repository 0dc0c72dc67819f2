package org.assay.symbolic;

import java.util.function.IntFunction;
import org.assay.exact.Rational;

/**
 * One clause of a path condition: how an expression compares with zero.
 *
 * @param unit the unit whose activation the clause fixes
 */
public record HalfSpace(int unit, AffineExpression expression, Relation relation) {

  /** How a number compares with zero. */
  public enum Relation {
    POSITIVE(">"),
    NOT_NEGATIVE(">="),
    NEGATIVE("<"),
    NOT_POSITIVE("<=");

    private final String sign;

    Relation(String sign) {
      this.sign = sign;
    }

    /** The sign as SMT-LIB writes it, such as {@code <=}. */
    public String sign() {
      return sign;
    }

    /** Whether a number of this sign satisfies the relation. */
    public boolean holds(int signum) {
      return switch (this) {
        case POSITIVE -> signum > 0;
        case NOT_NEGATIVE -> signum >= 0;
        case NEGATIVE -> signum < 0;
        case NOT_POSITIVE -> signum <= 0;
      };
    }
  }

  /** Whether a point lies in the half-space. */
  public boolean contains(IntFunction<Rational> pixels) {
    return relation.holds(expression.at(pixels).signum());
  }
}
