package org.assay.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchTest {

  private static final Batch BATCH =
      new Batch("000007", "c1", List.of("part-0.parquet"), List.of("a", "b"), Set.of("b"));

  @Test
  void aManifestComesBackAsItWas() {
    assertThat(Batch.parse("000007", BATCH.text())).contains(BATCH);
  }

  @Test
  void aPartOfAManifestIsNone() {
    String text = BATCH.text();
    for (int length = 0; length < text.length(); length++) {
      assertThat(Batch.parse("000007", text.substring(0, length))).as("first %d", length).isEmpty();
    }
  }
}
