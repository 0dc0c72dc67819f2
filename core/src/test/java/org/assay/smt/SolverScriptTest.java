package org.assay.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assay.NeedsZ3;
import org.assay.RandomNetworks;
import org.assay.encoding.NumberSort;
import org.assay.encoding.SolverScript;
import org.assay.exact.Rational;
import org.assay.format.VnnLib;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.query.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts as Debian's z3, another version of the solver, reads them. */
@NeedsZ3
class SolverScriptTest {

  private static final Budget TIME = Budget.of(Duration.ofSeconds(60));

  @TempDir private Path folder = Path.of("");

  private static String script(Network network, Optional<Property> property, NumberSort sort)
      throws IOException {
    StringBuilder text = new StringBuilder();
    SolverScript.write(network, property, sort, text);
    return text.toString();
  }

  /** The lines that z3 prints about a script. */
  private List<String> z3(String script) throws Exception {
    Path file = folder.resolve("q.smt2");
    Files.writeString(file, script);
    Process process =
        new ProcessBuilder("z3", "-T:120", file.toString()).redirectErrorStream(true).start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    process.waitFor();
    return lines;
  }

  /** A box of inputs, one condition on two outputs and one on a single output in each case. */
  private static Property property(Network network, Random random) {
    List<Rational> low = new ArrayList<>();
    List<Rational> high = new ArrayList<>();
    for (int i = 0; i < network.inputs(); i++) {
      low.add(Rational.of(random.nextInt(5), 10));
      high.add(low.get(i).plus(Rational.of(random.nextInt(4), 10)));
    }
    Property.Box box = new Property.Box(low, high);
    List<Property.Case> cases = new ArrayList<>();
    for (int other = 1; other < network.labels(); other++) {
      Property.Term greater = new Property.Term(Rational.of(2), false, other);
      Property.Term less = new Property.Term(Rational.of(-2), false, 0);
      Property.Term single = new Property.Term(Rational.of(-3), false, other);
      cases.add(
          new Property.Case(
              box,
              List.of(
                  new Property.Condition(
                      List.of(greater, less), Rational.ZERO, random.nextBoolean()),
                  new Property.Condition(
                      List.of(single), Rational.of(random.nextInt(-20, 20), 7), true))));
    }
    return new Property(cases);
  }

  /** Of random networks those that have few parameters. */
  private void agrees(NumberSort sort, int networks, int parameters) throws Exception {
    Map<String, Integer> seen = new HashMap<>();
    for (int seed = 0; seed < networks; seed++) {
      Network network = new RandomNetworks(seed, ElementType.FLOAT32).dense();
      if (network.parameters() > parameters) {
        continue;
      }
      Property property = property(network, new Random(seed));
      String said = z3(script(network, Optional.of(property), sort)).get(0);
      PlainVerdict verdict = new PlainSmt(network, sort).decide(property, TIME);
      seen.merge(said, 1, Integer::sum);
      assertThat(said)
          .as("seed " + seed + ": " + verdict)
          .isEqualTo(verdict instanceof PlainVerdict.Holds ? "unsat" : "sat");
      assertThat(verdict).isNotInstanceOf(PlainVerdict.Undecided.class);
    }
    assertThat(seen.get("sat")).isGreaterThan(2);
    assertThat(seen.get("unsat")).isGreaterThan(2);
  }

  @Test
  void overRealsItSaysTheSame() throws Exception {
    agrees(NumberSort.REAL, 60, 80);
  }

  @Tag("long")
  @Test
  void overHalfPrecisionItSaysTheSame() throws Exception {
    agrees(NumberSort.parse("fp:5,11"), 40, 16);
  }

  /** A network whose two outputs are abs(x - 0.1) and 0. */
  private static Network absolute() {
    double tenth = 0.1f;
    return new Network(
        "absolute",
        ElementType.FLOAT32,
        Shape.of(1),
        List.of(
            Dense.of(Tensor.of(Shape.of(2, 1), 1, -1), Tensor.of(Shape.of(2), -tenth, tenth)),
            Clip.relu(Shape.of(2)),
            Dense.of(Tensor.of(Shape.of(2, 2), 1, 1, 0, 0), Tensor.of(Shape.of(2), 0.0, 0.0))));
  }

  private static Property file(String text) {
    byte[] bytes =
        ("(declare-const X_0 Real)(declare-const Y_0 Real)(declare-const Y_1 Real)"
                + "(assert (>= X_0 -1))(assert (<= X_0 1))"
                + text)
            .getBytes(StandardCharsets.UTF_8);
    return VnnLib.read("p.vnnlib", bytes, 1, 2);
  }

  /** Least values that are attained at one float32 or at none, and what is exactly there. */
  @Test
  void endsAreExact() throws Exception {
    for (NumberSort sort : List.of(NumberSort.REAL, NumberSort.parse("fp:8,24"))) {
      assertThat(z3(script(absolute(), Optional.of(file("(assert (<= Y_0 0))")), sort)).get(0))
          .isEqualTo("sat");
      assertThat(z3(script(absolute(), Optional.of(file("(assert (< Y_0 Y_1))")), sort)).get(0))
          .isEqualTo("unsat");
    }
    Property decimal = file("(assert (<= X_0 0.1))(assert (>= X_0 0.1))");
    assertThat(z3(script(absolute(), Optional.of(decimal), NumberSort.REAL)).get(0))
        .isEqualTo("sat");
    assertThat(z3(script(absolute(), Optional.of(decimal), NumberSort.parse("fp:8,24"))).get(0))
        .isEqualTo("unsat");
  }

  @Test
  void theTextIsExactAndReadable() throws Exception {
    String real = script(absolute(), Optional.of(file("(assert (<= Y_0 0.3))")), NumberSort.REAL);
    assertThat(real)
        .contains(
            "(set-logic QF_LRA)",
            "(declare-fun X_0 () Real)",
            "; Dense 1 -> 2",
            "(assert (= dense1_0 (+ (* 1.0 X_0) (- (/ 13421773.0 134217728.0)))))",
            "(assert (= relu2_1 (ite (<= dense1_1 0.0) 0.0 dense1_1)))",
            "(assert (= Y_0 (+ (* 1.0 relu2_0) (* 1.0 relu2_1) 0.0)))",
            "(assert (<= Y_0 (/ 3.0 10.0)))",
            "(check-sat)\n(get-value (X_0 Y_0 Y_1))\n");
    String floats = script(absolute(), Optional.empty(), NumberSort.parse("fp:8,24"));
    assertThat(floats)
        .contains(
            "(set-logic QF_FP)",
            "(declare-fun Y_1 () (_ FloatingPoint 8 24))",
            "(fp.add RNE (fp.mul RNE (fp #b0 #b01111111 #b00000000000000000000000) X_0)"
                + " (fp #b1 #b01111011 #b10011001100110011001101))");
    List<String> said = z3(floats);
    assertThat(said.get(0)).isEqualTo("sat");
    assertThat(said).anyMatch(line -> line.contains("X_0"));
  }

  @Test
  void overFloatsAConditionOnlyCompares() {
    Property sum = file("(assert (<= (+ Y_0 Y_1) 1))");
    assertThatThrownBy(() -> script(absolute(), Optional.of(sum), NumberSort.parse("fp:8,24")))
        .hasMessageContaining("fp:8,24");
    PlainVerdict verdict = new PlainSmt(absolute(), NumberSort.parse("fp:8,24")).decide(sum, TIME);
    assertThat(verdict).isInstanceOf(PlainVerdict.Undecided.class);
    assertThat(new PlainSmt(absolute(), NumberSort.REAL).decide(sum, TIME))
        .isInstanceOf(PlainVerdict.Violated.class);
  }
}
