package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.jobs.table.VerifyRow;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Properties by either engine, from the command line to the tables. */
class VerifyEngineTest {

  private static final int INSTANCES = 60;

  @TempDir private Path folder = Path.of("");

  private String out(String name) {
    return folder.resolve(name).toString();
  }

  /** Two cases, in a box of this half width. */
  private String property(int seed, double around) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      double middle = random.nextInt(16) / 16.0;
      text.append("(declare-const X_%d Real)%n".formatted(i));
      text.append("(assert (<= %s X_%d %s))%n".formatted(middle - around, i, middle + around));
    }
    text.append("(declare-const Y_0 Real)(declare-const Y_1 Real)\n");
    String far = "(and (>= Y_0 %s) (<= X_0 0.5))".formatted(random.nextInt(8) / 4.0);
    text.append("(assert (or (>= Y_%d Y_%d) %s))".formatted(seed % 2, 1 - seed % 2, far));
    return Files.writeString(folder.resolve("p%d.vnnlib".formatted(seed)), text).toString();
  }

  private String list(int first, int end, double around) throws IOException {
    String network = new SmallClassifier(folder).network();
    StringBuilder text = new StringBuilder();
    for (int seed = first; seed < end; seed++) {
      text.append(network).append(',').append(property(seed, around)).append(",60\n");
    }
    return Files.writeString(folder.resolve("instances.csv"), text).toString();
  }

  private List<VerifyRow> rows(String name, String list, String... more) {
    List<String> line = new ArrayList<>(List.of("verify", "--property", list, "--out", out(name)));
    line.addAll(List.of(more));
    Called called = Called.assay(line.toArray(String[]::new));
    assertThat(called.exitCode()).as(called.err()).isZero();
    return Tables.VERIFY.read(SharedSession.get(), out(name)).orderBy("row").collectAsList();
  }

  private RunRow run(String name) {
    return Tables.RUNS.read(SharedSession.get(), out(name)).head();
  }

  @Tag("long")
  @Test
  void theEnginesSayTheSameAndAutoHoldsThemAgainstEachOther() throws IOException {
    String list = list(0, INSTANCES, 0.1);
    List<VerifyRow> auto = rows("auto", list);
    List<VerifyRow> bounds = rows("bounds", list, "--engine", "bounds");
    List<VerifyRow> plain = rows("smt", list, "--engine", "smt");
    assertThat(plain).extracting(VerifyRow::verdict).contains("Holds", "Violated");
    assertThat(plain)
        .extracting(VerifyRow::verdict)
        .isEqualTo(auto.stream().map(VerifyRow::verdict).toList())
        .isEqualTo(bounds.stream().map(VerifyRow::verdict).toList());
    assertThat(plain)
        .allMatch(r -> "SMT".equals(r.method()) && "EXACT".equals(r.arithmetic()))
        .allMatch(r -> "REAL".equals(r.inputs()));
    assertThat(plain)
        .filteredOn(r -> "Holds".equals(r.verdict()))
        .allMatch(r -> "UNSAT".equals(r.proof()) && r.answer().equals("unsat"));
    assertThat(plain)
        .filteredOn(r -> "Violated".equals(r.verdict()))
        .allMatch(r -> r.float32Replay() != null && r.outputExact() != null)
        .allMatch(r -> r.answer().equals("sat") == !"NONE".equals(r.float32Replay()));
    assertThat(run("auto").engine()).isEqualTo("auto");
    assertThat(run("auto").engineChecks()).isPositive();
    assertThat(run("auto").engineDifferences()).isZero();
    assertThat(run("auto").solverQueries())
        .isGreaterThanOrEqualTo(run("bounds").solverQueries() + run("auto").engineChecks());
    assertThat(run("bounds").engineChecks()).isZero();
    assertThat(run("smt").engineChecks()).isZero();
    assertThat(run("smt").engine()).isEqualTo("smt");
    assertThat(run("smt").solverQueries()).isGreaterThanOrEqualTo(INSTANCES);
    assertThat(run("smt").arithmetic()).isEqualTo("EXACT");
  }

  /** Networks of .nnet files are of float64. */
  @Test
  void overFloatsRowsNameTheirArithmetic() throws IOException {
    List<VerifyRow> rows = rows("fp", list(0, 4, 0.06), "--engine", "smt", "--sort", "fp:3,4");
    assertThat(rows).extracting(VerifyRow::verdict).contains("Holds", "Violated");
    assertThat(rows).extracting(VerifyRow::arithmetic).containsOnly("fp:3,4");
    assertThat(rows).extracting(VerifyRow::inputs).containsOnly("fp:3,4");
    assertThat(rows)
        .filteredOn(r -> "Holds".equals(r.verdict()))
        .allMatch(r -> r.answer().equals("unknown") && "UNSAT".equals(r.proof()));
    assertThat(rows)
        .filteredOn(r -> "Violated".equals(r.verdict()))
        .allMatch(r -> r.input().size() == 4 && r.output().size() == 2)
        .allMatch(r -> !"HOLDS".equals(r.float32Replay()) || r.answer().equals("sat"));
    assertThat(run("fp").arithmetic()).isEqualTo("fp:3,4");
    assertThat(run("fp").inputs()).isEqualTo("fp:3,4");
    List<VerifyRow> own = rows("own", list(2, 3, 0), "--engine", "smt", "--sort", "fp:11,53");
    assertThat(own).extracting(VerifyRow::arithmetic).containsOnly("ORDERED");
    assertThat(own).extracting(VerifyRow::inputs).containsOnly("FLOAT");
    assertThat(own)
        .filteredOn(r -> "Violated".equals(r.verdict()))
        .isNotEmpty()
        .allMatch(r -> "HOLDS".equals(r.float32Replay()) && r.answer().equals("sat"));
    assertThat(run("own").arithmetic()).isEqualTo("fp:11,53");
  }

  private Called single(String property, String... more) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                "verify",
                "--network",
                new SmallClassifier(folder).network(),
                "--property",
                property,
                "--result",
                folder.resolve("result.txt").toString()));
    line.addAll(List.of(more));
    return Called.assay(line.toArray(String[]::new));
  }

  @Test
  void aSingleInstanceNamesTheArithmeticOfItsVerdict() throws IOException {
    Called real = single(property(2, 0.1), "--engine", "smt");
    assertThat(real.exitCode()).as(real.err()).isZero();
    assertThat(real.out()).contains(" by SMT in ").doesNotContain("arithmetic");
    Called half = single(property(2, 0.1), "--engine", "smt", "--sort", "fp:3,4");
    assertThat(half.exitCode()).as(half.err()).isZero();
    assertThat(half.out()).contains(" by SMT in ", "of fp:3,4 inputs in fp:3,4 arithmetic");
    assertThat(folder.resolve("result.txt")).isNotEmptyFile();
  }

  @Test
  void overFloatsSumsAreUndecidedWithTheReason() throws IOException {
    Path sum =
        Files.writeString(
            folder.resolve("sum.vnnlib"),
            "(declare-const X_0 Real)(declare-const X_1 Real)(declare-const X_2 Real)"
                + "(declare-const X_3 Real)(declare-const Y_0 Real)(declare-const Y_1 Real)"
                + "(assert (<= 0 X_0 1))(assert (<= 0 X_1 1))(assert (<= 0 X_2 1))"
                + "(assert (<= 0 X_3 1))(assert (>= (+ Y_0 Y_1) 1))");
    Called called = single(sum.toString(), "--engine", "smt", "--sort", "fp:8,24");
    assertThat(called.exitCode()).as(called.err()).isZero();
    assertThat(called.out())
        .startsWith("unknown\n")
        .contains("Undecided by SMT", "SOLVER_UNKNOWN: over fp:8,24 a condition must compare");
  }
}
