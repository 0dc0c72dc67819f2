package org.assay.mip;

import java.util.List;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.query.Property;

/**
 * A mixed-integer linear program without an objective: is there a point that meets all rows?
 * Immutable.
 *
 * @param about lines for people
 */
public record MixedProgram(List<String> about, List<Variable> variables, List<Row> rows) {

  /**
   * A question about a network as MIPVerify puts it to a solver: feasible iff the network violates
   * a property, all numbers exact.
   *
   * <p>Presolve by intervals, in rationals: bounds of every unit follow from those of the variables
   * that it is a linear expression of. A ReLU whose input is never positive is 0, one whose input
   * is never negative is its input. Any other, of an input {@code e} between {@code l < 0 < u},
   * becomes a variable {@code y} from 0 to {@code u} with a binary {@code a}:
   *
   * <pre>
   *   y >= e    y <= e - l (1 - a)    y <= u a
   * </pre>
   *
   * <p>A clip with two ends is two ReLUs. Of several cases at least one binary is 1, whose
   * conditions hold; this is MIPVerify's greatest logit of other labels. Strict conditions become
   * loose ones, as there. Bounds of more than 24 characters are rounded outward to doubles, which
   * changes no solution.
   *
   * <p>Source: V. Tjeng, K. Xiao, R. Tedrake, Evaluating Robustness of Neural Networks with Mixed
   * Integer Programming, ICLR 2019, sections 4.1 and 4.2, without its bounds by linear programs.
   *
   * @throws IllegalArgumentException if the property is about more numbers than the network has
   */
  public static MixedProgram of(Network network, Property property, Units units) {
    return BigM.of(network, property, units);
  }

  /** How a sum and a number are compared. */
  public enum Relation {
    AT_LEAST,
    AT_MOST,
    EQUAL
  }

  public MixedProgram {
    about = List.copyOf(about);
    variables = List.copyOf(variables);
    rows = List.copyOf(rows);
  }

  /**
   * A number between two bounds, ends included.
   *
   * @param binary whether it is 0 or 1
   */
  public record Variable(String name, Rational low, Rational high, boolean binary) {}

  /**
   * That a sum of multiples of variables is at least, at most, or just a number.
   *
   * @param terms of different variables, no factor zero
   */
  public record Row(List<Term> terms, Relation relation, Rational bound) {

    public Row {
      terms = List.copyOf(terms);
    }
  }

  /** A multiple of the variable at a place. */
  public record Term(int variable, Rational factor) {}
}
