package org.assay.smt;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Sort;
import com.microsoft.z3.Status;
import java.util.ArrayList;
import java.util.List;
import org.assay.RandomNetworks;
import org.assay.encoding.EncodedLayer;
import org.assay.encoding.EncodedNetwork;
import org.assay.encoding.NumberSort;
import org.assay.encoding.Terms;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.eval.RoundedSemantics;
import org.assay.exact.FloatFormat;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.Semantics;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The equations against runs: with the inputs fixed there is a solution, it is the run, layer by
 * layer, and there is no other.
 */
@SuppressWarnings("unchecked")
class EncodedNetworkTest {

  /** The states after every layer. */
  private static List<Rational[]> states(
      Network network, Semantics<Rational[]> semantics, Rational[] input) {
    List<Rational[]> states = new ArrayList<>();
    Rational[] state = input;
    for (Layer layer : network.layers()) {
      state =
          layer instanceof Linear linear
              ? semantics.linear(linear, state)
              : semantics.clip((Clip) layer, state);
      states.add(state);
    }
    return states;
  }

  private static <S extends Sort> void assertOnlySolution(
      Network network, Z3Terms<S> terms, Rational[] input, List<Rational[]> states) {
    EncodedNetwork<Expr<S>, BoolExpr> encoded = EncodedNetwork.of(network, terms);
    List<BoolExpr> given = new ArrayList<>(encoded.constraints());
    for (int i = 0; i < input.length; i++) {
      given.add(terms.is(encoded.inputs().get(i), terms.number(input[i])));
    }
    Solver solver = solver(terms);
    solver.add(terms.all(given));
    assertThat(solver.check()).isEqualTo(Status.SATISFIABLE);
    List<BoolExpr> others = new ArrayList<>();
    for (int l = 0; l < states.size(); l++) {
      EncodedLayer<Expr<S>, BoolExpr> layer = encoded.layers().get(l);
      assertThat(layer.outputs()).hasSameSizeAs(states.get(l));
      for (int i = 0; i < states.get(l).length; i++) {
        Rational expected = states.get(l)[i];
        Expr<S> output = layer.outputs().get(i);
        assertThat(terms.value(solver.getModel(), output))
            .as(network.name() + ": " + output)
            .contains(expected);
        Expr<S> number = terms.number(expected);
        others.add(
            terms.any(
                List.of(
                    terms.context().mkNot(terms.compare(output, Terms.Relation.AT_LEAST, number)),
                    terms.context().mkNot(terms.compare(output, Terms.Relation.AT_MOST, number)))));
      }
    }
    Solver second = solver(terms);
    second.add(terms.all(given), terms.any(others));
    assertThat(second.check()).isEqualTo(Status.UNSATISFIABLE);
  }

  /** Floats are settled by the solver's simplifications, which its simple solver leaves out. */
  private static Solver solver(Z3Terms<?> terms) {
    return terms.sort() instanceof NumberSort.Floats
        ? terms.context().mkSolver("QF_FP")
        : terms.context().mkSimpleSolver();
  }

  @Tag("long")
  @Test
  void overRealsTheOnlySolutionIsTheExactRun() {
    for (int seed = 0; seed < 1_500; seed++) {
      RandomNetworks random = new RandomNetworks(seed, ElementType.FLOAT32);
      Network network = seed % 50 == 0 ? random.convolutional() : random.dense();
      Rational[] input = ExactSemantics.exact(random.image(network));
      try (Context context = new Context()) {
        assertOnlySolution(
            network, Z3Terms.real(context), input, states(network, new ExactSemantics(), input));
      }
    }
  }

  @Test
  void overFloat32TheOnlySolutionIsTheRunInTheStatedOrder() {
    for (int seed = 0; seed < 1_000; seed++) {
      RandomNetworks random = new RandomNetworks(seed, ElementType.FLOAT32);
      Network network = seed % 100 == 0 ? random.convolutional() : random.dense();
      Tensor image = random.image(network);
      Rational[] input = ExactSemantics.exact(image);
      List<Rational[]> states = new ArrayList<>();
      double[] state = image.toDoubles();
      OrderedSemantics ordered = OrderedSemantics.of(ElementType.FLOAT32);
      for (Layer layer : network.layers()) {
        state =
            layer instanceof Linear linear
                ? ordered.linear(linear, state)
                : ordered.clip((Clip) layer, state);
        Rational[] exact = new Rational[state.length];
        for (int i = 0; i < exact.length; i++) {
          exact[i] = Rational.of(state[i]);
        }
        states.add(exact);
      }
      try (Context context = new Context()) {
        assertOnlySolution(network, Z3Terms.floats(context, FloatFormat.FLOAT32), input, states);
      }
    }
  }

  @Test
  void overOtherFloatsTheOnlySolutionIsTheRunRoundedToThem() {
    for (FloatFormat format : List.of(new FloatFormat(5, 11), new FloatFormat(11, 53))) {
      for (int seed = 0; seed < 150; seed++) {
        RandomNetworks random = new RandomNetworks(seed, ElementType.FLOAT32);
        Network network = random.dense();
        Rational[] input = ExactSemantics.exact(random.image(network));
        for (int i = 0; i < input.length; i++) {
          input[i] = format.nearest(input[i]).orElseThrow();
        }
        try (Context context = new Context()) {
          assertOnlySolution(
              network,
              Z3Terms.floats(context, format),
              input,
              states(network, new RoundedSemantics(format), input));
        }
      }
    }
  }
}
