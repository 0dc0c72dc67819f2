package org.assay.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A command that is killed at any time and given again leaves the tables of one that was not;
 * {@code scripts/bench kills} kills fifty times.
 */
@Tag("long")
class KillsTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void fourKillsChangeNothing() throws Exception {
    KilledCommand.Told told = KilledPlan.in(folder).kill(4, 2, 7);
    assertThat(told.differences()).isEmpty();
    assertThat(told.kills()).isEqualTo(4);
    assertThat(told.betweenDataAndManifest()).isEqualTo(2);
    assertThat(told.ended()).isPositive();
  }
}
