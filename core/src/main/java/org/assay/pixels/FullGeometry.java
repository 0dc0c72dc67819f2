package org.assay.pixels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.assay.bounds.BoundedNetwork;
import org.assay.bounds.SimplexBounds;
import org.assay.exact.Rational;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.CheckedWitness;
import org.assay.query.Inputs;
import org.assay.query.Proof;
import org.assay.query.Reason;
import org.assay.query.Verdict;
import org.assay.query.Witness;
import org.assay.symbolic.ActivationPattern;
import org.jspecify.annotations.Nullable;

/**
 * Pixel attacks on one image in full scope, by geometry.
 *
 * <p>Question: can one pixel, or two, be given values of the inputs asked for, of whatever
 * activation pattern, at which another label's logit is strictly greater? Method: {@link
 * LineSearch} and {@link PlaneSearch}: sound bounds rule out most lines and planes, the rest is
 * subdivided, in rationals where doubles cannot tell. Guarantee: sound and complete in exact
 * arithmetic; every Violated has been run again. Cost: microseconds for a line that bounds rule
 * out, well below a millisecond for one that is walked on a small network. Sources: DeepCheck,
 * section IV-C, without its fixed pattern; Sotoudeh and Thakur 2019 (see {@link
 * org.assay.regions.ExactRegions}).
 *
 * <p>For one thread; remembers the lines it has walked.
 */
public final class FullGeometry implements PixelGeometry {

  private static final Verdict.Robust ROBUST =
      new Verdict.Robust(Proof.EXHAUSTED, Arithmetic.EXACT, false);

  private final AskedImage image;
  private final LineSearch lines;
  private final PlaneSearch planes;
  private final List<Rational> gridValues;
  private final @Nullable LineReach[] known;
  private long filtered;
  private long rationalFallbacks;

  /**
   * What a position reaches alone.
   *
   * @param attacks the parts with another label, over the inputs asked for
   * @param labels that are the one largest somewhere
   */
  private record LineReach(List<LabelLine.Part> attacks, BitSet labels, boolean rational) {}

  /** Opens an image that is asked about in full scope, over real or grid inputs. */
  public FullGeometry(AskedImage image, BoundedNetwork network) {
    if (image.terms().inputs() == Inputs.FLOAT) {
      throw new IllegalArgumentException("full scope knows real and grid inputs, not FLOAT");
    }
    this.image = image;
    SimplexBounds bounds = SimplexBounds.exact(network, image.trace().image());
    this.lines = new LineSearch(image, bounds);
    this.planes = new PlaneSearch(image, bounds);
    this.gridValues =
        image.terms().inputs() == Inputs.GRID
            ? Arrays.stream(Ticks.of(image).values()).mapToObj(Rational::of).toList()
            : List.of();
    this.known = new LineReach[image.trace().image().size()];
  }

  @Override
  public long filtered() {
    return filtered;
  }

  @Override
  public long rationalFallbacks() {
    return rationalFallbacks;
  }

  @Override
  public long pruned() {
    return lines.pruned();
  }

  @Override
  public long walked() {
    return lines.walked();
  }

  /** How many of the lines that were walked needed rationals. */
  public long walkedInRationals() {
    return lines.rational();
  }

  /**
   * The label of every real value of a pixel of one variable.
   *
   * @throws IllegalArgumentException if the image is not audited, or a pixel has more variables
   */
  public LabelLine line(int pixel) {
    if (image.refusal().isPresent()) {
      throw new IllegalArgumentException("the image is not audited: " + image.refusal().get());
    }
    return lines.line(position(pixel));
  }

  /** The activation patterns of the linear regions along a pixel's line, each once. */
  public Set<ActivationPattern> patterns(int pixel) {
    return lines.patterns(position(pixel));
  }

  private int position(int pixel) {
    if (image.layout().channels() > 1) {
      throw new IllegalArgumentException(
          "full scope knows pixels of one variable, not of %d; name a channel"
              .formatted(image.layout().channels()));
    }
    return image.layout().positions(pixel)[0];
  }

  private Optional<Verdict.Undecided> refusal(Budget.Timer timer) {
    if (image.refusal().isPresent()) {
      return image.refusal();
    }
    return timer.expired()
        ? Optional.of(new Verdict.Undecided(Reason.TIMEOUT, "no time left"))
        : Optional.empty();
  }

  private DecidedBy decidedBy(boolean rational) {
    filtered += rational ? 0 : 1;
    rationalFallbacks += rational ? 1 : 0;
    return rational ? DecidedBy.RATIONALS : DecidedBy.FILTER;
  }

  @Override
  public PixelAnswer pixel(int pixel, Budget.Timer timer) {
    Optional<Verdict.Undecided> refusal = refusal(timer);
    if (refusal.isPresent()) {
      return PixelAnswer.of(pixel, refusal.get(), DecidedBy.NOTHING);
    }
    LineReach reach = alone(position(pixel));
    DecidedBy decidedBy = decidedBy(reach.rational());
    return reach.attacks().isEmpty()
        ? PixelAnswer.of(pixel, ROBUST, decidedBy)
        : attacked(pixel, reach.attacks(), decidedBy);
  }

  private LineReach alone(int index) {
    LineReach reach = known[index];
    if (reach == null) {
      long before = lines.rational();
      List<LabelLine.Part> attacks = members(index, lines.line(index));
      boolean rational = lines.rational() > before;
      BitSet labels = new BitSet();
      attacks.stream().filter(LabelLine.Part::alone).forEach(part -> labels.set(part.label()));
      reach = new LineReach(attacks, labels, rational);
      known[index] = reach;
    }
    return reach;
  }

  /** The parts with another label, of grid inputs from their first to their last value. */
  private List<LabelLine.Part> members(int index, LabelLine line) {
    if (image.terms().inputs() == Inputs.REAL) {
      return line.others();
    }
    List<LabelLine.Part> parts = new ArrayList<>();
    for (LabelLine.Part part : line.others()) {
      List<Rational> inside = gridValues.stream().filter(part.values()::contains).toList();
      if (!inside.isEmpty()) {
        ValueInterval values = ValueInterval.closed(inside.get(0), inside.get(inside.size() - 1));
        boolean alone = inside.stream().anyMatch(value -> lines.leads(part.label(), index, value));
        parts.add(new LabelLine.Part(part.label(), values, alone));
      }
    }
    return parts;
  }

  private PixelAnswer attacked(int pixel, List<LabelLine.Part> parts, DecidedBy decidedBy) {
    int index = position(pixel);
    Rational origin = Rational.of(image.trace().image().at(index));
    List<PixelAnswer.Reach> reaches = new ArrayList<>();
    Rational infimum = null;
    for (LabelLine.Part part : parts) {
      Rational distance = part.values().distance(origin);
      infimum = infimum == null ? distance : infimum.min(distance);
      if (part.alone()) {
        reaches.add(
            new PixelAnswer.Reach(part.label(), Optional.of(part.values()), Optional.of(distance)));
      }
    }
    Optional<CheckedWitness> smallest = smallest(index, parts);
    Verdict verdict =
        smallest.isPresent()
            ? new Verdict.Violated(smallest.get())
            : image.checked(
                List.of(new Witness.Change(index, parts.get(0).values().roundMember())));
    return new PixelAnswer(
        pixel, verdict, reaches, Optional.ofNullable(infimum), smallest, decidedBy);
  }

  /** The member nearest to the original that a float32, or the grid, knows. */
  private Optional<CheckedWitness> smallest(int index, List<LabelLine.Part> parts) {
    Rational origin = Rational.of(image.trace().image().at(index));
    return parts.stream()
        .map(part -> image.nearest(index, part.values()))
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(value -> value.minus(origin).abs()))
        .map(value -> image.checked(List.of(new Witness.Change(index, value))))
        .filter(verdict -> verdict instanceof Verdict.Violated)
        .map(verdict -> ((Verdict.Violated) verdict).witness())
        .findFirst();
  }

  @Override
  public PairAnswer pair(int first, int second, Budget.Timer timer) {
    Optional<Verdict.Undecided> refusal = refusal(timer);
    if (refusal.isPresent()) {
      return undecided(first, second, refusal.get());
    }
    if (first == second) {
      throw new IllegalArgumentException("a pair is of different pixels, not twice " + first);
    }
    Plane plane = plane(position(first), position(second), timer);
    if (!plane.found().complete()) {
      return undecided(
          first, second, new Verdict.Undecided(Reason.TIMEOUT, "the plane was not searched whole"));
    }
    DecidedBy decidedBy = decidedBy(plane.found().rational());
    return plane.isAttackable()
        ? attacked(first, second, plane, decidedBy)
        : new PairAnswer(first, second, ROBUST, List.of(), false, decidedBy);
  }

  private static PairAnswer undecided(int first, int second, Verdict.Undecided verdict) {
    return new PairAnswer(first, second, verdict, List.of(), false, DecidedBy.NOTHING);
  }

  /**
   * What two positions reach together.
   *
   * @param isNew whether neither attacks alone
   */
  private record Plane(PlaneSearch.Found found, boolean isNew) {

    boolean isAttackable() {
      return !isNew || found.attackable();
    }
  }

  /** What one of two positions reaches alone, both reach. */
  private Plane plane(int p, int q, Budget.Timer timer) {
    BitSet labels = (BitSet) alone(p).labels().clone();
    labels.or(alone(q).labels());
    boolean isNew = alone(p).attacks().isEmpty() && alone(q).attacks().isEmpty();
    return new Plane(planes.search(p, q, labels, timer), isNew);
  }

  private PairAnswer attacked(int first, int second, Plane plane, DecidedBy decidedBy) {
    int p = position(first);
    int q = position(second);
    Verdict verdict = plane.isNew() ? together(p, q, plane.found().points()) : single(p, q);
    return new PairAnswer(
        first,
        second,
        verdict,
        plane.found().labels().stream().boxed().toList(),
        plane.isNew(),
        decidedBy);
  }

  /** A witness of two positions: the floats nearest to a point that attack, else a point itself. */
  private Verdict together(int p, int q, List<List<Rational>> points) {
    Verdict verdict = null;
    for (boolean rounded : new boolean[] {true, false}) {
      for (List<Rational> point : points) {
        verdict =
            image.checked(
                List.of(change(p, point.get(0), rounded), change(q, point.get(1), rounded)));
        if (verdict instanceof Verdict.Violated) {
          return verdict;
        }
      }
    }
    return Objects.requireNonNull(verdict, "an attackable plane has a point");
  }

  private Witness.Change change(int index, Rational value, boolean rounded) {
    boolean asIs = !rounded || image.terms().inputs() == Inputs.GRID;
    return new Witness.Change(index, asIs ? value : Rational.of((float) value.nearestDouble()));
  }

  /** A witness that changes only one of two positions. */
  private Verdict single(int p, int q) {
    int index = alone(p).attacks().isEmpty() ? q : p;
    List<LabelLine.Part> parts = alone(index).attacks();
    Optional<CheckedWitness> smallest = smallest(index, parts);
    return smallest.isPresent()
        ? new Verdict.Violated(smallest.get())
        : image.checked(List.of(new Witness.Change(index, parts.get(0).values().roundMember())));
  }

  /** Each pair is a question with a budget of its own. */
  @Override
  public PairTally tally(
      int[] order,
      int fromRank,
      int toRank,
      Budget.Timer timer,
      Optional<Consumer<PairTally.Ranked>> attackable) {
    int labels = image.trace().labels();
    int pixels = image.layout().pixels();
    if (refusal(timer).isPresent()) {
      long pairs = ((long) toRank * (toRank - 1) - (long) fromRank * (fromRank - 1)) / 2;
      return PairTally.undecided(pairs, labels, pixels);
    }
    PairTally.Counts counts = new PairTally.Counts();
    long[] perLabel = new long[labels];
    long[] participation = new long[pixels];
    PairTally.Ranked first = null;
    for (int high = fromRank; high < toRank; high++) {
      for (int low = 0; low < high; low++) {
        int p = order[low];
        int q = order[high];
        Plane plane = plane(position(p), position(q), timer.again());
        counts.pairs++;
        counts.rationalFallbacks += plane.found().rational() ? 1 : 0;
        if (!plane.found().complete()) {
          counts.undecided++;
        } else if (plane.isAttackable()) {
          counts.attackable++;
          counts.fresh += plane.isNew() ? 1 : 0;
          plane.found().labels().stream().forEach(label -> perLabel[label]++);
          participation[p]++;
          participation[q]++;
          if (first == null || attackable.isPresent()) {
            DecidedBy decidedBy = plane.found().rational() ? DecidedBy.RATIONALS : DecidedBy.FILTER;
            PairTally.Ranked ranked =
                new PairTally.Ranked(high, low, attacked(p, q, plane, decidedBy));
            first = first == null ? ranked : first;
            attackable.ifPresent(consumer -> consumer.accept(ranked));
          }
        }
      }
    }
    return new PairTally(counts, perLabel, participation, Optional.ofNullable(first));
  }
}
