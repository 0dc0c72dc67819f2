package org.assay.jobs.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.Semantics;
import org.assay.network.SparseRows;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.smt.Formula;
import org.assay.smt.Outcome;
import org.assay.smt.Z3Session;

/**
 * A whole network as it is written down for a solver without further thought: a variable for the
 * value of one free pixel and one for the output of each unit, whose cases are all kept.
 */
final class PlainEncoding implements Semantics<List<PlainEncoding.Sum>> {

  private final List<Formula> conditions = new ArrayList<>();
  private int variables;

  /** A constant plus multiples of variables. */
  record Sum(Rational constant, Map<Integer, Rational> terms) {

    static Sum of(Rational constant) {
      return new Sum(constant, Map.of());
    }

    static Sum variable(int index) {
      return new Sum(Rational.ZERO, Map.of(index, Rational.ONE));
    }

    Sum plus(Rational factor, Sum other) {
      Map<Integer, Rational> sum = new TreeMap<>(terms);
      other.terms.forEach((v, c) -> sum.merge(v, factor.times(c), Rational::plus));
      return new Sum(constant.plus(factor.times(other.constant)), sum);
    }

    Formula atLeastZero(boolean strict) {
      List<Formula.Term> list = new ArrayList<>();
      terms.forEach((v, c) -> list.add(new Formula.Term(v, c)));
      return new Formula.Inequality(constant, list, strict);
    }
  }

  /** Whether some other logit can exceed a label's when a pixel takes any value from 0 to 1. */
  static boolean attackable(Network network, Tensor image, int pixel, int label) {
    PlainEncoding encoding = new PlainEncoding();
    List<Sum> input = new ArrayList<>();
    for (int i = 0; i < image.size(); i++) {
      input.add(Sum.of(Rational.of(image.at(i))));
    }
    input.set(pixel, encoding.variable(Rational.ZERO, Rational.ONE));
    List<Sum> logits = network.run(encoding, input);
    List<Formula> attacks = new ArrayList<>();
    for (int k = 0; k < logits.size(); k++) {
      if (k != label) {
        attacks.add(logits.get(k).plus(Rational.ONE.negate(), logits.get(label)).atLeastZero(true));
      }
    }
    try (Z3Session session = new Z3Session();
        Z3Session.Problem problem = session.open(encoding.variables)) {
      problem.require(new Formula.All(encoding.conditions));
      return problem.check(new Formula.Any(attacks), Budget.UNLIMITED.start())
          instanceof Outcome.Sat;
    }
  }

  private Sum variable(Rational low, Rational high) {
    Sum variable = Sum.variable(variables++);
    conditions.add(difference(variable, Sum.of(low)));
    conditions.add(difference(Sum.of(high), variable));
    return variable;
  }

  /** The first is at least the second. */
  private static Formula difference(Sum first, Sum second) {
    return first.plus(Rational.ONE.negate(), second).atLeastZero(false);
  }

  @Override
  public List<Sum> linear(Linear layer, List<Sum> input) {
    SparseRows rows = layer.rows();
    List<Sum> output = new ArrayList<>();
    for (int r = 0; r < rows.rows(); r++) {
      Sum sum = Sum.of(Rational.of(rows.bias(r)));
      for (int k = rows.start(r); k < rows.start(r + 1); k++) {
        sum = sum.plus(Rational.of(rows.weight(k)), input.get(rows.column(k)));
      }
      output.add(sum);
    }
    return output;
  }

  @Override
  public List<Sum> clip(Clip clip, List<Sum> input) {
    List<Sum> output = new ArrayList<>();
    for (Sum before : input) {
      Sum after = Sum.variable(variables++);
      List<Formula> cases = new ArrayList<>();
      List<Formula> inside = new ArrayList<>(equal(after, before));
      if (Double.isFinite(clip.low())) {
        Sum low = Sum.of(Rational.of(clip.low()));
        cases.add(together(difference(low, before), equal(after, low)));
        inside.add(difference(before, low));
      }
      if (Double.isFinite(clip.high())) {
        Sum high = Sum.of(Rational.of(clip.high()));
        cases.add(together(difference(before, high), equal(after, high)));
        inside.add(difference(high, before));
      }
      cases.add(new Formula.All(inside));
      conditions.add(new Formula.Any(cases));
      output.add(after);
    }
    return output;
  }

  private static List<Formula> equal(Sum first, Sum second) {
    return List.of(difference(first, second), difference(second, first));
  }

  private static Formula together(Formula first, List<Formula> others) {
    List<Formula> all = new ArrayList<>(others);
    all.add(first);
    return new Formula.All(all);
  }
}
