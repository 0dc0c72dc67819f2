package org.assay.pixels;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.assay.importance.PixelLayout;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Proof;
import org.assay.query.Reason;
import org.assay.query.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Pixel attacks on one image in pattern scope, by geometry.
 *
 * <p>Question: can one pixel, or two, be given values within the domain that keep the activation
 * pattern of the exact trace and make another label's logit strictly greater? Method: one free
 * position is an interval, two are a polygon; a float filter with proved errors ({@link
 * PairFilter}) decides, and exact rationals ({@link ExactLine}, {@link ExactPlane}) where it cannot
 * tell. Guarantee: sound and complete over real inputs in exact arithmetic; every Violated has been
 * run again. Cost: below a microsecond for a pair that the filter decides, about a millisecond in
 * rationals. Source: DeepCheck, section IV-C.
 *
 * <p>For one thread; remembers what it has computed.
 */
public final class PatternGeometry implements PixelGeometry {

  private static final Verdict.Robust ROBUST =
      new Verdict.Robust(Proof.GEOMETRY, Arithmetic.EXACT, false);

  private final AskedImage image;
  private final PatternTable table;
  private final PairFilter filter;
  private final @Nullable Alone[] alone;
  private long filtered;
  private long rationalFallbacks;

  /**
   * Which labels one position can reach alone.
   *
   * @param attackable whether some logit can exceed the predicted label's
   */
  record Alone(boolean attackable, BitSet labels, DecidedBy decidedBy) {}

  public PatternGeometry(AskedImage image) {
    this.image = image;
    this.table = new PatternTable(image.trace(), image.spaces(), image.domain());
    this.filter = new PairFilter(table, Math.max(0, image.label()));
    this.alone = new Alone[image.trace().image().size()];
  }

  AskedImage image() {
    return image;
  }

  PairFilter filter() {
    return filter;
  }

  @Override
  public long filtered() {
    return filtered;
  }

  @Override
  public long rationalFallbacks() {
    return rationalFallbacks;
  }

  private Optional<Verdict.Undecided> refusal(Budget.Timer timer) {
    if (image.refusal().isPresent()) {
      return image.refusal();
    }
    return timer.expired()
        ? Optional.of(new Verdict.Undecided(Reason.TIMEOUT, "no time left"))
        : Optional.empty();
  }

  private void count(DecidedBy decidedBy) {
    filtered += decidedBy == DecidedBy.FILTER ? 1 : 0;
    rationalFallbacks += decidedBy == DecidedBy.RATIONALS ? 1 : 0;
  }

  /**
   * Everything about one pixel.
   *
   * @throws IllegalArgumentException if a pixel has more than two variables
   */
  @Override
  public PixelAnswer pixel(int pixel, Budget.Timer timer) {
    Optional<Verdict.Undecided> refusal = refusal(timer);
    if (refusal.isPresent()) {
      return PixelAnswer.of(pixel, refusal.get(), DecidedBy.NOTHING);
    }
    PixelLayout layout = image.layout();
    if (layout.channels() > 2) {
      throw new IllegalArgumentException(
          "geometry knows pixels of one or two variables, not of " + layout.channels());
    }
    PixelAnswer answer =
        layout.channels() == 1
            ? line(pixel, layout.positions(pixel)[0])
            : plane(pixel, layout.positions(pixel));
    count(answer.decidedBy());
    return answer;
  }

  private PixelAnswer line(int pixel, int index) {
    Alone known = alone(index);
    if (known.decidedBy() == DecidedBy.FILTER && !known.attackable()) {
      return PixelAnswer.of(pixel, ROBUST, DecidedBy.FILTER);
    }
    ExactLine line = ExactLine.of(image.exact(), image.label(), index);
    return new LineAnswer(image, line).answer(pixel, known.decidedBy());
  }

  private PixelAnswer plane(int pixel, int[] positions) {
    PlaneAnswer answer = plane(positions[0], positions[1]);
    List<PixelAnswer.Reach> reaches = new ArrayList<>();
    for (int label : answer.labels()) {
      reaches.add(new PixelAnswer.Reach(label, Optional.empty(), Optional.empty()));
    }
    return new PixelAnswer(
        pixel, answer.verdict(), reaches, Optional.empty(), Optional.empty(), answer.decidedBy());
  }

  /**
   * Everything about two different pixels.
   *
   * @throws IllegalArgumentException if a pixel has more than one variable
   */
  @Override
  public PairAnswer pair(int first, int second, Budget.Timer timer) {
    Optional<Verdict.Undecided> refusal = refusal(timer);
    if (refusal.isPresent()) {
      return new PairAnswer(first, second, refusal.get(), List.of(), false, DecidedBy.NOTHING);
    }
    PixelLayout layout = image.layout();
    if (layout.channels() > 1 || first == second) {
      throw new IllegalArgumentException(
          "geometry knows pairs of different pixels of one variable, not %d and %d of %d"
              .formatted(first, second, layout.channels()));
    }
    int p = layout.positions(first)[0];
    int q = layout.positions(second)[0];
    PlaneAnswer answer = plane(p, q);
    count(answer.decidedBy());
    boolean isNew =
        answer.verdict() instanceof Verdict.Violated
            && !alone(p).attackable()
            && !alone(q).attackable();
    return new PairAnswer(
        first, second, answer.verdict(), answer.labels(), isNew, answer.decidedBy());
  }

  private record PlaneAnswer(Verdict verdict, List<Integer> labels, DecidedBy decidedBy) {}

  private PlaneAnswer plane(int p, int q) {
    List<Integer> labels = new ArrayList<>();
    double x = Double.NaN;
    double y = Double.NaN;
    for (int k = 0; k < table.labels; k++) {
      if (k == image.label() || !filter.candidate(p, q, k)) {
        continue;
      }
      int answer = filter.decide(p, q, k);
      if (answer == PairFilter.UNSURE) {
        return exactPlane(p, q);
      }
      if (answer == PairFilter.YES && labels.isEmpty()) {
        x = filter.pointX();
        y = filter.pointY();
      }
      if (answer == PairFilter.YES) {
        labels.add(k);
      }
    }
    if (labels.isEmpty()) {
      return new PlaneAnswer(ROBUST, labels, DecidedBy.FILTER);
    }
    PlaneWitness witness = new PlaneWitness(image, p, q);
    Verdict verdict = witness.near(x, y).orElseGet(() -> witness.from(exactly(p, q)));
    return new PlaneAnswer(verdict, labels, DecidedBy.FILTER);
  }

  private PlaneAnswer exactPlane(int p, int q) {
    ExactPlane plane = exactly(p, q);
    List<Integer> labels = plane.reaches().stream().map(ExactPlane.Reach::label).toList();
    Verdict verdict =
        plane.attack().isEmpty()
            ? new Verdict.Robust(Proof.GEOMETRY, Arithmetic.EXACT, plane.tie())
            : new PlaneWitness(image, p, q).from(plane);
    return new PlaneAnswer(verdict, labels, DecidedBy.RATIONALS);
  }

  /** What one position can do alone; rationals where the filter cannot tell. */
  Alone alone(int index) {
    Alone known = alone[index];
    if (known == null) {
      known = decideAlone(index);
      alone[index] = known;
    }
    return known;
  }

  private Alone decideAlone(int index) {
    BitSet labels = new BitSet();
    int still = table.positions();
    for (int k = 0; k < table.labels; k++) {
      if (k == image.label() || !filter.candidate(index, still, k)) {
        continue;
      }
      int answer = filter.decide(index, still, k);
      if (answer == PairFilter.UNSURE) {
        ExactLine line = ExactLine.of(image.exact(), image.label(), index);
        BitSet exact = new BitSet();
        line.reaches().forEach(part -> exact.set(part.label()));
        return new Alone(!line.attacks().isEmpty(), exact, DecidedBy.RATIONALS);
      }
      labels.set(k, answer == PairFilter.YES);
    }
    return new Alone(!labels.isEmpty(), labels, DecidedBy.FILTER);
  }

  /** The exact plane of two positions. */
  ExactPlane exactly(int p, int q) {
    return ExactPlane.of(image.exact(), image.label(), p, q);
  }

  /** All pairs of pixels whose larger rank lies in a range, without their witnesses. */
  public PairTally tally(int[] order, int fromRank, int toRank, Budget.Timer timer) {
    return tally(order, fromRank, toRank, timer, Optional.empty());
  }

  @Override
  public PairTally tally(
      int[] order,
      int fromRank,
      int toRank,
      Budget.Timer timer,
      Optional<Consumer<PairTally.Ranked>> attackable) {
    if (fromRank < 0 || fromRank > toRank || toRank > order.length) {
      throw new IllegalArgumentException(
          "ranks %d to %d of %d pixels".formatted(fromRank, toRank, order.length));
    }
    if (image.layout().channels() > 1) {
      throw new IllegalArgumentException("all pairs need pixels of one variable; name a channel");
    }
    if (refusal(timer).isPresent()) {
      return PairTally.undecided(
          pairs(fromRank, toRank), image.trace().labels(), image.layout().pixels());
    }
    PairTile tile = new PairTile(this, order, fromRank, toRank, timer);
    PairTally tally = tile.tally();
    attackable.ifPresent(tile::emit);
    return tally;
  }

  /** Number of pairs whose larger rank lies in a range. */
  private static long pairs(long from, long to) {
    return (to * (to - 1) - from * (from - 1)) / 2;
  }
}
