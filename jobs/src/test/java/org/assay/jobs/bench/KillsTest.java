package org.assay.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command that is killed at any time and given again leaves the tables of one that was not. */
class KillsTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void fourKillsChangeNothing() throws Exception {
    killed(4, 2, 7);
  }

  @Tag("long")
  @Test
  void fiftyKillsChangeNothing() throws Exception {
    killed(50, 12, 1);
  }

  private void killed(int kills, int atManifests, long seed) throws Exception {
    KilledCommand.Told told = KilledPlan.in(folder).kill(kills, atManifests, seed);
    assertThat(told.differences()).isEmpty();
    assertThat(told.kills()).isEqualTo(kills);
    assertThat(told.betweenDataAndManifest()).isEqualTo(atManifests);
    assertThat(told.ended()).isPositive();
  }
}
