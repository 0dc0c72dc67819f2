package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assay.jobs.table.TriggerRow;
import org.assay.triggers.FindingRule;
import org.assay.triggers.Lane;

/** Tells which rows of the table of triggers are findings. */
final class TriggerFindings {

  /** What kind of finding a row is. */
  enum Kind {
    /** One range of the pixel's values flips far more images than any of other pixels. */
    TRIGGER,
    /** The pixel is a trigger in another arithmetic and not in this one. */
    ARITHMETICS_DIFFER_ON_PIXEL,
    /** The unchanged images have other labels than in EXACT. */
    ARITHMETICS_DIFFER_ON_IMAGES
  }

  private final Map<Lane, List<TriggerRow>> rows;
  private final Map<Lane, FindingRule> rules = new EnumMap<>(Lane.class);

  /**
   * The rule for all rows of a run.
   *
   * @param rows of all positions, by lane
   */
  TriggerFindings(Map<Lane, List<TriggerRow>> rows) {
    this.rows = rows;
    rows.forEach(
        (lane, all) ->
            rules.put(
                lane,
                new FindingRule(
                    all.get(0).images(),
                    all.stream().mapToInt(row -> Math.toIntExact(row.most())).toArray())));
  }

  private FindingRule rule(Lane lane) {
    FindingRule rule = rules.get(lane);
    if (rule == null) {
      throw new IllegalArgumentException("no rows of " + lane);
    }
    return rule;
  }

  boolean isTrigger(Lane lane, int position) {
    return rule(lane).isTrigger(position);
  }

  /** All rows of positions, the findings among them told. */
  List<TriggerRow> judged() {
    List<TriggerRow> judged = new ArrayList<>();
    rows.forEach(
        (lane, all) ->
            IntStream.range(0, all.size())
                .forEach(position -> judged.add(judged(lane, position, all.get(position)))));
    return judged;
  }

  private TriggerRow judged(Lane lane, int position, TriggerRow row) {
    FindingRule rule = rule(lane);
    if (rule.isTrigger(position)) {
      return row.found(Kind.TRIGGER.name(), rule.reason(position));
    }
    List<Lane> firing =
        Stream.of(Lane.values()).filter(other -> rule.lacks(position, rule(other))).toList();
    return firing.isEmpty()
        ? row
        : row.found(
            Kind.ARITHMETICS_DIFFER_ON_PIXEL.name(),
            "A trigger in %s; here its best range flips %,d of %,d images."
                .formatted(
                    firing.stream().map(Lane::name).collect(Collectors.joining(" and ")),
                    row.most(),
                    row.images()));
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
