package org.assay.pixels;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.assay.bounds.BoundedNetwork;
import org.assay.query.Budget;
import org.assay.query.Scope;
import org.assay.smt.Z3Session;
import org.jspecify.annotations.Nullable;

/**
 * The decider of one image's pixels and pairs that a job uses: picks the engine, holds the engines
 * against each other, and counts what it did.
 *
 * <p>Which questions the solver is asked besides depends on the seed, the image and the pixels
 * alone, not on what else is decided by the same object or on other machines. With pixels of more
 * variables than geometry knows the solver decides. For one thread.
 */
public final class PixelAudit {

  private static final Duration MOST_OF_A_CHECK = Duration.ofMillis(200);

  private final AskedImage image;
  private final Settings settings;
  private final PixelSolver smt;
  private final Engines engines;
  private final long solverStart;
  private final SampleSeed seed;
  private @Nullable PixelGeometry geometry;
  private final List<String> differences = new ArrayList<>();
  private long engineChecks;

  /**
   * How an image is audited.
   *
   * @param budget for each question; for a tile of pairs, for all that need rationals together
   * @param samplesPerImage how many pixels or pairs of an image the solver is asked besides its
   *     first attack, on average
   */
  public record Settings(Engine engine, Budget budget, long seed, double samplesPerImage) {

    /** One question sampled for every twenty images. */
    public static Settings of(Engine engine, Budget budget, long seed) {
      return new Settings(engine, budget, seed, 0.05);
    }
  }

  /**
   * What images share.
   *
   * @param session the solver; opened and closed by the caller
   * @param network the images' network, asked for in full scope only
   */
  public record Engines(Z3Session session, Supplier<BoundedNetwork> network) {}

  /**
   * Opens an image.
   *
   * @param imageId what the image is called in its data set; enters the seed
   */
  public PixelAudit(AskedImage image, int imageId, Settings settings, Engines engines) {
    this.image = image;
    this.settings = settings;
    this.engines = engines;
    this.solverStart = engines.session().checks();
    this.smt = PixelSolver.of(image, engines.session());
    this.seed = new SampleSeed(settings.seed(), imageId);
  }

  private boolean bySolver(int variablesKnown) {
    return settings.engine() == Engine.SMT || image.layout().channels() > variablesKnown;
  }

  private PixelGeometry geometry() {
    PixelGeometry known = geometry;
    if (known == null) {
      known = PixelGeometry.of(image, engines.network());
      geometry = known;
    }
    return known;
  }

  /** All pixels, by number. */
  public List<PixelAnswer> pixels() {
    int pixels = image.layout().pixels();
    List<PixelAnswer> answers = new ArrayList<>(pixels);
    boolean attacked = false;
    for (int pixel = 0; pixel < pixels; pixel++) {
      if (bySolver(2)) {
        answers.add(smt.pixel(pixel, settings.budget().start()));
        continue;
      }
      PixelAnswer answer = geometry().pixel(pixel, settings.budget().start());
      answers.add(answer);
      boolean first = answer.attackable() && !attacked;
      attacked |= answer.attackable();
      if (checked() && (first || seed.picks(pixel, pixel, settings.samplesPerImage() / pixels))) {
        compare(answer);
      }
    }
    return answers;
  }

  /** Whether the engines are held against each other on this image. */
  private boolean checked() {
    return settings.engine() == Engine.AUTO && image.refusal().isEmpty();
  }

  /** All pairs among some pixels, by their places in this order: the larger, then the smaller. */
  public List<PairAnswer> pairs(int[] among) {
    List<PairAnswer> answers = new ArrayList<>();
    double share = settings.samplesPerImage() / Math.max(1, pairsBelow(among.length));
    boolean attacked = false;
    for (int high = 0; high < among.length; high++) {
      for (int low = 0; low < high; low++) {
        PairAnswer answer = pair(among[low], among[high]);
        answers.add(answer);
        boolean first = answer.attackable() && !attacked;
        attacked |= answer.attackable();
        if (checked() && !bySolver(1) && (first || seed.picks(among[low], among[high], share))) {
          compare(answer);
        }
      }
    }
    return answers;
  }

  private PairAnswer pair(int first, int second) {
    return bySolver(1)
        ? smt.pair(first, second, settings.budget().start())
        : geometry().pair(first, second, settings.budget().start());
  }

  private static double pairsBelow(double count) {
    return count * (count - 1) / 2;
  }

  /**
   * Counts all pairs of pixels whose larger rank lies in a range; see {@link PixelGeometry#tally}.
   *
   * @param attackable takes every attackable pair, where it is present
   */
  public PairTally tile(
      int[] order, int fromRank, int toRank, Optional<Consumer<PairTally.Ranked>> attackable) {
    if (bySolver(1)) {
      return solverTile(order, fromRank, toRank, attackable);
    }
    PairTally tally =
        geometry().tally(order, fromRank, toRank, settings.budget().start(), attackable);
    if (checked()) {
      tally.first().ifPresent(ranked -> compare(ranked.answer()));
      for (long pair : seed.pairs(pairsBelow(order.length), settings.samplesPerImage())) {
        int high = SampleSeed.high(pair);
        int low = (int) (pair - (long) pairsBelow(high));
        if (high >= fromRank && high < toRank) {
          compare(geometry().pair(order[low], order[high], settings.budget().start()));
        }
      }
    }
    return tally;
  }

  private PairTally solverTile(
      int[] order, int fromRank, int toRank, Optional<Consumer<PairTally.Ranked>> attackable) {
    int labels = image.trace().labels();
    int pixels = image.layout().pixels();
    PairTally tally = PairTally.none(labels, pixels);
    for (int high = fromRank; high < toRank; high++) {
      for (int low = 0; low < high; low++) {
        PairAnswer answer = pair(order[low], order[high]);
        PairTally.Ranked ranked = new PairTally.Ranked(high, low, answer);
        tally = tally.plus(PairTally.of(ranked, labels, pixels));
        if (answer.attackable()) {
          attackable.ifPresent(consumer -> consumer.accept(ranked));
        }
      }
    }
    return tally;
  }

  private void compare(PixelAnswer answer) {
    PixelAnswer other = smt.pixel(answer.pixel(), checkBudget().start());
    compare(
        "pixel " + answer.pixel(),
        new Said(answer.decidedBy(), answer.attackable(), answer.labels()),
        new Said(other.decidedBy(), other.attackable(), other.labels()));
  }

  private void compare(PairAnswer answer) {
    PairAnswer other = smt.together(answer.first(), answer.second(), checkBudget().start());
    compare(
        "pixels " + answer.first() + " and " + answer.second(),
        new Said(answer.decidedBy(), answer.attackable(), answer.labels()),
        new Said(other.decidedBy(), other.attackable(), other.labels()));
  }

  /** What the solver may take to be held against geometry: over all patterns it can be slow. */
  private Budget checkBudget() {
    Budget budget = settings.budget();
    return image.terms().scope() == Scope.PATTERN
            || budget.wallClock().compareTo(MOST_OF_A_CHECK) < 0
        ? budget
        : new Budget(MOST_OF_A_CHECK, budget.solverSteps());
  }

  /** What an engine said, as far as engines must agree. */
  private record Said(DecidedBy decidedBy, boolean attackable, List<Integer> labels) {
    boolean agrees(Said other) {
      return attackable == other.attackable && labels.equals(other.labels);
    }
  }

  /** An engine that could not decide differs from none. */
  private void compare(String question, Said geometrySays, Said solverSays) {
    if (geometrySays.decidedBy() == DecidedBy.NOTHING
        || solverSays.decidedBy() == DecidedBy.NOTHING) {
      return;
    }
    engineChecks++;
    if (!geometrySays.agrees(solverSays)) {
      differences.add(question + ": geometry says " + geometrySays + ", solver " + solverSays);
    }
  }

  /** How many questions both engines decided. */
  public long engineChecks() {
    return engineChecks;
  }

  /** How many of them they decided differently; anything but 0 is a fault of this program. */
  public long engineDifferences() {
    return differences.size();
  }

  /** What they differed about, for people. */
  public List<String> differences() {
    return List.copyOf(differences);
  }

  /** How many pixels and single pairs the float filter decided. */
  public long filtered() {
    return geometry == null ? 0 : geometry.filtered();
  }

  /** How many pixels and single pairs needed rationals; tallies count theirs themselves. */
  public long rationalFallbacks() {
    return geometry == null ? 0 : geometry.rationalFallbacks();
  }

  /** How many lines of one pixel's values bounds ruled out as a whole; 0 in pattern scope. */
  public long linesPruned() {
    return geometry == null ? 0 : geometry.pruned();
  }

  /** How many lines were cut into parts and walked; 0 in pattern scope. */
  public long linesWalked() {
    return geometry == null ? 0 : geometry.walked();
  }

  /** How often the solver was asked for this image. */
  public long solverChecks() {
    return engines.session().checks() - solverStart;
  }
}
