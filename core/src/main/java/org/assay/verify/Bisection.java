package org.assay.verify;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.assay.exact.Rational;
import org.assay.query.Budget;
import org.assay.query.CheckedWitness;
import org.assay.query.Proof;
import org.assay.query.Reason;
import org.assay.query.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * One bracket narrowed. A ball just below the high end is asked first, since that one answer may be
 * all; after a witness, whose own size is the new high end, the middle. A radius that its share of
 * the time leaves open is passed by below; once nothing is left below it, it gets all the time that
 * remains. Radii are multiples of a quarter of the precision. For one thread.
 */
final class Bisection {

  /** Which part of the time one radius may take at first. */
  private static final int SHARES = 6;

  private static final long QUARTERS = 4;

  private final Balls balls;
  private final NearestFlip nearest;
  private final Rational precision;
  private final Rational unit;
  private final Reach reach;
  private final Budget.Timer timer;
  private final Duration share;
  private final Set<String> methods = new TreeSet<>();
  private Bracket bracket = Bracket.UNKNOWN;
  private @Nullable Rational stuck;
  private Verdict.@Nullable Undecided why;
  private boolean top = true;
  private boolean last;

  /** Decides whether some change within a radius does it. */
  interface Balls {
    org.assay.query.Answer decide(Rational radius, Budget budget);
  }

  /**
   * How far is looked.
   *
   * @param whole whether there is nothing beyond
   */
  record Reach(Rational radius, boolean whole) {}

  Bisection(Balls balls, NearestFlip nearest, Rational precision, Reach reach, Budget.Timer timer) {
    this.balls = balls;
    this.nearest = nearest;
    this.precision = precision;
    this.unit = precision.dividedBy(Rational.of(QUARTERS, 1));
    this.reach = reach;
    this.timer = timer;
    this.share = Duration.ofMillis(Math.max(1, timer.remainingMillis() / SHARES));
  }

  Distance.Answer answer(Bracket start) {
    bracket = start;
    if (bracket.isWithin(precision)) {
      return end("known");
    }
    if (timer.expired()) {
      why = new Verdict.Undecided(Reason.TIMEOUT, "no time left");
      return end("none");
    }
    CheckedWitness found = nearest.search(timer);
    if (found != null) {
      bracket = bracket.lowered(found);
      methods.add("attack");
    }
    while (!bracket.isWithin(precision) && !timer.expired()) {
      Rational radius = next();
      if (radius == null) {
        break;
      }
      ask(radius);
    }
    return end(methods.isEmpty() ? "none" : String.join("+", methods));
  }

  private Distance.Answer end(String method) {
    Verdict.Undecided open = null;
    if (!bracket.isWithin(precision)) {
      open = why != null ? why : new Verdict.Undecided(Reason.TIMEOUT, "no time left");
    }
    return new Distance.Answer(bracket, open, method, timer.elapsed());
  }

  private Rational low() {
    return bracket.low() == null ? Rational.ZERO : bracket.low();
  }

  /** The radius to ask about; null where there is none left. */
  private @Nullable Rational next() {
    Rational high = bracket.high();
    if (high == null) {
      return further();
    }
    if (stuck == null) {
      return top ? above(high.minus(precision)) : middle(low(), high);
    }
    if (stuck.minus(low()).compareTo(precision) > 0) {
      return middle(low(), stuck);
    }
    if (last) {
      return null;
    }
    last = true;
    return stuck;
  }

  /** A radius twice as far as any that was asked; null beyond reach. */
  private @Nullable Rational further() {
    Rational from = stuck == null ? low() : stuck;
    if (from.compareTo(reach.radius()) >= 0) {
      if (stuck == null) {
        why =
            new Verdict.Undecided(
                Reason.OUT_OF_REACH, "no change up to " + reach.radius() + " does it");
      }
      return null;
    }
    Rational twice = from.plus(from).max(unit.times(Rational.of(QUARTERS * QUARTERS, 1)));
    return above(twice).min(reach.radius());
  }

  private Rational middle(Rational low, Rational high) {
    return above(low.plus(high).dividedBy(Rational.of(2, 1)).minus(unit));
  }

  /** The least multiple of the unit that is not below a number. */
  private Rational above(Rational number) {
    Rational quotient = number.dividedBy(unit);
    BigInteger[] parts = quotient.numerator().divideAndRemainder(quotient.denominator());
    BigInteger up = parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0];
    return Rational.of(up, BigInteger.ONE).times(unit);
  }

  private void ask(Rational radius) {
    Duration left = Duration.ofMillis(Math.max(1, timer.remainingMillis()));
    Duration time = last || left.compareTo(share) < 0 ? left : share;
    org.assay.query.Answer answer = balls.decide(radius, new Budget(time, timer.solverSteps()));
    Verdict verdict = answer.verdict();
    if (verdict instanceof Verdict.Robust robust) {
      methods.add(answer.method().toLowerCase(Locale.ROOT));
      raise(radius, robust.proof());
    } else if (verdict instanceof Verdict.Violated violated) {
      methods.add(answer.method().toLowerCase(Locale.ROOT));
      bracket = bracket.lowered(nearest.closer(violated.witness(), timer));
      forgetStuck();
      top = false;
    } else {
      stuck = radius;
      why = (Verdict.Undecided) verdict;
    }
  }

  private void raise(Rational radius, Proof proof) {
    bracket = bracket.raised(radius, proof);
    if (reach.whole() && radius.compareTo(reach.radius()) >= 0) {
      bracket = bracket.provedEverywhere();
    }
    forgetStuck();
    top = true;
  }

  /** An open radius that the bracket no longer holds is open no more. */
  private void forgetStuck() {
    if (stuck == null) {
      return;
    }
    Rational high = bracket.high();
    if (stuck.compareTo(low()) <= 0 || (high != null && stuck.compareTo(high) >= 0)) {
      stuck = null;
    }
  }
}
