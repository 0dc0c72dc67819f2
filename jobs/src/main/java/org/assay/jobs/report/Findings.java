package org.assay.jobs.report;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assay.jobs.table.NoiseRow;
import org.assay.jobs.table.RunRow;
import org.jspecify.annotations.Nullable;

/**
 * What the tables say of one network on one data set, small enough for a page whatever the number
 * of images.
 *
 * @param runs in the order they were started, their network's bytes left out
 * @param confusion for each true label how many images got label 0, 1, ...; empty where no images
 *     are stored
 * @param statuses how many images are PREDICTED, AUDITED, TIED, OUT_OF_DOMAIN, OVERFLOW
 * @param statistics of every question that was asked, single pixels first
 * @param evidence what the verdicts rest on
 * @param specimens the first correctly predicted image of each label
 * @param attacked the first correctly predicted image of each label that has an attack
 * @param misses of every question that was asked in both scopes, what the pattern misses
 * @param gallery attacks to look at
 * @param triggers the last scan for triggers
 * @param robustness within radii, by inputs and arithmetic
 * @param distances of every question about smallest changes
 * @param patches what each run about changes of biases found, the last one first
 * @param rounding what the last run about fewer bits found
 * @param sections what is told by sheets alone: runs of implant, repair, lanes, attack and
 *     scan-numerics
 * @param properties that a plan asks about the network
 * @param noise perturbed copies of the network, of the last run that made some
 */
record Findings(
    Subject subject,
    List<RunRow> runs,
    SortedMap<Integer, List<Long>> confusion,
    SortedMap<String, Long> statuses,
    List<ClassStatistics> statistics,
    List<Evidence> evidence,
    List<Specimen> specimens,
    List<Specimen> attacked,
    List<PatternMisses> misses,
    Gallery gallery,
    Optional<TriggerScan> triggers,
    List<RobustnessFindings> robustness,
    List<DistanceFindings> distances,
    List<PatchFindings> patches,
    Optional<RoundingFindings> rounding,
    List<SheetSection> sections,
    List<PropertyFindings> properties,
    List<NoiseRow> noise) {

  /**
   * How many rows of a question have the same verdict for the same reason.
   *
   * @param basis a Robust row's proof, a Violated row's witness kind, an Undecided row's reason
   * @param tie of Robust rows: the largest margin is exactly zero
   * @param orderedAgrees of Violated rows with a FLOAT witness: whether ORDERED arithmetic gives
   *     the same label; null elsewhere
   */
  record Evidence(
      Question question,
      String verdict,
      String basis,
      String method,
      boolean tie,
      @Nullable Boolean orderedAgrees,
      long rows) {}

  /**
   * Attacks to look at.
   *
   * @param questions whose answers they are, all over the same patterns and values
   * @param attacks the smallest first, then those of two pixels
   */
  record Gallery(List<Question> questions, List<Attack> attacks) {

    Gallery {
      questions = List.copyOf(questions);
      attacks = List.copyOf(attacks);
    }

    /** Over what the questions range. */
    String range() {
      return questions.isEmpty() ? "" : questions.get(0).range();
    }
  }

  Findings {
    runs = List.copyOf(runs);
    statistics = List.copyOf(statistics);
    evidence = List.copyOf(evidence);
    specimens = List.copyOf(specimens);
    attacked = List.copyOf(attacked);
    misses = List.copyOf(misses);
    robustness = List.copyOf(robustness);
    distances = List.copyOf(distances);
    patches = List.copyOf(patches);
    sections = List.copyOf(sections);
    properties = List.copyOf(properties);
    noise = List.copyOf(noise);
  }

  /** The runs that looked for attacks. */
  List<RunRow> attackRuns() {
    return runs.stream().filter(r -> r.count() != null).toList();
  }

  /** How many images could not be audited, by status. */
  SortedMap<String, Long> notAudited() {
    SortedMap<String, Long> others = new TreeMap<>(statuses);
    others.keySet().removeAll(List.of("AUDITED", "PREDICTED"));
    return others;
  }

  /** Images whose prediction is stored. */
  long images() {
    return confusion.values().stream().flatMap(List::stream).mapToLong(Long::longValue).sum();
  }

  /** Images that are labelled right. */
  long correct() {
    return confusion.entrySet().stream()
        .filter(e -> e.getKey() < e.getValue().size())
        .mapToLong(e -> e.getValue().get(e.getKey()))
        .sum();
  }
}
