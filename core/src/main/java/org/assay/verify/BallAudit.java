package org.assay.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.assay.encoding.NumberSort;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.SparseRows;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.assay.query.Property;
import org.assay.query.Query;
import org.assay.query.Verdict;
import org.assay.smt.PlainSmt;
import org.assay.smt.PlainVerdict;

/**
 * Holds answers of {@link Robustness} against the plain encoding over the reals, on a seeded sample
 * of small questions. Which are sampled depends on the seed, the image and the perturbation alone.
 * For one thread.
 */
public final class BallAudit {

  /** The plain encoding of a network with more weights than this hardly ever ends in time. */
  private static final int MOST_WEIGHTS = 1 << 12;

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
  BallAudit(Network network, long seed, double share, Duration limit) {
    this.network = network;
    this.plain = new PlainSmt(network, NumberSort.REAL);
    this.seed = seed;
    this.share = share;
    this.limit = limit;
    this.small = weights(network) <= MOST_WEIGHTS;
  }

  /** Holds one question in twenty, for which the solver has half a second each. */
  public static BallAudit of(Network network, long seed) {
    return new BallAudit(network, seed, 0.05, MOST_OF_A_CHECK);
  }

  private static int weights(Network network) {
    int weights = 0;
    for (Layer layer : network.layers()) {
      if (layer instanceof Linear linear) {
        SparseRows rows = linear.rows();
        weights += rows.start(rows.rows());
      }
    }
    return weights;
  }

  /**
   * Compares an answer with the solver's, if the question is sampled; an engine that could not
   * decide differs from none.
   *
   * @param imageId what the image is called in its data set; enters the seed
   */
  public void hold(Query query, int imageId, Verdict verdict) {
    if (!query.network().equals(network)) {
      throw new IllegalArgumentException("the question is about another network");
    }
    if (verdict instanceof Verdict.Undecided || !picks(query, imageId)) {
      return;
    }
    Property property = BallProperty.of(query);
    PlainVerdict said = plain.decide(property, Budget.of(limit));
    if (said instanceof PlainVerdict.Undecided) {
      return;
    }
    engineChecks++;
    boolean violated = verdict instanceof Verdict.Violated;
    if (violated != said instanceof PlainVerdict.Violated) {
      differences.add(
          "%s: bounds say %s, solver %s"
              .formatted(query.perturbation(), violated ? "Violated" : "Robust", said));
    }
  }

  private boolean picks(Query query, int imageId) {
    int key = Objects.hash(seed, imageId, query.perturbation());
    return small && query.inputs() == Inputs.REAL && new SplittableRandom(key).nextDouble() < share;
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
