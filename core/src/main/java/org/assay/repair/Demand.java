package org.assay.repair;

import java.util.ArrayList;
import java.util.List;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.Tensor;

/** What a patched network must make of one input, in exact arithmetic. */
public sealed interface Demand {

  Tensor input();

  /** Whether logits of the patched network meet this. */
  boolean isMet(Rational[] logits, Rational[] original);

  /**
   * What the numbers before a last activation must fulfil, all of it, which is the same demand.
   *
   * @param original the unpatched network's logits
   */
  List<Wanted> wanted(Network network, Rational[] original);

  /** The label's logit is strictly greater than every other one. */
  record Label(Tensor input, int label) implements Demand {

    @Override
    public boolean isMet(Rational[] logits, Rational[] original) {
      for (int k = 0; k < logits.length; k++) {
        if (k != label && logits[label].compareTo(logits[k]) <= 0) {
          return false;
        }
      }
      return true;
    }

    /**
     * An activation keeps the order but within its ends: above its lower end the label's number
     * must be, and others' below its upper one.
     */
    @Override
    public List<Wanted> wanted(Network network, Rational[] original) {
      List<Wanted> wanted = new ArrayList<>();
      Layer last = network.layers().get(network.layers().size() - 1);
      for (int k = 0; k < network.labels(); k++) {
        if (k != label) {
          wanted.add(new Wanted(label, k, Rational.ZERO, true));
          if (last instanceof Clip clip && Double.isFinite(clip.high())) {
            wanted.add(new Wanted(Wanted.NONE, k, Rational.of(clip.high()), true));
          }
        }
      }
      if (network.labels() > 1 && last instanceof Clip clip && Double.isFinite(clip.low())) {
        wanted.add(new Wanted(label, Wanted.NONE, Rational.of(clip.low()).negate(), true));
      }
      return wanted;
    }
  }

  /** Every logit differs from the unpatched network's by at most this much. */
  record Outputs(Tensor input, Rational within) implements Demand {

    public Outputs {
      if (within.signum() < 0) {
        throw new IllegalArgumentException(
            "outputs cannot be kept within %s: it is less than 0".formatted(within));
      }
    }

    @Override
    public boolean isMet(Rational[] logits, Rational[] original) {
      for (int k = 0; k < logits.length; k++) {
        if (logits[k].minus(original[k]).abs().compareTo(within) > 0) {
          return false;
        }
      }
      return true;
    }

    @Override
    public List<Wanted> wanted(Network network, Rational[] original) {
      List<Wanted> wanted = new ArrayList<>();
      Layer last = network.layers().get(network.layers().size() - 1);
      for (int k = 0; k < network.labels(); k++) {
        Rational least = original[k].minus(within);
        Rational most = original[k].plus(within);
        if (!(last instanceof Clip clip && isAtMost(clip.low(), least, true))) {
          wanted.add(new Wanted(k, Wanted.NONE, least.negate(), false));
        }
        if (!(last instanceof Clip clip && isAtMost(clip.high(), most, false))) {
          wanted.add(new Wanted(Wanted.NONE, k, most, false));
        }
      }
      return wanted;
    }

    /** Whether an end of an activation is finite and keeps to a bound by itself. */
    private static boolean isAtMost(double end, Rational bound, boolean below) {
      return Double.isFinite(end)
          && (below
              ? bound.compareTo(Rational.of(end)) <= 0
              : bound.compareTo(Rational.of(end)) >= 0);
    }
  }

  /** That an input keeps the label which the network gives it in exact arithmetic. */
  static Label kept(Network network, Tensor input) {
    return new Label(input, ExactSemantics.label(ExactSemantics.logits(network, input)));
  }

  /**
   * One output less another, each left out where it is {@link #NONE}, plus a constant, is greater
   * than zero.
   *
   * @param strict greater, not at least zero
   */
  record Wanted(int more, int less, Rational constant, boolean strict) {

    static final int NONE = -1;
  }
}
