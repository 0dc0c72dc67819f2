package org.assay.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import org.assay.jobs.job.TriggerFindings.Kind;
import org.assay.jobs.job.TriggerFindings.Most;
import org.assay.jobs.job.TriggerRows.LabelCount;
import org.assay.jobs.table.TriggerRow;
import org.assay.triggers.Lane;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which rows are findings, and of which kind, where the arithmetics agree and where not. */
class TriggerFindingsTest {

  private static final int POSITIONS = 100;

  private static TriggerRows rows(long inBiasFirst) {
    EnumMap<Lane, Long> images = new EnumMap<>(Lane.class);
    images.put(Lane.EXACT, 1_000L);
    images.put(Lane.BIAS_LAST, 1_000L);
    images.put(Lane.BIAS_FIRST, inBiasFirst);
    return new TriggerRows(10, 10, 10, images);
  }

  private static @Nullable String kind(TriggerFindings findings, int position, Lane lane) {
    return findings.judged(position, rows(1_000).still(position, lane)).finding();
  }

  @Test
  void aTriggerThatAnArithmeticLacksIsAFindingThere() {
    TriggerFindings findings =
        TriggerFindings.of(
            List.of(
                new Most(7, "EXACT", 999),
                new Most(7, "BIAS_LAST", 998),
                new Most(7, "BIAS_FIRST", 3),
                new Most(8, "EXACT", 20)),
            rows(1_000),
            POSITIONS);
    assertThat(kind(findings, 7, Lane.EXACT)).isEqualTo("TRIGGER");
    assertThat(kind(findings, 7, Lane.BIAS_LAST)).isEqualTo("TRIGGER");
    assertThat(kind(findings, 7, Lane.BIAS_FIRST)).isEqualTo("ARITHMETICS_DIFFER_ON_PIXEL");
    assertThat(kind(findings, 8, Lane.EXACT)).isNull();
    assertThat(findings.byKey()).hasSize(3);
    assertThat(findings.isTrigger(7, "BIAS_LAST")).isTrue();
    assertThat(findings.isTrigger(7, "BIAS_FIRST")).isFalse();
    assertThat(findings.judged(7, rows(1_000).still(7, Lane.BIAS_FIRST)).reason())
        .contains("A trigger in EXACT and BIAS_LAST", "3 of 1,000 images");
  }

  @Test
  void withoutATriggerNothingIsAFinding() {
    TriggerFindings findings =
        TriggerFindings.of(
            List.of(new Most(7, "EXACT", 20), new Most(7, "BIAS_LAST", 0)), rows(1_000), POSITIONS);
    assertThat(findings.byKey()).isEmpty();
  }

  private static TriggerRow unchanged(long differently, long inBiasFirst) {
    return TriggerFindings.judgedUnchanged(
        rows(inBiasFirst)
            .unchanged(
                Lane.BIAS_FIRST,
                List.of(
                    new LabelCount("BIAS_FIRST", 3, 3, 1_000 - differently),
                    new LabelCount("BIAS_LAST", 3, 5, 77),
                    new LabelCount("BIAS_FIRST", 3, 4, differently))));
  }

  @Test
  void labelsOfUnchangedImagesAreHeldAgainstThoseOfExact() {
    assertThat(unchanged(1, 1_000).finding()).isNull();
    TriggerRow row = unchanged(40, 1_000);
    assertThat(row.finding()).isEqualTo(Kind.ARITHMETICS_DIFFER_ON_IMAGES.name());
    assertThat(row.pixel()).isNull();
    assertThat(row.flipped()).isEqualTo(40);
    assertThat(row.transitions().get(34)).isEqualTo(40);
    assertThat(row.shift()).isEqualTo(1);
    assertThat(row.reason()).contains("40 of 1,000 unchanged images");
  }

  @Test
  void imagesWithoutALabelDifferToo() {
    TriggerRow row = unchanged(0, 900);
    assertThat(row.undecided()).isEqualTo(100);
    assertThat(row.finding()).isEqualTo("ARITHMETICS_DIFFER_ON_IMAGES");
    assertThat(row.transitions()).isEmpty();
  }
}
