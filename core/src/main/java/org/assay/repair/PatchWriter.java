package org.assay.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.FloatFormat;
import org.assay.exact.Rational;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.query.Budget;
import org.jspecify.annotations.Nullable;

/**
 * Writes patches in numbers of a network's element type, or of fewer bits.
 *
 * <p>Question: which patched biases, each a number of so many bits, do what is asked in EXACT and
 * in ORDERED arithmetic, and change little? Method: every changed bias is rounded toward the
 * unpatched one, so that no change grows; where that spoils the patch, another one with a margin is
 * taken first within the same size, then within a greater one. Guarantee: what is written was run
 * on every example, exactly and in the stated order, with the very numbers written; it need not be
 * the smallest such patch, and nothing follows where none is found.
 *
 * <p>Immutable.
 */
public final class PatchWriter {

  private static final double[] MARGINS = {1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1};
  private static final List<Rational> GROWTHS =
      List.of(Rational.ONE, Rational.parse("1.001"), Rational.parse("1.01"), Rational.parse("1.1"));

  private final BiasPatch.Question question;
  private final FloatFormat format;

  /**
   * A patch as it is written.
   *
   * @param patch the changes that the written biases amount to
   * @param network the patched network
   * @param grown whether the patch is larger than the one that was to be written
   */
  public record Written(Patch patch, Network network, boolean grown) {}

  /**
   * A writer for the patches of one question.
   *
   * @param bits explicit bits of a written significand, from 2 to 23 for FLOAT32 and 52 for FLOAT64
   */
  public PatchWriter(BiasPatch.Question question, int bits) {
    ElementType type = question.network().elementType();
    if (bits < 2 || bits > mostBits(type)) {
      throw new IllegalArgumentException(
          "explicit bits of a bias must be from 2 to %d, not %d".formatted(mostBits(type), bits));
    }
    this.question = question;
    this.format = new FloatFormat(whole(type).exponentBits(), bits + 1);
  }

  /** Explicit bits of a significand of a type. */
  public static int mostBits(ElementType type) {
    return whole(type).significandBits() - 1;
  }

  private static FloatFormat whole(ElementType type) {
    return type == ElementType.FLOAT32 ? FloatFormat.FLOAT32 : FloatFormat.FLOAT64;
  }

  /** The patch, or one near it, as it is written; none where none was found in time. */
  public Optional<Written> write(Patch patch, Budget budget) {
    Written written = rounded(patch, patch.size());
    if (written != null || patch.changes().isEmpty()) {
      return Optional.ofNullable(written);
    }
    Budget.Timer timer = budget.start();
    PatchTask task = new PatchTask(question);
    for (Rational growth : GROWTHS) {
      Rational radius = patch.size().times(growth).min(question.bound());
      NearModel model = new NearModel(PatchModel.of(task, radius));
      PatternSearch patterns = new PatternSearch(task, model, timer);
      for (double margin : MARGINS) {
        Patch wider = patterns.withMargin(task.changes(patch), margin);
        written = wider == null ? null : rounded(wider, patch.size());
        if (written != null || timer.expired()) {
          return Optional.ofNullable(written);
        }
      }
    }
    return Optional.empty();
  }

  private @Nullable Written rounded(Patch patch, Rational size) {
    List<Patch.Change> changes = new ArrayList<>();
    for (Patch.Change change : patch.changes()) {
      Rational stored = Rational.of(change.bias().of(question.network()));
      Optional<Rational> member = inward(stored, stored.plus(change.by()));
      if (member.isEmpty()) {
        return null;
      }
      Rational by = member.get().minus(stored);
      if (by.signum() != 0) {
        changes.add(new Patch.Change(change.bias(), by));
      }
    }
    Patch rounded = new Patch(changes);
    if (!question.isMetBy(rounded)) {
      return null;
    }
    Network network = rounded.on(question.network());
    return isMetInOrder(network)
        ? new Written(rounded, network, rounded.size().compareTo(size) > 0)
        : null;
  }

  /** The member nearest to a number on the way to another one; that one itself if none is left. */
  private Optional<Rational> inward(Rational stored, Rational wanted) {
    boolean down = wanted.compareTo(stored) > 0;
    Optional<Rational> member = down ? format.floor(wanted) : format.ceiling(wanted);
    return member.map(m -> down ? m.max(stored) : m.min(stored));
  }

  /** Whether the numbers of runs in the stated order fulfil what is asked. */
  private boolean isMetInOrder(Network network) {
    List<Demand> demands = new ArrayList<>(question.keep());
    demands.addAll(question.change());
    for (Demand demand : demands) {
      double[] logits = OrderedSemantics.logits(network, demand.input());
      double[] original = OrderedSemantics.logits(question.network(), demand.input());
      if (!isFinite(logits)
          || !isFinite(original)
          || !demand.isMet(exact(logits), exact(original))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isFinite(double[] logits) {
    for (double logit : logits) {
      if (!Double.isFinite(logit)) {
        return false;
      }
    }
    return true;
  }

  private static Rational[] exact(double[] logits) {
    Rational[] exact = new Rational[logits.length];
    for (int k = 0; k < exact.length; k++) {
      exact[k] = Rational.of(logits[k]);
    }
    return exact;
  }
}
