package org.assay.pixels;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.Semantics;
import org.assay.network.SparseRows;
import org.assay.query.PixelDomain;

/**
 * The labels along a line, by an exact walk from breakpoint to breakpoint: one position runs
 * through its domain, all others stand still.
 *
 * <p>A germ is a number and its slope to the right. Germs go through the plain fold of the network;
 * on the way every clip and, at the end, every two logits tell the next place at which the germs
 * can cease to hold. Shares nothing with the deciders but the rationals.
 */
final class GermWalk {

  private final Network network;
  private final Rational[] input;
  private final int position;
  private final PixelDomain domain;
  private final int predicted;
  private final List<Piece> pieces = new ArrayList<>();

  /**
   * A breakpoint, or the open interval between two, or several of these that follow each other.
   *
   * @param values of the position
   * @param label the predicted one where it is among the largest, else the lowest index among the
   *     largest
   * @param alone whether somewhere in the piece the label is the one largest
   */
  record Piece(ValueInterval values, int label, boolean alone) {}

  private record Germ(Rational value, Rational slope) {

    static Germ constant(Rational value) {
      return new Germ(value, Rational.ZERO);
    }

    Germ plus(Germ other) {
      return new Germ(value.plus(other.value), slope.plus(other.slope));
    }

    Germ times(Rational factor) {
      return new Germ(value.times(factor), slope.times(factor));
    }

    Germ minus(Germ other) {
      return plus(other.times(Rational.ONE.negate()));
    }

    boolean isZero() {
      return value.signum() == 0 && slope.signum() == 0;
    }

    /** The sign just to the right. */
    int sign() {
      return value.signum() != 0 ? value.signum() : slope.signum();
    }
  }

  /**
   * Walks a line.
   *
   * @param input the image; its own value at the position does not matter
   * @param predicted the label that is preferred among equals
   */
  GermWalk(Network network, Rational[] input, int position, PixelDomain domain, int predicted) {
    this.network = network;
    this.input = input.clone();
    this.position = position;
    this.domain = domain;
    this.predicted = predicted;
    walk();
  }

  static GermWalk of(AskedImage image, int position) {
    return new GermWalk(
        image.trace().network().network(),
        ExactSemantics.exact(image.trace().image()),
        position,
        image.domain(),
        image.label());
  }

  /** All breakpoints and the open intervals between them, from the lower end to the upper. */
  List<Piece> pieces() {
    return List.copyOf(pieces);
  }

  /** The pieces, those of one label that follow each other joined. */
  List<Piece> joined() {
    List<Piece> joined = new ArrayList<>();
    for (Piece piece : pieces) {
      int last = joined.size() - 1;
      if (last >= 0 && joined.get(last).label() == piece.label()) {
        Piece before = joined.get(last);
        ValueInterval values =
            new ValueInterval(
                before.values().low(),
                before.values().lowOpen(),
                piece.values().high(),
                piece.values().highOpen());
        joined.set(last, new Piece(values, piece.label(), before.alone() || piece.alone()));
      } else {
        joined.add(piece);
      }
    }
    return joined;
  }

  /** Whether somewhere another logit is strictly greater than the predicted label's. */
  boolean attackable() {
    return pieces.stream().anyMatch(piece -> piece.label() != predicted);
  }

  /** The wrong labels that are somewhere the one largest, ascending. */
  List<Integer> labels() {
    Set<Integer> labels = new TreeSet<>();
    for (Piece piece : pieces) {
      if (piece.alone() && piece.label() != predicted) {
        labels.add(piece.label());
      }
    }
    return List.copyOf(labels);
  }

  private void walk() {
    Rational at = domain.low();
    while (true) {
      Run run = run(at);
      List<Germ> points = run.logits.stream().map(germ -> Germ.constant(germ.value)).toList();
      pieces.add(piece(ValueInterval.closed(at, at), points));
      if (at.compareTo(domain.high()) == 0) {
        return;
      }
      Rational next = at.plus(run.holdsFor);
      pieces.add(piece(new ValueInterval(at, true, next, true), run.logits));
      at = next;
    }
  }

  private Piece piece(ValueInterval values, List<Germ> logits) {
    List<Integer> largest = new ArrayList<>();
    for (int k = 0; k < logits.size(); k++) {
      Germ logit = logits.get(k);
      if (logits.stream().allMatch(other -> logit.minus(other).sign() >= 0)) {
        largest.add(k);
      }
    }
    int label = largest.contains(predicted) ? predicted : largest.get(0);
    return new Piece(values, label, largest.size() == 1);
  }

  private Run run(Rational at) {
    Germ[] state = new Germ[input.length];
    for (int i = 0; i < state.length; i++) {
      state[i] = i == position ? new Germ(at, Rational.ONE) : Germ.constant(input[i]);
    }
    return new Run(state, domain.high().minus(at));
  }

  /** The germs of the logits at a point, and how far to the right they tell the order of logits. */
  private final class Run implements Semantics<Germ[]> {
    final List<Germ> logits;
    Rational holdsFor;

    Run(Germ[] state, Rational atMost) {
      holdsFor = atMost;
      logits = List.of(network.run(this, state));
      for (Germ a : logits) {
        logits.forEach(b -> crossing(a.minus(b)));
      }
    }

    @Override
    public Germ[] linear(Linear layer, Germ[] input) {
      SparseRows rows = layer.rows();
      Germ[] output = new Germ[rows.rows()];
      for (int r = 0; r < output.length; r++) {
        output[r] = Germ.constant(Rational.of(rows.bias(r)));
        for (int k = rows.start(r); k < rows.start(r + 1); k++) {
          Germ germ = input[rows.column(k)];
          if (rows.weight(k) != 0 && !germ.isZero()) {
            output[r] = output[r].plus(germ.times(Rational.of(rows.weight(k))));
          }
        }
      }
      return output;
    }

    @Override
    public Germ[] clip(Clip layer, Germ[] input) {
      Germ[] output = new Germ[input.length];
      for (int i = 0; i < output.length; i++) {
        Germ germ = input[i];
        for (double bound : new double[] {layer.low(), layer.high()}) {
          if (Double.isFinite(bound)) {
            Germ constant = Germ.constant(Rational.of(bound));
            crossing(input[i].minus(constant));
            int sign = input[i].minus(constant).sign();
            germ = (bound == layer.low() ? sign < 0 : sign > 0) ? constant : germ;
          }
        }
        output[i] = germ;
      }
      return output;
    }

    /** The walk must not go beyond the next place at which a germ is zero. */
    private void crossing(Germ germ) {
      if (germ.value.signum() * germ.slope.signum() < 0) {
        holdsFor = holdsFor.min(germ.value.dividedBy(germ.slope).negate());
      }
    }
  }
}
