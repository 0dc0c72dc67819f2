package org.assay.mip;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.RealExpr;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.query.Property;
import org.assay.query.PropertyVerdict;
import org.assay.smt.Z3Session;
import org.assay.verify.PropertySearch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Written programs, read back from their text and solved in exact fractions by Z3. */
class MixedProgramTest {

  private static final Budget TIME = Budget.of(Duration.ofSeconds(60));

  private static String mps(Network network, Property property, Units units) {
    StringBuilder text = new StringBuilder();
    try {
      MpsWriter.write(MixedProgram.of(network, property, units), Numbers.EXACT, text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return text.toString();
  }

  /** Whether the program of an MPS text is feasible, its decimals taken as exact numbers. */
  private static boolean isFeasible(String mps) {
    assertThat(mps).contains("* numbers rounded to 24 characters: 0\n").endsWith("ENDATA\n");
    try (Context context = new Context()) {
      Solver solver = context.mkSolver();
      solver.add(new Reading(context, mps).statements().toArray(BoolExpr[]::new));
      Status status = solver.check();
      assertThat(status).isNotEqualTo(Status.UNKNOWN);
      return status == Status.SATISFIABLE;
    }
  }

  /** A reader of free MPS that shares nothing with the writer. */
  private record Reading(Context context, String mps) {

    private RealExpr number(String decimal) {
      return context.mkReal(Rational.parse(decimal).toString());
    }

    List<BoolExpr> statements() {
      Map<String, String> relations = new HashMap<>();
      Map<String, List<RealExpr>> sums = new HashMap<>();
      Map<String, String> right = new HashMap<>();
      List<BoolExpr> statements = new ArrayList<>();
      String section = "";
      boolean integers = false;
      for (String line : mps.lines().filter(line -> !line.startsWith("*")).toList()) {
        String[] words = line.strip().split(" +");
        if (!line.startsWith(" ")) {
          section = words[0];
        } else if (section.equals("ROWS")) {
          relations.put(words[1], words[0]);
        } else if (section.equals("COLUMNS") && words[1].equals("'MARKER'")) {
          integers = words[2].equals("'INTORG'");
        } else if (section.equals("COLUMNS")) {
          RealExpr variable = context.mkRealConst(words[0]);
          sums.computeIfAbsent(words[1], row -> new ArrayList<>())
              .add((RealExpr) context.mkMul(number(words[2]), variable));
          if (integers) {
            statements.add(
                context.mkOr(
                    context.mkEq(variable, number("0")), context.mkEq(variable, number("1"))));
          }
        } else if (section.equals("RHS")) {
          right.put(words[1], words[2]);
        } else {
          statements.add(bound(words));
        }
      }
      relations.remove("none");
      relations.forEach(
          (row, relation) ->
              statements.add(
                  compared(
                      relation,
                      (RealExpr)
                          context.mkAdd(sums.getOrDefault(row, List.of()).toArray(RealExpr[]::new)),
                      number(right.getOrDefault(row, "0")))));
      return statements;
    }

    private BoolExpr bound(String[] words) {
      RealExpr variable = context.mkRealConst(words[2]);
      String relation =
          switch (words[0]) {
            case "LO" -> "G";
            case "UP" -> "L";
            default -> "E";
          };
      return compared(relation, variable, number(words[3]));
    }

    private BoolExpr compared(String relation, RealExpr left, RealExpr right) {
      return switch (relation) {
        case "G" -> context.mkGe(left, right);
        case "L" -> context.mkLe(left, right);
        default -> context.mkEq(left, right);
      };
    }
  }

  private static Network network(Random random, int inputs) {
    List<Layer> layers = new ArrayList<>();
    int width = inputs;
    for (int hidden = 1 + random.nextInt(3); hidden > 0; hidden--) {
      int next = 2 + random.nextInt(3);
      layers.add(dense(random, width, next));
      layers.add(
          random.nextInt(3) == 0 ? Clip.hardTanh(Shape.of(next)) : Clip.relu(Shape.of(next)));
      width = next;
    }
    layers.add(dense(random, width, 2 + random.nextInt(2)));
    return new Network("small", ElementType.FLOAT64, Shape.of(inputs), layers);
  }

  private static Dense dense(Random random, int inputs, int outputs) {
    double[] weights = random.doubles((long) inputs * outputs, -1, 1).toArray();
    double[] biases = random.doubles(outputs, -0.5, 0.5).toArray();
    return Dense.of(
        Tensor.of(Shape.of(outputs, inputs), weights), Tensor.of(Shape.of(outputs), biases));
  }

  private static Property property(Random random, Network network) {
    List<Property.Case> cases = new ArrayList<>();
    for (int left = 1 + random.nextInt(3); left > 0; left--) {
      List<Rational> low = new ArrayList<>();
      List<Rational> high = new ArrayList<>();
      for (int i = 0; i < network.inputs(); i++) {
        low.add(Rational.of(random.nextInt(10), 10));
        high.add(low.get(i).plus(Rational.of(random.nextInt(6), 10)));
      }
      List<Property.Term> terms = new ArrayList<>();
      terms.add(new Property.Term(Rational.ONE, false, 0));
      terms.add(new Property.Term(Rational.of(-1), false, 1));
      if (random.nextInt(3) == 0) {
        terms.add(new Property.Term(Rational.of(1, 4), true, 0));
      }
      Property.Condition first =
          new Property.Condition(terms, Rational.of(random.nextInt(-5, 3), 10), false);
      Property.Condition second =
          new Property.Condition(
              List.of(new Property.Term(Rational.of(2), false, 1)), Rational.ONE, false);
      cases.add(
          new Property.Case(
              new Property.Box(low, high),
              random.nextBoolean() ? List.of(first) : List.of(first, second)));
    }
    return new Property(cases);
  }

  @ParameterizedTest
  @EnumSource(Units.class)
  void feasibleIsWhatIsViolated(Units units) {
    int violated = 0;
    try (Z3Session session = new Z3Session()) {
      PropertySearch search = new PropertySearch(session);
      for (int seed = 0; seed < 150; seed++) {
        Random random = new Random(seed);
        Network network = network(random, 1 + random.nextInt(3));
        Property property = property(random, network);
        PropertyVerdict expected = search.decide(network, property, TIME).verdict();
        assertThat(expected).isNotInstanceOf(PropertyVerdict.Undecided.class);
        boolean feasible = isFeasible(mps(network, property, units));
        assertThat(feasible)
            .as("seed " + seed)
            .isEqualTo(expected instanceof PropertyVerdict.Violated);
        violated += feasible ? 1 : 0;
      }
    }
    assertThat(violated).isBetween(40, 110);
  }

  /** Figure 1 of the paper: an input, then A; B and D; C; C and 1 - 2 C. */
  private static Network figureOne(double sigma, double omega) {
    return new Network(
        "switch",
        ElementType.FLOAT64,
        Shape.of(1),
        List.of(
            layer(new double[][] {{1}}, -0.5),
            Clip.relu(Shape.of(1)),
            layer(new double[][] {{sigma}, {0}}, 1, 1),
            Clip.relu(Shape.of(2)),
            layer(new double[][] {{omega, -omega}}, 1),
            Clip.relu(Shape.of(1)),
            layer(new double[][] {{1}, {-2}}, 0, 1)));
  }

  private static Dense layer(double[][] weights, double... biases) {
    int inputs = weights[0].length;
    double[] flat = new double[weights.length * inputs];
    for (int r = 0; r < weights.length; r++) {
      System.arraycopy(weights[r], 0, flat, r * inputs, inputs);
    }
    return Dense.of(
        Tensor.of(Shape.of(weights.length, inputs), flat),
        Tensor.of(Shape.of(biases.length), biases));
  }

  private static Property classOne(Rational low, Rational high) {
    return new Property(
        List.of(
            new Property.Case(
                new Property.Box(List.of(low), List.of(high)),
                List.of(
                    new Property.Condition(
                        List.of(
                            new Property.Term(Rational.ONE, false, 0),
                            new Property.Term(Rational.of(-1), false, 1)),
                        Rational.ZERO,
                        false)))));
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 53, 54, 61, 70})
  void whatFoolsSolversIsWrittenExactly(int exponent) {
    Network network = figureOne(-3, Math.scalb(1.0, exponent));
    String substituted = mps(network, classOne(Rational.ZERO, Rational.ONE), Units.SUBSTITUTED);
    String oneLess = Rational.of(Math.scalb(1.0, exponent)).minus(Rational.ONE).toString();
    assertThat(substituted).contains(" -" + oneLess + "\n").contains(" " + oneLess + "\n");
    for (Units units : Units.values()) {
      assertThat(isFeasible(mps(network, classOne(Rational.ZERO, Rational.ONE), units))).isTrue();
      assertThat(isFeasible(mps(network, classOne(Rational.of(51, 100), Rational.ONE), units)))
          .isFalse();
    }
  }

  /** With its units kept, nothing in a file is anything but a double. */
  @Test
  void keptUnitsHaveTheNetworksNumbers() {
    Network network = figureOne(-7.3, 0x1p54);
    MixedProgram program =
        MixedProgram.of(network, classOne(Rational.ZERO, Rational.ONE), Units.KEPT);
    for (MixedProgram.Row row : program.rows()) {
      if (row.relation() == MixedProgram.Relation.EQUAL) {
        assertThat(row.terms()).allMatch(term -> term.factor().isDouble());
        assertThat(row.bound().isDouble()).isTrue();
      }
    }
  }

  /** Products of many weights have many digits, and all are written. */
  @Test
  void chainsOfManyWeightsStayExact() {
    Random random = new Random(3);
    List<Layer> layers = new ArrayList<>();
    for (int n = 0; n < 30; n++) {
      layers.add(layer(new double[][] {{0.9 + random.nextDouble() / 10}}, 0));
      layers.add(Clip.relu(Shape.of(1)));
    }
    layers.add(layer(new double[][] {{1}, {0}}, 0, 0.125));
    Network chain = new Network("chain", ElementType.FLOAT64, Shape.of(1), layers);
    assertThat(isFeasible(mps(chain, classOne(Rational.ZERO, Rational.ONE), Units.SUBSTITUTED)))
        .isTrue();
    assertThat(
            isFeasible(mps(chain, classOne(Rational.ZERO, Rational.of(1, 5)), Units.SUBSTITUTED)))
        .isFalse();
  }

  /** In short words a reader of doubles gets every weight as it is. */
  @Test
  void shortWordsAreReadAsTheNearestDoubles() {
    Random random = new Random(5);
    for (int n = 0; n < 20_000; n++) {
      double weight = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(weight)) {
        String word = Decimals.text(Rational.of(weight), Numbers.NEAREST);
        assertThat(Double.parseDouble(word)).isEqualTo(weight + 0.0);
        assertThat(word.length()).isLessThanOrEqualTo(24);
      }
    }
    assertThat(Decimals.text(Rational.of(1, 3), Numbers.NEAREST))
        .isEqualTo("0.3333333333333333333333");
  }

  @Test
  void whatIsAlwaysOrNeverSoHasARow() {
    Network network = figureOne(-3, 4);
    Rational one = Rational.ONE;
    for (Units units : Units.values()) {
      assertThat(isFeasible(mps(network, classOne(one, Rational.ZERO), units))).isFalse();
      assertThat(isFeasible(mps(network, classOne(one, one), units))).isFalse();
      assertThat(isFeasible(mps(network, classOne(Rational.ZERO, Rational.ZERO), units))).isTrue();
    }
  }
}
