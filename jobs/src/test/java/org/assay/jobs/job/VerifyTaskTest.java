package org.assay.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.assay.encoding.NumberSort;
import org.assay.jobs.cli.SmallClassifier;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.table.VerifyRow;
import org.assay.query.Arithmetic;
import org.assay.query.Proof;
import org.assay.query.PropertyVerdict;
import org.assay.verify.Engine;
import org.assay.verify.PropertyAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two engines held against each other over a list of instances. */
class VerifyTaskTest {

  private static final int INSTANCES = 200;
  private static final FileStore FILES = new FileStore(new Configuration());
  private static final PropertyAnswer ALWAYS_HOLDS =
      new PropertyAnswer(
          new PropertyVerdict.Holds(Proof.BOUNDS, Arithmetic.EXACT), "bounds", Duration.ZERO);

  @TempDir private Path folder = Path.of("");

  /** That some output is at most 1000, in a box of the unit cube. */
  private String violated(int inputs, int outputs) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < inputs; i++) {
      text.append("(declare-const X_%d Real)(assert (<= 0 X_%d 1))%n".formatted(i, i));
    }
    for (int i = 0; i < outputs; i++) {
      text.append("(declare-const Y_%d Real)%n".formatted(i));
    }
    text.append("(assert (or (<= Y_0 1000) (<= Y_1 1000)))");
    return Files.writeString(folder.resolve("p.vnnlib"), text).toString();
  }

  private List<VerifyTask.Decided> decided(
      VerifyTask task, NetworkSource network, String property) {
    List<VerifyTask.Decided> all = new ArrayList<>();
    for (int row = 1; row <= INSTANCES; row++) {
      all.add(task.decide(new VerifyInstance(row, network, property, Duration.ofMinutes(1))));
    }
    return all;
  }

  private NetworkSource small() throws IOException {
    return new NetworkSource(new SmallClassifier(folder).network(), null);
  }

  private static long checks(List<VerifyTask.Decided> all) {
    return all.stream().mapToLong(decided -> decided.effort().engineChecks()).sum();
  }

  @Test
  void aSampleIsDecidedTwice() throws IOException {
    try (VerifyTask task = new VerifyTask(FILES, Decider.AUTO, 1)) {
      List<VerifyTask.Decided> all = decided(task, small(), violated(4, 2));
      assertThat(all).allMatch(d -> d.exitCode() == 0 && d.differences().isEmpty());
      assertThat(all).allMatch(d -> d.row().answer().equals("sat"));
      assertThat(checks(all)).isBetween(2L, 30L);
    }
  }

  @Test
  void aPlantedDifferenceFailsTheRun() throws IOException {
    try (VerifyTask task = new VerifyTask(FILES, Decider.AUTO, 1, (n, p, a, b) -> ALWAYS_HOLDS)) {
      List<VerifyTask.Decided> all = decided(task, small(), violated(4, 2));
      List<VerifyTask.Decided> failed = all.stream().filter(d -> d.exitCode() == 3).toList();
      assertThat(failed).hasSizeBetween(2, 30).hasSize((int) checks(all));
      assertThat(failed)
          .allSatisfy(
              d ->
                  assertThat(d.differences())
                      .singleElement()
                      .asString()
                      .startsWith("bounds say Holds, solver Violated"));
      assertThat(failed.get(0).answer()).isEqualTo("error");
      assertThat(CompetitionResult.text(failed.get(0))).isEqualTo("error\n");
      int row = failed.get(0).row().row();
      EffortSum effort = new EffortSum();
      task.row(new VerifyInstance(row, small(), violated(4, 2), Duration.ofMinutes(1)), effort);
      assertThat(effort.of(List.<VerifyRow>of()).effort().exitCode()).isEqualTo(3);
      assertThat(effort.of(List.<VerifyRow>of()).differences())
          .singleElement()
          .asString()
          .startsWith("instance " + row + ", bounds say Holds");
    }
  }

  @Test
  void boundsAloneAndLargeNetworksAndSpentTimeAreNotSampled() throws IOException {
    Decider bounds = new Decider(Engine.BOUNDS, NumberSort.REAL);
    try (VerifyTask task = new VerifyTask(FILES, bounds, 1, (n, p, a, b) -> ALWAYS_HOLDS)) {
      assertThat(checks(decided(task, small(), violated(4, 2)))).isZero();
    }
    try (VerifyTask task = new VerifyTask(FILES, Decider.AUTO, 1, (n, p, a, b) -> ALWAYS_HOLDS)) {
      NetworkSource large = new NetworkSource(NetworkSource.DEEPCHECK, null);
      assertThat(checks(decided(task, large, violated(784, 10)))).isZero();
    }
    try (VerifyTask task = new VerifyTask(FILES, Decider.AUTO, 1, (n, p, a, b) -> late(b))) {
      String property = violated(4, 2);
      for (int row = 1; row <= INSTANCES; row++) {
        VerifyInstance instance = new VerifyInstance(row, small(), property, Duration.ofMillis(1));
        assertThat(task.decide(instance).effort().solverQueries()).isZero();
      }
    }
  }

  private static PropertyAnswer late(org.assay.query.Budget budget) {
    var timer = budget.start();
    while (!timer.expired()) {
      Thread.onSpinWait();
    }
    return ALWAYS_HOLDS;
  }
}
