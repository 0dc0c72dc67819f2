package org.assay.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.assay.encoding.NumberSort;
import org.assay.network.Network;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.assay.query.Property;
import org.assay.query.PropertyVerdict;
import org.assay.query.Query;
import org.assay.query.Verdict;
import org.assay.smt.PlainSmt;
import org.assay.smt.PlainVerdict;

/**
 * Holds answers of {@link Robustness} and {@link PropertySearch} against the plain encoding over
 * the reals, on a seeded sample of small questions. Which are sampled depends on the seed and the
 * question alone. For one thread.
 */
public final class PlainAudit {

  /** The plain encoding of a network with more weights than this hardly ever ends in time. */
  private static final int MOST_WEIGHTS = 1 << 12;

  /** Of the questions about small networks, those that are put to the solver too. */
  private static final double SHARE = 0.05;

  private static final Duration MOST_OF_A_CHECK = Duration.ofMillis(500);

  private final Network network;
  private final PlainSmt plain;
  private final long seed;
  private final double share;
  private final Duration limit;
  private final boolean small;
  private final List<String> differences = new ArrayList<>();
  private long engineChecks;

  /**
   * An audit of questions about one network.
   *
   * @param share of the questions that are put to the solver too, from 0 to 1
   * @param limit of each check by the solver
   */
  PlainAudit(Network network, long seed, double share, Duration limit) {
    this.network = network;
    this.plain = new PlainSmt(network, NumberSort.REAL);
    this.seed = seed;
    this.share = share;
    this.limit = limit;
    this.small = plain.products() <= MOST_WEIGHTS;
  }

  /** Holds one question in twenty, for which the solver has half a second each. */
  public static PlainAudit of(Network network, long seed) {
    return new PlainAudit(network, seed, SHARE, MOST_OF_A_CHECK);
  }

  /**
   * Compares an answer about a ball with the solver's, if the question is sampled; an engine that
   * could not decide differs from none.
   *
   * @param imageId what the image is called in its data set; enters the seed
   */
  public void hold(Query query, int imageId, Verdict verdict) {
    if (!query.network().equals(network)) {
      throw new IllegalArgumentException("the question is about another network");
    }
    if (verdict instanceof Verdict.Undecided
        || query.inputs() != Inputs.REAL
        || !picks(Objects.hash(seed, imageId, query.perturbation()))) {
      return;
    }
    String name = verdict instanceof Verdict.Violated ? "Violated" : "Robust";
    compare(
        BallProperty.of(query),
        verdict instanceof Verdict.Violated,
        query.perturbation() + ": bounds say " + name,
        limit);
  }

  /**
   * Compares an answer about a property likewise.
   *
   * @param number what the question is called among others; enters the seed
   * @param left of the time that the question may take; the solver gets no more
   */
  public void hold(Property property, int number, PropertyVerdict verdict, Duration left) {
    if (!small
        || verdict instanceof PropertyVerdict.Undecided
        || left.isZero()
        || left.isNegative()
        || !picks(Objects.hash(seed, number, property))) {
      return;
    }
    compare(
        property,
        verdict instanceof PropertyVerdict.Violated,
        "bounds say " + verdict.getClass().getSimpleName(),
        left.compareTo(limit) < 0 ? left : limit);
  }

  private void compare(Property property, boolean violated, String claim, Duration most) {
    PlainVerdict said = plain.decide(property, Budget.of(most));
    if (said instanceof PlainVerdict.Undecided) {
      return;
    }
    engineChecks++;
    if (violated != said instanceof PlainVerdict.Violated) {
      differences.add(claim + ", solver " + said);
    }
  }

  private boolean picks(int key) {
    return small && new SplittableRandom(key).nextDouble() < share;
  }

  /** How often the solver has been asked. */
  public long solverChecks() {
    return plain.checks();
  }

  /** How many questions both engines decided. */
  public long engineChecks() {
    return engineChecks;
  }

  /** What they differed about, for people; anything is a fault of this program. */
  public List<String> differences() {
    return List.copyOf(differences);
  }
}
