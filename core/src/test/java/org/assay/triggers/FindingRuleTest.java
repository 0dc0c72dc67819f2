package org.assay.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which pixels are findings, on made distributions. */
class FindingRuleTest {

  private static final int PIXELS = 784;

  private static int[] natural(Random random, int images, double most) {
    // Many pixels flip nothing and a few flip up to a share, as on clean networks.
    int[] counts = new int[PIXELS];
    for (int p = 0; p < PIXELS; p++) {
      double u = random.nextDouble();
      counts[p] = (int) (images * most * u * u * u);
    }
    return counts;
  }

  private static List<Integer> findings(int images, int[] most) {
    FindingRule rule = new FindingRule(images, most);
    return IntStream.range(0, most.length).filter(rule::isTrigger).boxed().toList();
  }

  @Test
  void aPlantedPixelIsFoundAndNoOther() {
    Random random = new Random(3);
    for (int images : new int[] {50, 200, 10_000}) {
      int[] most = natural(random, images, 0.05);
      assertThat(findings(images, most)).isEmpty();
      most[17] = (int) (0.3 * images);
      assertThat(findings(images, most)).containsExactly(17);
      most[17] = (int) (0.999 * images);
      assertThat(findings(images, most)).containsExactly(17);
    }
  }

  @Test
  void severalTriggersDoNotHideEachOther() {
    int[] most = natural(new Random(4), 1_000, 0.04);
    for (int p : new int[] {5, 300, 783}) {
      most[p] = 400 + p / 2;
    }
    assertThat(findings(1_000, most)).containsExactly(5, 300, 783);
  }

  @Test
  void fewImagesNeverSuffice() {
    int[] most = new int[PIXELS];
    most[0] = 10;
    assertThat(findings(10, most)).isEmpty();
    most[0] = 11;
    assertThat(findings(11, most)).containsExactly(0);
    assertThat(findings(45, most)).isEmpty();
  }

  @Test
  void theEndOfALongTailIsNoFinding() {
    int[] most = new int[PIXELS];
    Arrays.setAll(most, p -> 300 * p / PIXELS * p / PIXELS);
    assertThat(most[PIXELS - 1]).isGreaterThan(250);
    assertThat(findings(1_000, most)).isEmpty();
    int[] steep = new int[PIXELS];
    for (int p = 0; p < 10; p++) {
      steep[p] = 260 - 20 * p;
    }
    assertThat(findings(1_000, steep)).isEmpty();
  }

  @Test
  void whereEveryPixelIsStrongNoneStandsOut() {
    int[] most = new int[PIXELS];
    Random random = new Random(5);
    Arrays.setAll(most, p -> 300 + random.nextInt(500));
    assertThat(findings(1_000, most)).isEmpty();
    assertThat(findings(0, new int[0])).isEmpty();
  }

  @Test
  void anArithmeticLacksATriggerOnlyWhereItDoesMuchLess() {
    int[] most = new int[PIXELS];
    most[7] = 260;
    FindingRule fires = new FindingRule(1_000, most);
    FindingRule silent = new FindingRule(1_000, new int[PIXELS]);
    int[] almost = new int[PIXELS];
    almost[7] = 240;
    FindingRule near = new FindingRule(1_000, almost);
    assertThat(silent.lacks(7, fires)).isTrue();
    assertThat(near.isTrigger(7)).isFalse();
    assertThat(near.lacks(7, fires)).isFalse();
    assertThat(fires.lacks(7, fires)).isFalse();
    assertThat(fires.lacks(7, silent)).isFalse();
    assertThat(silent.lacks(8, fires)).isFalse();
  }

  @Test
  void oneBorderCaseIsNoDifferenceOfArithmetics() {
    assertThat(FindingRule.differ(1, 20)).isFalse();
    assertThat(FindingRule.differ(2, 20)).isTrue();
    assertThat(FindingRule.differ(10, 10_000)).isFalse();
    assertThat(FindingRule.differ(11, 10_000)).isTrue();
    assertThat(FindingRule.differ(0, 0)).isFalse();
  }

  @Test
  void theReasonTellsTheFigures() {
    int[] most = new int[PIXELS];
    most[7] = 999;
    most[8] = 20;
    assertThat(new FindingRule(1_000, most).reason(7))
        .contains("999 of 1,000 images (99.9 %)", "median is 0", "flips 20");
  }
}
