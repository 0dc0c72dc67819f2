package org.assay.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.assay.jobs.bench.KnownAnswer.Outcome;
import org.assay.jobs.job.Decider;
import org.assay.jobs.job.VerifyTask;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.table.VerifyRow;
import org.junit.jupiter.api.Test;

/**
 * A seeded sample of the small instances of which the answer is known: none contradicts it, nearly
 * all are decided in a short time. The bench {@code truth} asks all, with the time they need.
 */
@NeedsData("ground_truth")
class KnownAnswersTest {

  private static final int SAMPLE = 25;
  private static final int MOST_OPEN = 2;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Set<String> SMALL =
      Set.of("2021_test", "2022_rl_benchmarks", "2024_safenlp", "2025_sat_relu");

  @Test
  void smallInstancesGetTheirKnownAnswers() throws Exception {
    List<KnownAnswer> small = new ArrayList<>();
    for (KnownAnswer known : KnownAnswer.read(AssayData.data())) {
      if (SMALL.contains(known.family()) && !known.truth().equals("unclear")) {
        small.add(known);
      }
    }
    Collections.shuffle(small, new Random(4));
    List<String> open = new ArrayList<>();
    try (VerifyTask task = new VerifyTask(new FileStore(new Configuration()), Decider.AUTO, 1)) {
      for (KnownAnswer known : small.subList(0, SAMPLE)) {
        VerifyRow row = task.decide(known.instance(1, TIMEOUT)).row();
        Outcome outcome = known.judge(row);
        assertThat(outcome).as(known + " " + row).isIn(Outcome.AGREES, Outcome.OPEN);
        if (outcome == Outcome.OPEN) {
          open.add(known + " " + row.detail());
        }
      }
    }
    assertThat(open).hasSizeLessThanOrEqualTo(MOST_OPEN);
  }
}
