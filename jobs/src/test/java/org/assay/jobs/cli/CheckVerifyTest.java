package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assay.jobs.table.Tables;
import org.assay.jobs.table.VerifyRow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stored answers to properties are judged again; every value that was tampered with is found. */
class CheckVerifyTest {

  @TempDir private Path folder = Path.of("");

  private Path out = Path.of("");

  /**
   * Outputs of the small classifier within a box; of the second property none, of the third all.
   */
  @BeforeEach
  void verified() throws IOException {
    out = folder.resolve("out");
    new SmallClassifier(folder).network();
    property("reached", "(>= Y_0 0.2)");
    property("never", "(>= Y_0 1000)");
    property("between", "(and (>= X_0 0.1) (<= X_0 0.1) (>= Y_0 Y_1))");
    Files.writeString(
        folder.resolve("instances.csv"),
        "small.nnet,reached.vnnlib,10\nsmall.nnet,never.vnnlib,10\nsmall.nnet,between.vnnlib,10\n");
    Called called =
        Called.assay(
            "verify",
            "--property",
            folder.resolve("instances.csv").toString(),
            "--out",
            out.toString());
    assertThat(called.exitCode()).as(called.err()).isZero();
  }

  private void property(String name, String relation) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      text.append("(declare-const X_%d Real)\n(assert (>= X_%d 0))\n".formatted(i, i));
      text.append("(assert (<= X_%d 1))\n".formatted(i));
    }
    text.append("(declare-const Y_0 Real)\n(declare-const Y_1 Real)\n");
    text.append("(assert " + relation + ")\n");
    Files.writeString(folder.resolve(name + ".vnnlib"), text);
  }

  private Called check() {
    return Called.assay("check", "--out", out.toString(), "--timeout", "5s");
  }

  private List<VerifyRow> rows() {
    return new StoredRows(out)
        .of(Tables.VERIFY).stream().sorted(Comparator.comparingInt(VerifyRow::row)).toList();
  }

  private void found(List<VerifyRow> rows, int row, Map<String, Object> change, String message) {
    List<VerifyRow> tampered = new ArrayList<>(rows);
    tampered.set(row - 1, StoredRows.with(rows.get(row - 1), change));
    new StoredRows(out).replace(Tables.VERIFY, tampered);
    Called check = check();
    assertThat(check.exitCode()).as(check.out() + check.err()).isEqualTo(3);
    assertThat(check.out()).contains("verify, row " + row + ": ", message);
    assertThat(check.out().split("WRONG   ", -1)).hasSize(2);
  }

  @Test
  void whatIsStoredIsRight() {
    assertThat(rows())
        .extracting(VerifyRow::verdict)
        .containsExactly("Violated", "Holds", "Violated");
    Called check = check();
    assertThat(check.exitCode()).as(check.out() + check.err()).isZero();
    assertThat(check.out())
        .contains("witnesses, all", "properties that hold, sampled", "Nothing is wrong.")
        .doesNotContain("OPEN");
  }

  @Tag("long")
  @Test
  void everyTamperedValueIsFound() {
    List<VerifyRow> rows = rows();
    VerifyRow sat = rows.get(0);
    found(rows, 1, Map.of("input", List.of(0.0, 2.0, 0.0, 0.0)), "outside of the box from 0 to 1");
    found(rows, 1, Map.of("input", List.of(0.0, 1.0, 0.0, 1.0)), "of none of which all conditions");
    found(rows, 1, Map.of("input", List.of(0.0, 1.0)), "the point has 2 values");
    found(rows, 1, Map.of("outputExact", "1,2"), "output_exact");
    found(rows, 1, Map.of("outputExact", "one"), "cannot be read");
    found(rows, 1, Map.of("float32Replay", "FAILS"), "float32_replay is HOLDS, not FAILS");
    found(rows, 1, Map.of("output", List.of(1.0, 1.0)), "ORDERED gives");
    found(rows, 1, Map.of("answer", "unknown"), "the answer is sat, not unknown");
    found(rows, 1, Map.of("cases", 2), "do not go together");
    found(rows, 1, Map.of("verdict", "Holds"), "do not go together");
    found(rows, 2, Map.of("verdict", "Violated", "answer", "sat"), "do not go together");
    Map<String, Object> holding = new HashMap<>(Map.of("verdict", "Holds", "answer", "unsat"));
    holding.putAll(Map.of("proof", "BOUNDS", "input", List.of()));
    VerifyRow held = StoredRows.with(sat, holding);
    assertThat(held.inputExact()).isNull();
    found(rows, 1, holding, "is said to hold, an attack has a witness");
  }

  @Test
  void filesThatAreGoneOrOthersAreTold() throws IOException {
    property("reached", "(>= Y_0 0.3)");
    Files.delete(folder.resolve("never.vnnlib"));
    Called check = check();
    assertThat(check.exitCode()).as(check.out()).isZero();
    assertThat(check.out())
        .contains("OPEN    run", "verify, row 1: ", "reached.vnnlib: the file is another one now")
        .contains("verify, row 2: ", "never.vnnlib: no such file");
    Files.delete(folder.resolve("small.nnet"));
    assertThat(check().out()).contains("row 1 and 2 more: ", "small.nnet: no such file");
  }

  @Test
  void thePageTellsTheAnswers() throws IOException {
    assertThat(Called.assay("report", "--out", out.toString()).exitCode()).isZero();
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("Properties: ", "instances.csv", "Answers by run", "of 3 instances hold, proved")
        .contains(
            "Violated over the reals only",
            "in floats NONE",
            "aria-label=\"Instances decided against seconds; ");
  }
}
