package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assay.NeedsMipSolvers;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.RobustnessRow;
import org.assay.jobs.table.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Written programs of ordinary small networks, solved by Debian's glpsol and cbc. */
@NeedsMipSolvers
class MipExportCommandTest {

  @TempDir private Path folder = Path.of("");

  private String programs() {
    return folder.resolve("mps").toString();
  }

  private void export(String... more) {
    List<String> line = new ArrayList<>(List.of("mip-export", "--out", programs()));
    line.addAll(List.of(more));
    Called called = Called.assay(line.toArray(String[]::new));
    assertThat(called.exitCode()).as(called.err()).isZero();
    assertThat(called.out()).contains("Programs", "questions.csv", "scripts/fool-solvers");
  }

  private String said(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  private void isAnswered(String name, boolean feasible) throws Exception {
    String program = programs() + "/" + name + ".mps";
    String glpsol = said("glpsol", "--freemps", program, "--output", folder + "/glp.txt");
    assertThat(glpsol.contains("NO PRIMAL FEASIBLE") || glpsol.contains("NO INTEGER FEASIBLE"))
        .as(glpsol)
        .isEqualTo(!feasible);
    assertThat(glpsol).doesNotContain("error");
    String cbc = said("cbc", program, "solve", "quit");
    assertThat(cbc).doesNotContain("errors on input");
    assertThat(cbc.contains("infeasible")).as(cbc).isEqualTo(!feasible);
  }

  @ParameterizedTest
  @ValueSource(strings = {"substituted", "kept"})
  void ballsAreAnsweredAsRobustnessAnswers(String units) throws Exception {
    SmallClassifier small = new SmallClassifier(folder);
    String out = folder.resolve("out").toString();
    String[] question = {
      "--network", small.network(), "--images", small.images(), "--radius", "0.1"
    };
    List<String> robustness = new ArrayList<>(List.of("robustness", "--out", out));
    robustness.addAll(List.of(question));
    Called run = Called.assay(robustness.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    export("--network", question[1], "--images", question[3], "--radius", "0.1", "--units", units);
    List<String> answers = Files.readAllLines(Path.of(programs(), "questions.csv"));
    Set<String> seen = new HashSet<>();
    for (RobustnessRow row : Tables.ROBUSTNESS.read(SharedSession.get(), out).collectAsList()) {
      String name = String.format("image-%05d", row.image());
      boolean violated = row.verdict().equals("Violated");
      isAnswered(name, violated);
      String exact = answers.get(1 + row.image());
      assertThat(exact).startsWith(name + (violated ? ",sat," : ",unsat,"));
      seen.add(row.verdict());
    }
    assertThat(seen).containsExactlyInAnyOrder("Robust", "Violated");
  }

  @Test
  void listsAreWrittenUnderTheirNames() throws Exception {
    SmallClassifier small = new SmallClassifier(folder);
    small.network();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      text.append(
          "(declare-const X_%d Real)(assert (and (<= X_%d 1) (>= X_%d 0)))".formatted(i, i, i));
    }
    text.append("(declare-const Y_0 Real)(declare-const Y_1 Real)(assert (>= Y_0 %s))");
    Files.writeString(folder.resolve("far.vnnlib"), text.toString().formatted("1000"));
    Files.writeString(folder.resolve("near.vnnlib"), text.toString().formatted("0.5"));
    Path list =
        Files.writeString(
            folder.resolve("instances.csv"),
            "small.nnet,far.vnnlib,60\nsmall.nnet,near.vnnlib,60\n");
    export("--property", list.toString());
    isAnswered("00001-far", false);
    isAnswered("00002-near", true);
    assertThat(Files.readString(Path.of(programs(), "questions.csv")))
        .contains("00001-far,unsat,", "00002-near,sat,");
  }

  /** What only the named pixels can do. */
  @Test
  void pixelsThatDoNotMoveAreConstants() throws Exception {
    SmallClassifier small = new SmallClassifier(folder);
    export(
        "--network",
        small.network(),
        "--images",
        small.images(),
        "--select",
        "3",
        "--radius",
        "1",
        "--pixels",
        "1");
    String program = Files.readString(Path.of(programs(), "image-00003.mps"));
    assertThat(program).contains(" X_1 ").doesNotContain(" X_0 ", " X_2 ");
  }
}
