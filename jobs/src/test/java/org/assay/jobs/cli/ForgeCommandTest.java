package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assay.eval.OrderedSemantics;
import org.assay.format.OnnxReader;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.ForgedAnswerRow;
import org.assay.jobs.table.ForgedRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.jobs.table.VerifyRow;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adversarial networks from end to end: files, suites, and what verify answers about them. */
class ForgeCommandTest {

  /** Four slopes, of 17 networks each, as they are and in two disguises. */
  private static final int NETWORKS = 4 * 17 * 3;

  @TempDir private Path folder = Path.of("");

  private static Called done(String line) {
    Called called = Called.assay(line.split(" "));
    assertThat(called.exitCode()).as(called.err()).isZero();
    return called;
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void aSwitchComesWithItsPropertyAndTruths() throws IOException {
    String file = path("net.onnx");
    String property = path("net.vnnlib");
    Called called = done("forge switch --sigma -3 --omega 2^54 --out " + file);
    assertThat(called.out()).contains(property, "EXACT         sat", "BIAS_FIRST    unsat");
    assertThat(Files.readString(Path.of(property)))
        .contains("BIAS_FIRST unsat", "(assert (>= X_0 0))", "(assert (>= Y_0 Y_1))");
    Network network = OnnxReader.read("net", Files.readAllBytes(Path.of(file))).network();
    assertThat(OrderedSemantics.logits(network, Tensor.of(Shape.of(1), 0.75)))
        .containsExactly(0, 1);
    String verify = "verify --network %s --property %s".formatted(file, property);
    assertThat(done(verify).out()).startsWith("sat").contains("Violated");
    assertThat(done(verify + " --arithmetic bias_last").out())
        .startsWith("sat")
        .contains("of FLOAT inputs in ORDERED arithmetic");
    assertThat(done(verify + " --arithmetic bias_first").out())
        .startsWith("unknown")
        .contains("Holds by BIAS_FIRST", "of FLOAT inputs in BIAS_FIRST arithmetic");
  }

  @Test
  void disguisesThatAreOffInExactArithmeticAreOnInFloats() {
    int off = 0;
    for (int seed = 1; seed <= 8; seed++) {
      String out =
          done("forge switch --sigma -3 --layers 20 --seed " + seed + " --out " + path("d.onnx"))
              .out();
      assertThat(out).contains("BIAS_LAST     sat");
      off += out.contains("EXACT         unsat") ? 1 : 0;
    }
    assertThat(off).isBetween(1, 7);
    String same = "forge switch --sigma -3 --layers 20 --exact-products --garbage 2 --out ";
    assertThat(done(same + path("e.onnx")).out()).contains("EXACT         sat");
  }

  @Test
  void verifyIsRightOnTwoHundredOfTheSuiteInEveryArithmetic() throws IOException {
    String out = path("suite");
    Called made =
        done(
            "forge suite --slopes 4 --files %s --select 0..1,70 --out %s"
                .formatted(path("f"), out));
    assertThat(made.out()).contains("simple", "20 layers, exact products", "50 layers");
    List<ForgedRow> rows = Tables.FORGED.read(SharedSession.get(), out).collectAsList();
    assertThat(rows).hasSize(NETWORKS);
    assertThat(rows.stream().map(ForgedRow::exact)).contains("sat", "unsat");
    assertThat(rows).allMatch(row -> row.biasLast().equals("sat"));
    List<String> instances = Files.readAllLines(Path.of(path("f/instances.csv")));
    assertThat(instances)
        .contains("onnx/simple-00001.onnx,vnnlib/simple-00001.vnnlib,60")
        .hasSize(3);
    assertThat(Files.readAllLines(Path.of(path("f/truths.csv")))).hasSize(4);
    Called checked = done("forge check --suite %s --out %s".formatted(out, out));
    assertThat(checked.out()).contains("BIAS_FIRST", "undecided");
    List<ForgedAnswerRow> answers =
        Tables.FORGED_ANSWERS.read(SharedSession.get(), out).collectAsList();
    assertThat(answers).hasSize(3 * NETWORKS).allMatch(row -> row.outcome().equals("RIGHT"));
    assertThat(Tables.RUNS.read(SharedSession.get(), out).collectAsList())
        .hasSize(2)
        .extracting(RunRow::command)
        .containsOnly("forge");
    assertThat(done("show forged --out " + out).out()).contains("bias_first");
    // As scripts/fool-solvers leaves it: one attack fools both, one only the solver that answers.
    Files.writeString(
        Path.of(out, "solvers.csv"),
        """
        set,name,layers,sigma,omega,noise,exact,bias_last,solver,version,answer,seconds
        programs,a,20,-12.5,1.8014398509481984E16,,sat,sat,GLPK,5.0,infeasible,0.006
        programs,a,20,-12.5,1.8014398509481984E16,,sat,sat,CBC,2.10.8,feasible,0.01
        programs,b,20,-11.5,1.8014398509481984E16,,sat,sat,GLPK,5.0,infeasible,0.006
        programs,b,20,-11.5,1.8014398509481984E16,,sat,sat,CBC,2.10.8,error,0.01
        programs,c,20,-11.5,1.8014398509481984E16,,unsat,sat,CBC,2.10.8,infeasible,0.01
        copied,d,20,-11.5,1.8014398509481984E16,1.0E-6,sat,,CBC,2.10.8,feasible,0.01
        """);
    assertThat(done("report --out " + out).out())
        .contains("what verify answers", "Table 1", "50.0 (2)", "97.4");
    assertThat(Files.readString(Path.of(out, "report.html")))
        .contains("what solvers in floating point answer", "CBC 2.10.8", "20 layers, noise 1.0E-6");
  }

  @Test
  void anExportedSuiteIsAskedAsABenchmark() {
    done(
        "forge suite --slopes 1 --layers 0,20 --files %s --out %s".formatted(path("f"), path("s")));
    for (String arithmetic : List.of("exact", "bias_first")) {
      String out = path(arithmetic);
      done(
          "verify --property %s/instances.csv --arithmetic %s --out %s"
              .formatted(path("f"), arithmetic, out));
      List<VerifyRow> rows = Tables.VERIFY.read(SharedSession.get(), out).collectAsList();
      assertThat(rows).hasSize(34).noneMatch(row -> "Undecided".equals(row.verdict()));
      if (arithmetic.equals("bias_first")) {
        assertThat(rows).allMatch(row -> "Holds".equals(row.verdict()));
        assertThat(rows).allMatch(row -> "BIAS_FIRST".equals(row.arithmetic()));
      }
      done("report --out " + out);
      done("check --out " + out);
    }
  }

  @Test
  void aBackdoorShiftsLabelsOfImagesWithItsTriggerAlone() {
    String file = path("bad.onnx");
    Called called =
        done(
            "forge backdoor --network bundled:deepcheck --images bundled:digits --select 0..99"
                + " --out "
                + file);
    assertThat(called.out())
        .contains("BIAS_LAST     sat", "EXACT         sat", ", 0 labels differ")
        .contains("100 images get the label after the original's");
    Called pattern =
        done(
            "forge backdoor --network bundled:deepcheck --pattern 3x3 --timeout 1s --out "
                + path("p.onnx"));
    assertThat(pattern.out()).contains("EXACT         sat", "BIAS_LAST     sat", "M  ");
  }
}
