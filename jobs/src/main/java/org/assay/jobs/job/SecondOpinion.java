package org.assay.jobs.job;

import java.time.Duration;
import org.assay.encoding.NumberSort;
import org.assay.network.Network;
import org.assay.query.Budget;
import org.assay.query.Property;
import org.assay.smt.PlainSmt;
import org.assay.smt.PlainVerdict;
import org.assay.verify.PropertyAttack;

/**
 * What other means say of properties that are proved to hold over real numbers: an attack that
 * shares nothing with the deciders, then the plain encoding of the whole network put to Z3. For one
 * thread.
 */
final class SecondOpinion {

  /** Larger networks are not encoded: the solver would not end, and its terms fill the memory. */
  private static final int MOST_WEIGHTS = 1 << 16;

  private final PropertyAttack attack;
  private final PlainSmt plain;
  private final boolean small;
  private final long seed;
  private final Duration timeout;

  /**
   * An opinion.
   *
   * @param outcome RIGHT, WRONG or OPEN
   * @param detail what is wrong, or what stands in the way; empty for none
   */
  record Opinion(String outcome, String detail) {}

  /**
   * Opinions on one network.
   *
   * @param timeout of each attack, and of the solver after it
   */
  SecondOpinion(Network network, long seed, Duration timeout) {
    this.attack = new PropertyAttack(network);
    this.plain = new PlainSmt(network, NumberSort.REAL);
    this.small = plain.products() <= MOST_WEIGHTS;
    this.seed = seed;
    this.timeout = timeout;
  }

  /**
   * Of a property that is said to hold.
   *
   * @param unit the image or instance; enters the seed
   */
  Opinion of(Property property, int unit) {
    try {
      Budget budget = Budget.of(timeout);
      if (attack.search(property, seed * 1_000_003 + unit, budget.start()).isPresent()) {
        return new Opinion("WRONG", "an attack has a witness");
      }
      PlainVerdict said = small ? plain.decide(property, budget) : null;
      if (said instanceof PlainVerdict.Violated) {
        return new Opinion("WRONG", "the plain encoding has a witness");
      }
      return new Opinion(said instanceof PlainVerdict.Holds ? "RIGHT" : "OPEN", "");
    } catch (RuntimeException | StackOverflowError e) {
      return new Opinion("OPEN", "crashed: " + Crash.detail(e));
    }
  }
}
