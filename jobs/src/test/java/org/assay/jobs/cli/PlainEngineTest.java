package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.RobustnessRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Robustness by either engine, from the command line to the tables. */
class PlainEngineTest {

  @TempDir private Path folder = Path.of("");

  private String out(String name) {
    return folder.resolve(name).toString();
  }

  private List<RobustnessRow> rows(String name, String... more) throws Exception {
    SmallClassifier small = new SmallClassifier(folder);
    List<String> line =
        new ArrayList<>(
            List.of("robustness", "--network", small.network(), "--images", small.images()));
    line.addAll(List.of("--out", out(name)));
    line.addAll(List.of(more));
    Called called = Called.assay(line.toArray(String[]::new));
    assertThat(called.exitCode()).as(called.err()).isZero();
    return Tables.ROBUSTNESS.read(SharedSession.get(), out(name)).collectAsList();
  }

  private RunRow run(String name) {
    return Tables.RUNS.read(SharedSession.get(), out(name)).head();
  }

  private static Map<String, String> verdicts(List<RobustnessRow> rows) {
    Map<String, String> verdicts = new TreeMap<>();
    rows.forEach(r -> verdicts.put(r.image() + " " + r.radius(), r.verdict()));
    return verdicts;
  }

  @Test
  void theEnginesSayTheSameAndAutoHoldsThemAgainstEachOther() throws Exception {
    List<RobustnessRow> bounds = rows("auto", "--radius", "0.01,0.05,0.1,0.2");
    List<RobustnessRow> plain = rows("smt", "--radius", "0.01,0.05,0.1,0.2", "--engine", "smt");
    assertThat(bounds).hasSize(4 * SmallClassifier.IMAGES);
    assertThat(verdicts(plain))
        .isEqualTo(verdicts(bounds))
        .containsValue("Robust")
        .containsValue("Violated");
    assertThat(plain).allMatch(r -> r.arithmetic().equals("EXACT") && r.inputs().equals("REAL"));
    assertThat(plain).extracting(RobustnessRow::method).containsOnly("IMAGE", "SMT");
    assertThat(plain)
        .filteredOn(r -> r.verdict().equals("Robust"))
        .allMatch(r -> "UNSAT".equals(r.proof()) && r.witness().isEmpty());
    assertThat(plain)
        .filteredOn(r -> r.verdict().equals("Violated"))
        .allMatch(r -> r.witnessKind() != null && Objects.equals(r.witnessLabel(), 1 - r.label()));
    assertThat(run("auto").engineChecks()).isPositive();
    assertThat(run("auto").engineDifferences()).isZero();
    assertThat(run("auto").engine()).isEqualTo("auto");
    assertThat(run("smt").engine()).isEqualTo("smt");
    assertThat(run("smt").engineChecks()).isZero();
    Called check = Called.assay("check", "--out", out("smt"));
    assertThat(check.exitCode()).as(check.out() + check.err()).isZero();
  }

  /** Networks of .nnet files are of float64. */
  @Test
  void overFloatsRowsNameTheirArithmetic() throws Exception {
    List<RobustnessRow> half =
        rows("half", "--radius", "0.1", "--select", "0..3", "--engine", "smt", "--sort", "fp:3,4");
    assertThat(half).hasSize(4);
    assertThat(half).allMatch(r -> r.arithmetic().equals("fp:3,4") && r.inputs().equals("fp:3,4"));
    assertThat(half).noneMatch(r -> r.verdict().equals("Undecided"));
    assertThat(run("half").arithmetic()).isEqualTo("fp:3,4");
    List<RobustnessRow> single =
        rows("single", "--radius", "0", "--select", "0..4", "--engine", "smt", "--sort", "fp:8,24");
    assertThat(single).allMatch(r -> r.arithmetic().equals("fp:8,24"));
    assertThat(single)
        .allMatch(r -> r.verdict().equals(r.label() == r.predicted() ? "Robust" : "Violated"));
    List<RobustnessRow> ordered =
        rows("own", "--radius", "0", "--select", "0..1", "--engine", "smt", "--sort", "fp:11,53");
    assertThat(ordered)
        .allMatch(r -> r.arithmetic().equals("ORDERED") && r.inputs().equals("FLOAT"));
    assertThat(ordered)
        .filteredOn(r -> r.verdict().equals("Violated"))
        .allMatch(r -> r.witnessOrderedLabel() != null && r.witness().size() == 4);
  }
}
