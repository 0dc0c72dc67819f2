package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assay.NeedsZ3;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.RobustnessRow;
import org.assay.jobs.table.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Written questions, answered by Debian's z3. */
@NeedsZ3
class EncodeCommandTest {

  @TempDir private Path folder = Path.of("");

  private String answer(String... line) throws Exception {
    Called called = Called.assay(line);
    assertThat(called.exitCode()).as(called.err()).isZero();
    Process process =
        new ProcessBuilder("z3", "-T:120", folder.resolve("q.smt2").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.lines().findFirst().orElseThrow();
  }

  @Test
  void ballsAreAnsweredAsTheRunSays() throws Exception {
    SmallClassifier small = new SmallClassifier(folder);
    String out = folder.resolve("out").toString();
    Called run =
        Called.assay(
            "robustness",
            "--network",
            small.network(),
            "--images",
            small.images(),
            "--radius",
            "0.1",
            "--out",
            out);
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<RobustnessRow> rows = Tables.ROBUSTNESS.read(SharedSession.get(), out).collectAsList();
    Set<String> answers = new HashSet<>();
    for (RobustnessRow row : rows) {
      String said =
          answer(
              "encode",
              "--network",
              small.network(),
              "--images",
              small.images(),
              "--select",
              Integer.toString(row.image()),
              "--radius",
              "0.1",
              "--out",
              folder.resolve("q.smt2").toString());
      assertThat(said).isEqualTo(row.verdict().equals("Robust") ? "unsat" : "sat");
      answers.add(said);
    }
    assertThat(answers).containsExactlyInAnyOrder("sat", "unsat");
  }

  @Test
  void propertiesAndNetworksAloneAreWritten() throws Exception {
    SmallClassifier small = new SmallClassifier(folder);
    String file = folder.resolve("q.smt2").toString();
    assertThat(answer("encode", "--network", small.network(), "--out", file)).isEqualTo("sat");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      text.append(
          "(declare-const X_%d Real)(assert (and (<= X_%d 1) (>= X_%d 0)))".formatted(i, i, i));
    }
    text.append("(declare-const Y_0 Real)(declare-const Y_1 Real)(assert (>= Y_0 1000))");
    Path property = Files.writeString(folder.resolve("p.vnnlib"), text);
    for (String sort : List.of("real", "fp:5,11")) {
      assertThat(
              answer(
                  "encode",
                  "--network",
                  small.network(),
                  "--property",
                  property.toString(),
                  "--sort",
                  sort,
                  "--out",
                  file))
          .isEqualTo("unsat");
    }
  }

  @Test
  void oneImageIsSelected() throws Exception {
    SmallClassifier small = new SmallClassifier(folder);
    Called called =
        Called.assay(
            "encode",
            "--network",
            small.network(),
            "--images",
            small.images(),
            "--radius",
            "0.1",
            "--out",
            folder.resolve("q.smt2").toString());
    assertThat(called.exitCode()).isEqualTo(2);
    assertThat(called.err()).contains("--select 3");
  }
}
