package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.assay.dataset.Example;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.SmallestChangeRow;
import org.assay.pixels.AskedImage;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.query.WitnessCheck;
import org.assay.symbolic.ActivationPattern;
import org.assay.symbolic.Trace;
import org.assay.triggers.Flip;
import org.assay.triggers.ImageScan;
import org.assay.triggers.Lane;
import org.jspecify.annotations.Nullable;

/** What one task needs to scan images for what single pixels do to them. For one thread. */
final class ScanTask {

  private final SharedNetwork network;
  private final WitnessCheck check;
  private final WitnessCheck.Terms terms;

  ScanTask(SharedNetwork network, Setting setting) {
    this.network = network;
    this.check = WitnessCheck.of(network.network());
    this.terms = WitnessCheck.Terms.exact(setting.domain(), Scope.FULL);
  }

  /**
   * The label of an image in an arithmetic.
   *
   * @param exact its label in EXACT
   * @param label in that arithmetic; -1 where its run overflows
   */
  public record OwnLabel(String lane, int exact, int label) {}

  /**
   * An image that was scanned.
   *
   * @param crash why its scan broke off; null where it did not
   * @param labels of the image itself; none where it was not looked at
   * @param flips of all positions in all arithmetics
   */
  public record Scanned(
      ImageRow image,
      Effort effort,
      @Nullable String crash,
      List<OwnLabel> labels,
      List<StoredFlip> flips,
      List<SmallestChangeRow> changes,
      List<VisitedPattern> patterns) {}

  Scanned scan(Example example) {
    try {
      Trace trace = Trace.of(network.traced(), example.image());
      AskedImage asked = new AskedImage(trace, check, ImageScan.layout(trace.image()), terms);
      return asked.refusal().isPresent()
          ? refused(example, trace, asked.refusal().get())
          : scanned(example, trace, new ImageScan(example.id(), asked, network.bounded()));
    } catch (RuntimeException | StackOverflowError e) {
      return crashed(example, e);
    }
  }

  /** An image whose scan broke off. */
  static Scanned crashed(Example example, Throwable cause) {
    return new Scanned(
        Crash.image(example),
        Crash.effort(example.image().size()),
        "image " + example.id() + ", crashed: " + Crash.detail(cause),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static ImageRow row(Example example, Trace trace, Prediction.Status status) {
    return Prediction.of(trace.orderedLogits())
        .row(example, status, trace.exactLabel(), trace.pattern().fingerprint());
  }

  private Scanned refused(Example example, Trace trace, Verdict.Undecided refusal) {
    return new Scanned(
        row(example, trace, Prediction.Status.of(refusal.reason())),
        Effort.of(0),
        null,
        List.of(),
        List.of(),
        List.of(),
        VisitedPattern.of(network.network(), trace.pattern(), true));
  }

  private Scanned scanned(Example example, Trace trace, ImageScan scan) {
    List<StoredFlip> flips = new ArrayList<>();
    List<SmallestChangeRow> changes = new ArrayList<>();
    for (int position = 0; position < example.image().size(); position++) {
      List<Flip> exact = scan.flips(Lane.EXACT, position);
      changes.addAll(change(example, scan, position, exact));
      for (Flip flip : exact) {
        flips.add(StoredFlip.of(position, Lane.EXACT, flip));
      }
      flips.addAll(laneFlips(example, scan, Lane.BIAS_LAST, position));
      flips.addAll(laneFlips(example, scan, Lane.BIAS_FIRST, position));
    }
    return new Scanned(
        row(example, trace, Prediction.Status.AUDITED),
        effort(scan),
        null,
        labels(scan),
        flips,
        changes,
        patterns(trace, scan));
  }

  /** What the lines of EXACT took. */
  private static Effort effort(ImageScan scan) {
    long lines = scan.pruned() + scan.walked();
    long rational = scan.walkedInRationals();
    return new Effort(lines, lines - rational, rational, scan.pruned(), scan.walked(), 0, 0, 0, 0);
  }

  /** The patterns of the image and of the lines through it that were walked, each once. */
  private List<VisitedPattern> patterns(Trace trace, ImageScan scan) {
    Set<VisitedPattern> visited =
        new LinkedHashSet<>(VisitedPattern.of(network.network(), trace.pattern(), true));
    for (ActivationPattern pattern : scan.patterns()) {
      visited.addAll(VisitedPattern.of(network.network(), pattern, false));
    }
    return List.copyOf(visited);
  }

  private static List<OwnLabel> labels(ImageScan scan) {
    int exact = scan.label(Lane.EXACT).orElseThrow();
    List<OwnLabel> labels = new ArrayList<>();
    for (Lane lane : Lane.values()) {
      labels.add(new OwnLabel(lane.name(), exact, scan.label(lane).orElse(-1)));
    }
    return labels;
  }

  private static List<StoredFlip> laneFlips(
      Example example, ImageScan scan, Lane lane, int position) {
    OptionalInt label = scan.label(lane);
    try {
      return scan.flips(lane, position).stream()
          .map(flip -> StoredFlip.of(position, lane, flip))
          .toList();
    } catch (ArithmeticException e) {
      return List.of(StoredFlip.unknown(position, lane, example.id(), label.orElse(-1)));
    }
  }

  private static List<SmallestChangeRow> change(
      Example example, ImageScan scan, int position, List<Flip> flips) {
    Place place = Place.of(position, example.image().shape().dimension(1), columns(example));
    return scan.smallest(position, flips).stream()
        .map(
            change ->
                new SmallestChangeRow(
                    example.id(),
                    place.pixel(),
                    place.channel(),
                    place.row(),
                    place.column(),
                    scan.label(Lane.EXACT).orElseThrow(),
                    change.label(),
                    change.infimum().toString(),
                    change.infimum().floorDouble(),
                    change.attained()))
        .toList();
  }

  private static int columns(Example example) {
    return example.image().shape().dimension(2);
  }

  /** Where a flat position lies. */
  record Place(int pixel, int channel, int row, int column) {

    static Place of(int position, int rows, int columns) {
      int pixel = position % (rows * columns);
      return new Place(pixel, position / (rows * columns), pixel / columns, pixel % columns);
    }
  }
}
