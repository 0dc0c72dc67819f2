package org.assay.symbolic;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.z3.Context;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.RandomNetworks;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;

class TraceWriterTest {

  private static final Network SMALL =
      new Network(
          "small",
          ElementType.FLOAT32,
          Shape.of(2),
          List.of(
              Dense.of(Tensor.of(Shape.of(2, 2), 0.5, 2, -1, 0), Tensor.of(Shape.of(2), 0.25, 0)),
              Clip.relu(Shape.of(2)),
              Dense.of(Tensor.of(Shape.of(2, 2), 1, 1, -3, 1), Tensor.of(Shape.of(2), 0, 1))));

  private static Trace small() {
    return Trace.of(TracedNetwork.of(SMALL), Tensor.of(Shape.of(2), 0.5, 0));
  }

  @Test
  void textNamesEveryRowAndClause() throws IOException {
    StringBuilder text = new StringBuilder();
    TraceWriter.of(small()).text(text);
    assertThat(text.toString())
        .isEqualTo(
            """
            network small %s
            pattern 10
            label 0
            exact label 0

            unit 0, layer 1, place 0, INSIDE = 1/2
              u0 = 1/2 x0 + 2 x1 + 1/4
              path: u0 > 0

            unit 1, layer 1, place 1, BELOW = -1/2
              u1 = -1 x0 + 0
              path: u1 <= 0

            logit 0 = 1/2
              y0 = 1/2 x0 + 2 x1 + 1/4

            logit 1 = -1/2
              y1 = -3/2 x0 + -6 x1 + 1/4
            """
                .formatted(SMALL.contentHash()));
  }

  @Test
  void csvHasALineForEachCoefficient() throws IOException {
    StringBuilder csv = new StringBuilder();
    TraceWriter.of(small()).csv(csv);
    assertThat(csv.toString())
        .startsWith(
            """
            row,kind,index,phase,pixel,exact,nearest
            0,unit,0,INSIDE,0,1/2,0.5
            0,unit,0,INSIDE,1,2,2.0
            0,unit,0,INSIDE,,1/4,0.25
            1,unit,1,BELOW,0,-1,-1.0
            1,unit,1,BELOW,,0,0.0
            2,logit,0,,0,1/2,0.5
            """);
  }

  @Test
  void smtLibAsksWhetherTheLabelCanFlip() throws IOException {
    // With x0 fixed, u0 > 0 keeps 2 x1 > -1/2, and y1 > y0 needs 8 x1 < -1.
    assertThat(solve(small(), Rational.ZERO, Rational.ONE, List.of(1)))
        .isEqualTo(Status.UNSATISFIABLE);
    assertThat(solve(small(), Rational.of(-1, 1), Rational.ONE, List.of(1)))
        .isEqualTo(Status.SATISFIABLE);
  }

  @Test
  void solversFindWhatAWalkAlongAPixelFinds() throws IOException {
    int attackable = 0;
    for (int seed = 0; seed < 60; seed++) {
      RandomNetworks random = new RandomNetworks(seed, ElementType.FLOAT32);
      Network network = random.dense();
      TracedNetwork traced = TracedNetwork.of(network);
      Tensor image = random.image(network);
      Trace trace = Trace.of(traced, image);
      if (trace.tied() || trace.label() != trace.exactLabel()) {
        continue;
      }
      boolean found =
          IntStream.rangeClosed(-64, 64)
              .mapToObj(k -> Trace.of(traced, image.with(0, k / 32.0)))
              .anyMatch(
                  moved ->
                      moved.pattern().equals(trace.pattern())
                          && moved.exactLabel() != trace.exactLabel()
                          && !moved.tied());
      Status status = solve(trace, Rational.of(-2, 1), Rational.of(2, 1), List.of(0));
      if (found) {
        assertThat(status).isEqualTo(Status.SATISFIABLE);
        attackable++;
      }
      assertThat(status).isNotEqualTo(Status.UNKNOWN);
    }
    assertThat(attackable).isGreaterThan(5);
  }

  private static Status solve(Trace trace, Rational low, Rational high, List<Integer> free)
      throws IOException {
    StringBuilder script = new StringBuilder();
    TraceWriter.of(trace).smtLib(script, low, high, free);
    try (Context context = new Context()) {
      Solver solver = context.mkSimpleSolver();
      solver.add(context.parseSMTLIB2String(script.toString(), null, null, null, null));
      return solver.check();
    }
  }
}
