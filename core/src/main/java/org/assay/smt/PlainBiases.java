package org.assay.smt;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Expr;
import com.microsoft.z3.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntBinaryOperator;
import org.assay.encoding.EncodedLayer;
import org.assay.encoding.EncodedNetwork;
import org.assay.encoding.EncodedProperty;
import org.assay.encoding.NumberSort;
import org.assay.exact.Rational;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.query.Budget;
import org.assay.query.Property;

/**
 * The plain encoding of one network at several inputs, some of its biases being variables that all
 * of them share, put to Z3 as it stands.
 *
 * <p>Question: are there biases of the sort, each within a range, with which the outputs at every
 * input fulfil conditions, when the network is run in the sort's arithmetic and no number of these
 * runs overflows? Guarantee: sound and complete within the budget, in that arithmetic and no other;
 * that the solver's biases do so is the caller's to check. Cost: exponential in the units of all
 * inputs. Source: Lantern, equations (5) to (10) and (16).
 *
 * <p>For one thread. Close it.
 */
public final class PlainBiases implements AutoCloseable {

  private final WatchedContext context = new WatchedContext();
  private final NumberSort sort;
  private final Encoded<?> encoded;
  private long checks;

  /**
   * An input and what is wanted of the outputs there.
   *
   * @param input members of the sort
   * @param wanted about outputs alone; over floats each compares one with a constant, or two
   */
  public record Example(List<Rational> input, List<Property.Condition> wanted) {

    public Example {
      input = List.copyOf(input);
      wanted = List.copyOf(wanted);
    }
  }

  /**
   * The variables.
   *
   * @param count how many there are
   * @param positions of a layer and an output, which variable it adds in place of its bias;
   *     negative where the bias stands
   */
  public record Variables(int count, IntBinaryOperator positions) {}

  /** Between which exact numbers a bias lies, ends included. */
  public record Range(Rational low, Rational high) {}

  /**
   * Writes all examples down.
   *
   * @throws IllegalArgumentException if a number of the network is out of the sort's range
   */
  public PlainBiases(
      Network network, NumberSort sort, Variables variables, List<Example> examples) {
    this.sort = sort;
    this.encoded =
        sort instanceof NumberSort.Floats floats
            ? Encoded.of(Z3Terms.floats(context, floats.format()), network, variables, examples)
            : Encoded.of(Z3Terms.real(context), network, variables, examples);
  }

  /** How often the solver has been asked. */
  public long checks() {
    return checks;
  }

  /** Biases within ranges, one for each variable; or that there are none; or why that is open. */
  public Outcome ask(List<Range> ranges, Budget.Timer timer) {
    checks++;
    return encoded.ask(new PlainSolver(context, sort), ranges, timer);
  }

  /** All examples in the terms of a context. */
  private record Encoded<S extends Sort>(
      Z3Terms<S> terms, List<Expr<S>> biases, List<BoolExpr> statements) {

    static <S extends Sort> Encoded<S> of(
        Z3Terms<S> terms, Network network, Variables variables, List<Example> examples) {
      List<Expr<S>> biases = new ArrayList<>();
      for (int v = 0; v < variables.count(); v++) {
        biases.add(terms.variable("bias_" + v));
      }
      EncodedNetwork.Biases<Expr<S>> shared =
          (layer, output) -> {
            int variable = variables.positions().applyAsInt(layer, output);
            return variable < 0 ? Optional.empty() : Optional.of(biases.get(variable));
          };
      List<BoolExpr> statements = new ArrayList<>();
      for (Example example : examples) {
        List<Expr<S>> inputs = example.input().stream().map(terms::number).toList();
        String name = "example" + statements.size() + "_";
        EncodedNetwork<Expr<S>, BoolExpr> run =
            EncodedNetwork.of(network, terms, new EncodedNetwork.Given<>(name, inputs, shared));
        statements.addAll(run.constraints());
        statements.addAll(finite(terms, run));
        statements.addAll(EncodedProperty.holding(example.wanted(), terms, run));
      }
      return new Encoded<>(terms, biases, statements);
    }

    /** That no sum overflows: once one does, it stays infinite or becomes NaN. */
    private static <S extends Sort> List<BoolExpr> finite(
        Z3Terms<S> terms, EncodedNetwork<Expr<S>, BoolExpr> run) {
      if (!(terms.sort() instanceof NumberSort.Floats floats)) {
        return List.of();
      }
      Rational most = floats.format().greatest();
      List<BoolExpr> finite = new ArrayList<>();
      for (EncodedLayer<Expr<S>, BoolExpr> layer : run.layers()) {
        if (layer.layer() instanceof Linear) {
          layer
              .outputs()
              .forEach(y -> finite.add(EncodedProperty.between(terms, y, most.negate(), most)));
        }
      }
      return finite;
    }

    Outcome ask(PlainSolver solver, List<Range> ranges, Budget.Timer timer) {
      statements.forEach(solver::add);
      for (int v = 0; v < biases.size(); v++) {
        Range range = ranges.get(v);
        solver.add(EncodedProperty.between(terms, biases.get(v), range.low(), range.high()));
      }
      return solver.check(terms, biases, timer);
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
