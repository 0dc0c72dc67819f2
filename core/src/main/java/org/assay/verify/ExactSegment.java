package org.assay.verify;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.query.Budget;
import org.assay.query.Proof;
import org.assay.query.Property;
import org.assay.query.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A region in which one input moves, decided in rationals.
 *
 * <p>Method: a segment is carried through the layers by what its two ends give; where a unit bends
 * between them, it is cut there (ExactLine: M. Sotoudeh, A. Thakur, Computing linear restrictions
 * of neural networks, NeurIPS 2019; here without rounding). On a piece that has come through, each
 * condition is linear, so that all of them hold on an interval. Guarantee: sound and complete
 * within the time, whatever the weights: bounds in doubles say nothing where large numbers cancel.
 * Cost: rational arithmetic on every weight, twice a piece. For one search.
 */
final class ExactSegment {

  /** Networks of more weights and biases are left to bounds. */
  static final int MOST_PARAMETERS = 20_000;

  private final Network network;
  private final Candidates candidates;
  private final List<Target> targets;
  private final Budget.Timer timer;
  private final Deque<Piece> open = new ArrayDeque<>();
  private boolean rejected;

  ExactSegment(Candidates candidates, List<Target> targets, Budget.Timer timer) {
    this.network = candidates.network();
    this.candidates = candidates;
    this.targets = List.copyOf(targets);
    this.timer = timer;
  }

  /** Whether a region is one for which this is made. */
  static boolean takes(Network network, Region region) {
    return region.free() == 1
        && region.allowed() == null
        && network.parameters() <= MOST_PARAMETERS;
  }

  /** The end of a piece: its input, and the state that a layer takes there. */
  private record End(List<Rational> input, List<Rational> state) {

    /** The end of a smaller piece, on which all is linear, a part of the way to another end. */
    End toward(End other, Rational part) {
      return new End(between(input, other.input, part), between(state, other.state, part));
    }

    private static List<Rational> between(List<Rational> from, List<Rational> to, Rational part) {
      Rational[] between = new Rational[from.size()];
      for (int i = 0; i < between.length; i++) {
        Rational whole = to.get(i).minus(from.get(i));
        between[i] = whole.signum() == 0 ? from.get(i) : from.get(i).plus(part.times(whole));
      }
      return List.of(between);
    }
  }

  private record Piece(int layer, End low, End high) {}

  /** Decides the region. */
  Decision decide() {
    Region region = candidates.region();
    Rational[] low = new Rational[region.size()];
    Rational[] high = new Rational[region.size()];
    for (int i = 0; i < low.length; i++) {
      low[i] = region.low(i);
      high[i] = region.high(i);
    }
    End least = new End(List.of(low), List.of(low));
    End greatest = new End(List.of(high), List.of(high));
    open.push(new Piece(0, least, greatest));
    while (!open.isEmpty()) {
      if (timer.expired()) {
        return new Decision.Open(Reason.TIMEOUT, open.size() + " pieces of the segment are open");
      }
      Piece piece = through(open.pop());
      if (piece != null && isMet(piece)) {
        return new Decision.Accepted();
      }
    }
    return rejected
        ? new Decision.Open(Reason.WITNESS_REJECTED, "no point of the segment was accepted")
        : new Decision.Closed(Proof.EXHAUSTED);
  }

  /** The piece behind all layers; null where it was cut, its parts being open now. */
  private @Nullable Piece through(Piece piece) {
    End low = piece.low;
    End high = piece.high;
    for (int l = piece.layer; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      if (layer instanceof Clip clip) {
        Rational cut = cut(clip, low.state, high.state);
        if (cut != null) {
          End middle = low.toward(high, cut);
          open.push(new Piece(l, middle, high));
          open.push(new Piece(l, low, middle));
          return null;
        }
      }
      low = new End(low.input, after(layer, low.state));
      high = new End(high.input, after(layer, high.state));
    }
    return new Piece(network.layers().size(), low, high);
  }

  private static List<Rational> after(Layer layer, List<Rational> state) {
    ExactSemantics semantics = new ExactSemantics();
    Rational[] numbers = state.toArray(Rational[]::new);
    return List.of(
        layer instanceof Linear linear
            ? semantics.linear(linear, numbers)
            : semantics.clip((Clip) layer, numbers));
  }

  /** Which part of the way lies before a bend of some unit; null where none bends between. */
  private static @Nullable Rational cut(Clip clip, List<Rational> low, List<Rational> high) {
    for (int i = 0; i < low.size(); i++) {
      for (double bend : new double[] {clip.low(), clip.high()}) {
        if (Double.isFinite(bend)) {
          Rational from = Rational.of(bend).minus(low.get(i));
          Rational to = high.get(i).minus(Rational.of(bend));
          if (from.signum() * to.signum() > 0) {
            return from.dividedBy(from.plus(to));
          }
        }
      }
    }
    return null;
  }

  /** Whether a target is met on a piece, at a point that is accepted. */
  private boolean isMet(Piece piece) {
    for (Target target : targets) {
      Rational from = Rational.ZERO;
      Rational to = Rational.ONE;
      for (Property.Condition condition : target.conditions()) {
        Rational low = value(condition, piece.low);
        Rational rise = value(condition, piece.high).minus(low);
        if (rise.signum() == 0) {
          boolean holds = condition.strict() ? low.signum() > 0 : low.signum() >= 0;
          to = holds ? to : Rational.of(-1);
        } else {
          Rational zero = low.negate().dividedBy(rise);
          from = rise.signum() > 0 ? from.max(zero) : from;
          to = rise.signum() < 0 ? to.min(zero) : to;
        }
      }
      if (from.compareTo(to) <= 0 && isAccepted(piece, target, from, to)) {
        return true;
      }
    }
    return false;
  }

  /** Tries the middle of an interval and its ends, at which strict conditions may just fail. */
  private boolean isAccepted(Piece piece, Target target, Rational from, Rational to) {
    Rational middle = from.plus(to).times(Rational.of(1, 2));
    for (Rational part : List.of(middle, from, to)) {
      End point = piece.low.toward(piece.high, part);
      if (target.holds(point.input, point.state)) {
        if (candidates.at(point.input)) {
          return true;
        }
        rejected = true;
      }
    }
    return false;
  }

  private static Rational value(Property.Condition condition, End end) {
    Rational sum = condition.constant();
    for (Property.Term term : condition.terms()) {
      List<Rational> numbers = term.input() ? end.input : end.state;
      sum = sum.plus(term.factor().times(numbers.get(term.index())));
    }
    return sum;
  }
}
