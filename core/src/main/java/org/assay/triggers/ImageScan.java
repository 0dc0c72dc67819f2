package org.assay.triggers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.assay.bounds.BoundedNetwork;
import org.assay.bounds.SimplexBounds;
import org.assay.exact.Rational;
import org.assay.importance.PixelLayout;
import org.assay.network.Tensor;
import org.assay.pixels.AskedImage;
import org.assay.pixels.FullGeometry;
import org.assay.pixels.LabelLine;
import org.assay.pixels.LaneGrid;
import org.assay.pixels.ValueInterval;
import org.assay.symbolic.ActivationPattern;

/**
 * Finds what each position of one image does to its label, alone, in every arithmetic.
 *
 * <p>Question: which values of a position give the image another label than it has itself in the
 * same arithmetic? Guarantee: in {@link Lane#EXACT} complete over the real values of the domain,
 * where another logit is strictly greater; in the lanes of floats complete over those of the 256
 * values of an 8-bit image that lie in the domain. Cost: an enclosure for a position that does
 * nothing. For one thread.
 */
public final class ImageScan {

  private final int id;
  private final AskedImage image;
  private final FullGeometry geometry;
  private final Map<Lane, LaneGrid> grids = new EnumMap<>(Lane.class);
  private final Rational[] values;
  private final SimplexBounds together;
  private final double[][] ends;
  private int settled = -1;
  private boolean still;
  private long stillLines;
  private final Set<ActivationPattern> patterns = new HashSet<>();

  /**
   * A position's values with another label that lie closest to the image's own value.
   *
   * @param label that they have, the lowest of several
   * @param infimum of their distance
   * @param attained whether a value has that distance
   */
  public record SmallestChange(int label, Rational infimum, boolean attained) {}

  /**
   * Opens an image.
   *
   * @param id of the image
   * @param image to be asked about in full scope, by the layout of {@link #layout}
   * @throws IllegalArgumentException if nothing can be asked of it
   */
  public ImageScan(int id, AskedImage image, BoundedNetwork network) {
    if (image.refusal().isPresent()) {
      throw new IllegalArgumentException("the image is not audited: " + image.refusal().get());
    }
    this.id = id;
    this.image = image;
    this.geometry = new FullGeometry(image, network);
    this.ends =
        new double[][] {
          {image.domain().low().floorDouble()}, {image.domain().high().ceilingDouble()}
        };
    this.values = LaneGrid.values(network.network());
    for (Lane lane : new Lane[] {Lane.BIAS_LAST, Lane.BIAS_FIRST}) {
      grid(network, lane).ifPresent(grid -> grids.put(lane, grid));
    }
    this.together =
        SimplexBounds.together(
            network, image.trace().image(), grids.values().stream().map(LaneGrid::bounds).toList());
  }

  /** The grid of a lane; empty where the image has no label there. */
  private Optional<LaneGrid> grid(BoundedNetwork network, Lane lane) {
    try {
      return Optional.of(new LaneGrid(network, image.trace().image(), lane.order()));
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** How many lines of EXACT bounds ruled out as a whole. */
  public long pruned() {
    return stillLines + geometry.pruned();
  }

  /** How many lines of EXACT were cut into parts and walked. */
  public long walked() {
    return geometry.walked();
  }

  /** How many of the lines that were walked needed rationals. */
  public long walkedInRationals() {
    return geometry.walkedInRationals();
  }

  /** The layout in which each position of an image is a pixel of its own. */
  public static PixelLayout layout(Tensor image) {
    return new PixelLayout(image.size(), 0, 1);
  }

  /** The label of the image itself; empty where its run overflows. */
  public OptionalInt label(Lane lane) {
    if (lane == Lane.EXACT) {
      return OptionalInt.of(image.trace().exactLabel());
    }
    LaneGrid grid = grids.get(lane);
    return grid == null ? OptionalInt.empty() : OptionalInt.of(grid.label());
  }

  /**
   * The values of a position that give another label, ascending; none where the image has no label.
   *
   * @throws ArithmeticException if a run overflows, so that nothing can be said of this position
   */
  public List<Flip> flips(Lane lane, int position) {
    OptionalInt label = label(lane);
    if (label.isEmpty() || isStill(position)) {
      return List.of();
    }
    return lane == Lane.EXACT
        ? flips(line(position), label.getAsInt())
        : Optional.ofNullable(grids.get(lane))
            .flatMap(grid -> grid.labels(position))
            .map(labels -> flips(labels, label.getAsInt()))
            .orElse(List.of());
  }

  /**
   * Whether bounds that hold in every arithmetic at once show that one label leads on the whole
   * line of a position, so that nothing flips in any.
   */
  private boolean isStill(int position) {
    if (position != settled && !grids.isEmpty()) {
      settled = position;
      together.enclose(new int[] {position}, ends);
      together.leads(image.label());
      still = together.leadsAll();
      stillLines += still ? 1 : 0;
    }
    return still;
  }

  /** The line of a position; where its regions are walked, their patterns are kept. */
  private LabelLine line(int position) {
    long before = geometry.walkedInRationals();
    LabelLine line = geometry.line(position);
    if (geometry.walkedInRationals() > before) {
      patterns.addAll(geometry.patterns(position));
    }
    return line;
  }

  /** The patterns of the regions along all lines of EXACT that rationals walked so far. */
  public Set<ActivationPattern> patterns() {
    return Set.copyOf(patterns);
  }

  /**
   * The parts of a line with another label. Where such a part meets values of the own label, the
   * two logits are equal at its end, which therefore does not flip.
   */
  private List<Flip> flips(LabelLine line, int label) {
    List<Flip> flips = new ArrayList<>();
    List<LabelLine.Part> parts = line.parts();
    for (int p = 0; p < parts.size(); p++) {
      LabelLine.Part part = parts.get(p);
      if (part.label() != label) {
        boolean after = p > 0 && parts.get(p - 1).label() == label;
        boolean before = p + 1 < parts.size() && parts.get(p + 1).label() == label;
        ValueInterval own = part.values();
        ValueInterval values =
            new ValueInterval(
                own.low(), own.lowOpen() || after, own.high(), own.highOpen() || before);
        if (!values.isEmpty()) {
          flips.add(new Flip(id, label, part.label(), values));
        }
      }
    }
    return flips;
  }

  /** Runs of equal labels on the grid, from their first to their last value. */
  private List<Flip> flips(int[] labels, int label) {
    List<Flip> flips = new ArrayList<>();
    int from = 0;
    for (int b = 0; b < labels.length; b++) {
      boolean last = b + 1 == labels.length || labels[b + 1] != labels[b] || !inside(b + 1);
      if (labels[b] == label || !inside(b)) {
        from = b + 1;
      } else if (last) {
        flips.add(new Flip(id, label, labels[b], ValueInterval.closed(values[from], values[b])));
        from = b + 1;
      }
    }
    return flips;
  }

  private boolean inside(int level) {
    return image.domain().contains(values[level]);
  }

  /** The smallest change of a position that flips the label. */
  public Optional<SmallestChange> smallest(int position, List<Flip> flips) {
    Rational own = Rational.of(image.trace().image().at(position));
    return flips.stream()
        .map(flip -> smallest(flip, own))
        .min(
            Comparator.comparing(SmallestChange::infimum)
                .thenComparing(SmallestChange::attained, Comparator.reverseOrder())
                .thenComparingInt(SmallestChange::label));
  }

  private static SmallestChange smallest(Flip flip, Rational own) {
    ValueInterval values = flip.values();
    Rational infimum = values.distance(own);
    boolean attained = values.contains(own.plus(infimum)) || values.contains(own.minus(infimum));
    return new SmallestChange(flip.to(), infimum, attained);
  }
}
