package org.assay.encoding;

import java.util.List;
import org.assay.exact.Rational;

/**
 * The words in which networks are written down for a solver: numbers of one sort and statements
 * about them. Terms of a solver's context are such words, and so are texts.
 *
 * @param <N> a number
 * @param <B> a statement
 */
public interface Terms<N, B> {

  /** How two numbers are compared. NaN compares as false, and the two zeros are equal. */
  enum Relation {
    AT_LEAST,
    GREATER,
    AT_MOST,
    LESS
  }

  /** The numbers that are meant. */
  NumberSort sort();

  /** A number that is looked for, known by its name. */
  N variable(String name);

  /** A number, which must be a member of the sort. */
  N number(Rational member);

  /** A product, rounded once where the sort rounds. */
  N product(Rational member, N factor);

  /**
   * A sum from left to right, rounded after every addition where the sort rounds.
   *
   * @param parts at least one
   */
  N sum(List<N> parts);

  N either(B condition, N then, N otherwise);

  /** That a number is the value of a term, bit for bit. */
  B is(N number, N term);

  B compare(N left, Relation relation, N right);

  /** True where there are none. */
  B all(List<B> parts);

  /** False where there are none. */
  B any(List<B> parts);
}
