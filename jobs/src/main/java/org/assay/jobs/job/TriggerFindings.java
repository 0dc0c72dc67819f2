package org.assay.jobs.job;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assay.jobs.table.TriggerRow;
import org.assay.triggers.FindingRule;
import org.assay.triggers.Lane;

/**
 * Tells which rows of the table of triggers are findings.
 *
 * @param byKey the findings about positions, by {@link StoredFlip#key(int, String)}
 */
record TriggerFindings(HashMap<String, Finding> byKey) implements Serializable {

  /** What kind of finding a row is. */
  enum Kind {
    /** One range of the pixel's values flips far more images than any of other pixels. */
    TRIGGER,
    /** The pixel is a trigger in another arithmetic and not in this one. */
    ARITHMETICS_DIFFER_ON_PIXEL,
    /** The unchanged images have other labels than in EXACT. */
    ARITHMETICS_DIFFER_ON_IMAGES
  }

  record Finding(Kind kind, String reason) implements Serializable {}

  /** How many images the best range of a position flips in an arithmetic. */
  public record Most(int position, String lane, long most) {}

  /**
   * The findings of a run.
   *
   * @param counts of the positions that flip something
   * @param rows what the run looked at
   * @param positions of an image
   */
  static TriggerFindings of(List<Most> counts, TriggerRows rows, int positions) {
    Map<Lane, int[]> most = new EnumMap<>(Lane.class);
    Arrays.stream(Lane.values()).forEach(lane -> most.put(lane, new int[positions]));
    for (Most count : counts) {
      most.getOrDefault(Lane.valueOf(count.lane()), new int[0])[count.position()] =
          Math.toIntExact(count.most());
    }
    Map<Lane, FindingRule> rules = new EnumMap<>(Lane.class);
    most.forEach((lane, all) -> rules.put(lane, new FindingRule(rows.looked(lane), all)));
    HashMap<String, Finding> found = new HashMap<>();
    for (int position = 0; position < positions; position++) {
      for (Map.Entry<Lane, FindingRule> entry : rules.entrySet()) {
        if (entry.getValue().isTrigger(position)) {
          String key = StoredFlip.key(position, entry.getKey().name());
          found.put(key, new Finding(Kind.TRIGGER, entry.getValue().reason(position)));
        }
      }
      lacking(position, rules, found);
    }
    return new TriggerFindings(found);
  }

  /** Arithmetics in which a position does much less than it does as a trigger in another. */
  private static void lacking(
      int position, Map<Lane, FindingRule> rules, Map<String, Finding> found) {
    for (Map.Entry<Lane, FindingRule> entry : rules.entrySet()) {
      FindingRule rule = entry.getValue();
      List<String> firing = new ArrayList<>();
      rules.forEach(
          (other, fires) -> {
            if (rule.lacks(position, fires)) {
              firing.add(other.name());
            }
          });
      if (!firing.isEmpty()) {
        found.put(
            StoredFlip.key(position, entry.getKey().name()),
            new Finding(
                Kind.ARITHMETICS_DIFFER_ON_PIXEL,
                "A trigger in %s, but not here, where its best range flips %,d of %,d images."
                    .formatted(
                        firing.stream().collect(Collectors.joining(" and ")),
                        rule.most(position),
                        rule.images())));
      }
    }
  }

  boolean isTrigger(int position, String lane) {
    Finding finding = byKey.get(StoredFlip.key(position, lane));
    return finding != null && finding.kind() == Kind.TRIGGER;
  }

  /** The row of a position, as a finding where it is one. */
  TriggerRow judged(int position, TriggerRow row) {
    Finding finding = byKey.get(StoredFlip.key(position, row.arithmetic()));
    return finding == null ? row : row.found(finding.kind().name(), finding.reason());
  }

  /** The row of the unchanged images, as a finding where it is one. */
  static TriggerRow judgedUnchanged(TriggerRow row) {
    return FindingRule.differ(row.flipped() + row.undecided(), row.images())
        ? row.found(
            Kind.ARITHMETICS_DIFFER_ON_IMAGES.name(),
            "%,d of %,d unchanged images have another label than in EXACT, %,d none."
                .formatted(row.flipped(), row.images(), row.undecided()))
        : row;
  }
}
