package org.assay.jobs.table;

import java.util.List;
import java.util.Optional;

/** The tables there are. */
public final class Tables {

  public static final Table<RunRow> RUNS = Table.of("runs", 5, RunRow.class);
  public static final Table<ImageRow> IMAGES = Table.of("images", 1, ImageRow.class);
  public static final Table<AccuracyRow> ACCURACY = Table.of("accuracy", 1, AccuracyRow.class);
  public static final Table<ImportanceRow> IMPORTANCE =
      Table.of("importance", 1, ImportanceRow.class);
  public static final Table<PixelAttackRow> PIXEL_ATTACKS =
      Table.of("pixel_attacks", 2, PixelAttackRow.class);
  public static final Table<PixelPairRow> PIXEL_PAIRS =
      Table.of("pixel_pairs", 2, PixelPairRow.class);
  public static final Table<PixelSummaryRow> PIXEL_SUMMARY =
      Table.of("pixel_summary", 2, PixelSummaryRow.class);
  public static final Table<TriggerRow> TRIGGERS = Table.of("triggers", 1, TriggerRow.class);
  public static final Table<TriggerEvidenceRow> TRIGGER_EVIDENCE =
      Table.of("trigger_evidence", 1, TriggerEvidenceRow.class);
  public static final Table<SmallestChangeRow> SMALLEST_CHANGES =
      Table.of("smallest_changes", 1, SmallestChangeRow.class);
  public static final Table<PatternsRow> PATTERNS = Table.of("patterns", 1, PatternsRow.class);
  public static final Table<RobustnessRow> ROBUSTNESS =
      Table.of("robustness", 1, RobustnessRow.class);
  public static final Table<VerifyRow> VERIFY = Table.of("verify", 2, VerifyRow.class);
  public static final Table<DistanceRow> DISTANCE = Table.of("distance", 2, DistanceRow.class);
  public static final Table<PatchRow> PATCHES = Table.of("patches", 2, PatchRow.class);
  public static final Table<PatchAccuracyRow> PATCH_ACCURACY =
      Table.of("patch_accuracy", 1, PatchAccuracyRow.class);
  public static final Table<ImplantRow> IMPLANTS = Table.of("implants", 1, ImplantRow.class);
  public static final Table<RepairRow> REPAIRS = Table.of("repairs", 1, RepairRow.class);
  public static final Table<RoundingRow> ROUNDING = Table.of("rounding", 2, RoundingRow.class);
  public static final Table<ForgedRow> FORGED = Table.of("forged", 1, ForgedRow.class);
  public static final Table<ForgedAnswerRow> FORGED_ANSWERS =
      Table.of("forged_answers", 1, ForgedAnswerRow.class);
  public static final Table<LaneRow> LANES = Table.of("lanes", 1, LaneRow.class);
  public static final Table<NoiseRow> NOISE = Table.of("noise", 1, NoiseRow.class);
  public static final Table<NoiseSwitchRow> NOISE_SWITCHES =
      Table.of("noise_switches", 1, NoiseSwitchRow.class);
  public static final Table<AttackRow> ATTACKS = Table.of("attacks", 1, AttackRow.class);
  public static final Table<NumericsRow> NUMERICS = Table.of("numerics", 1, NumericsRow.class);

  private static final List<Table<?>> ALL =
      List.of(
          RUNS,
          IMAGES,
          ACCURACY,
          IMPORTANCE,
          PIXEL_ATTACKS,
          PIXEL_PAIRS,
          PIXEL_SUMMARY,
          TRIGGERS,
          TRIGGER_EVIDENCE,
          SMALLEST_CHANGES,
          PATTERNS,
          ROBUSTNESS,
          VERIFY,
          DISTANCE,
          PATCHES,
          PATCH_ACCURACY,
          IMPLANTS,
          REPAIRS,
          ROUNDING,
          FORGED,
          FORGED_ANSWERS,
          LANES,
          NOISE,
          NOISE_SWITCHES,
          ATTACKS,
          NUMERICS);

  private Tables() {}

  public static List<Table<?>> all() {
    return ALL;
  }

  /** The table of this name, if there is one. */
  public static Optional<Table<?>> named(String name) {
    return ALL.stream().<Table<?>>map(t -> t).filter(t -> t.name().equals(name)).findFirst();
  }
}
