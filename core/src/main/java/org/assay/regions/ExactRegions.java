package org.assay.regions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assay.bounds.BoundedNetwork;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.SparseRows;
import org.assay.symbolic.Trace;
import org.jspecify.annotations.Nullable;

/**
 * The linear regions of a network over one or two free positions of an image, exactly.
 *
 * <p>Method: a closed cell is carried through the layers with every number that can differ from the
 * image's as an affine function on it; where a clip bends within the cell, the cell is split along
 * the bend and both parts go on (ExactLine: M. Sotoudeh, A. Thakur, Computing linear restrictions
 * of neural networks, NeurIPS 2019; here without rounding, and in the plane too). Guarantee: the
 * parts cover the cell, overlap in their borders only, and on each the logits are exactly the
 * functions given. Cost: rational arithmetic on every weight that the positions reach, once a
 * region. For one thread.
 */
public final class ExactRegions {

  private final Trace trace;
  private final int[] positions;
  private final List<Layer> layers;
  private final BoundedNetwork network;

  /**
   * What the network is on a region.
   *
   * @param logits one a label, as functions of the offsets of the free positions from the image
   * @param phases in the inside of the region, of the units whose inputs can differ from the
   *     image's, by their numbers in network order
   */
  public record Region(List<AffineForm> logits, Map<Integer, Clip.Phase> phases) {

    public Region {
      logits = List.copyOf(logits);
      phases = Map.copyOf(phases);
    }
  }

  /** Takes regions one by one. */
  public interface Visitor {

    void region(Cell cell, Region region);
  }

  /**
   * The regions over some positions.
   *
   * @param network the trace's
   * @param positions one or two flat positions
   */
  public ExactRegions(Trace trace, BoundedNetwork network, int... positions) {
    this.trace = trace;
    this.network = network;
    this.positions = positions.clone();
    this.layers = trace.network().network().layers();
  }

  /**
   * Visits the regions of a cell, on a line by ascending offset.
   *
   * @param cell of offsets from the image
   */
  public void visit(Cell cell, Visitor visitor) {
    Map<Integer, AffineForm> moved = new TreeMap<>();
    for (int p = 0; p < positions.length; p++) {
      moved.put(positions[p], AffineForm.coordinate(p, positions.length));
    }
    descend(new Place(cell, 0, 0, Map.of()), moved, visitor);
  }

  /**
   * A cell before a layer, whose first unit, if it is a clip, has this number; with the phases of
   * the layers before.
   */
  private record Place(Cell cell, int layer, int firstUnit, Map<Integer, Clip.Phase> phases) {

    Place part(Cell smaller) {
      return new Place(smaller, layer, firstUnit, phases);
    }
  }

  /** Carries differences from the image's own numbers through the layers. */
  private void descend(Place place, Map<Integer, AffineForm> differences, Visitor visitor) {
    Map<Integer, AffineForm> moved = differences;
    Map<Integer, Clip.Phase> phases = new HashMap<>(place.phases());
    int unit = place.firstUnit();
    for (int l = place.layer(); l < layers.size(); l++) {
      SparseRows columns = network.columns(l);
      if (columns != null) {
        moved = map(columns, moved);
        continue;
      }
      Clip clip = (Clip) layers.get(l);
      AffineForm bend = bend(place.cell(), clip, unit, moved);
      if (bend != null) {
        Place here = new Place(place.cell(), l, unit, phases);
        Cell below = place.cell().clip(bend.times(Rational.ONE.negate()));
        Cell above = place.cell().clip(bend);
        boolean ascending = bend.slopes().get(0).signum() > 0;
        descend(here.part(ascending ? below : above), moved, visitor);
        descend(here.part(ascending ? above : below), moved, visitor);
        return;
      }
      moved = clip(new Place(place.cell(), l, unit, phases), moved);
      unit += clip.input().size();
    }
    visitor.region(place.cell(), new Region(logits(moved), phases));
  }

  private static Map<Integer, AffineForm> map(SparseRows byInput, Map<Integer, AffineForm> moved) {
    Map<Integer, AffineForm> sums = new TreeMap<>();
    for (Map.Entry<Integer, AffineForm> input : moved.entrySet()) {
      for (int k = byInput.start(input.getKey()); k < byInput.start(input.getKey() + 1); k++) {
        AffineForm term = input.getValue().times(Rational.of(byInput.weight(k)));
        sums.merge(byInput.column(k), term, AffineForm::plus);
      }
    }
    sums.values().removeIf(AffineForm::isZero);
    return sums;
  }

  /** A function whose zeros cut the cell in two where a unit bends; null where none does. */
  private @Nullable AffineForm bend(
      Cell cell, Clip clip, int firstUnit, Map<Integer, AffineForm> moved) {
    for (Map.Entry<Integer, AffineForm> input : moved.entrySet()) {
      AffineForm value = input.getValue().plus(trace.exactValue(firstUnit + input.getKey()));
      for (double end : new double[] {clip.low(), clip.high()}) {
        if (Double.isFinite(end)) {
          AffineForm over = value.plus(Rational.of(end).negate());
          if (cell.isCutBy(over)) {
            return over;
          }
        }
      }
    }
    return null;
  }

  /** Clips the numbers of a cell in which none bends, and adds their phases to the place's. */
  private Map<Integer, AffineForm> clip(Place place, Map<Integer, AffineForm> moved) {
    Clip clip = (Clip) layers.get(place.layer());
    Map<Integer, AffineForm> clipped = new TreeMap<>();
    for (Map.Entry<Integer, AffineForm> input : moved.entrySet()) {
      int unit = place.firstUnit() + input.getKey();
      Rational original = trace.exactValue(unit);
      AffineForm value = input.getValue().plus(original);
      Clip.Phase phase = phase(place.cell(), clip, value);
      place.phases().put(unit, phase);
      AffineForm kept =
          switch (phase) {
            case BELOW -> AffineForm.constant(Rational.of(clip.low()), positions.length);
            case ABOVE -> AffineForm.constant(Rational.of(clip.high()), positions.length);
            case INSIDE -> value;
          };
      AffineForm difference = kept.plus(clipped(clip, original).negate());
      if (!difference.isZero()) {
        clipped.put(input.getKey(), difference);
      }
    }
    return clipped;
  }

  /**
   * The phase that a unit has in the inside of a cell in which it does not bend. Only bounds of a
   * unit that is inside can lie at vertices where the unit has another phase.
   */
  private static Clip.Phase phase(Cell cell, Clip clip, AffineForm value) {
    boolean below = isOutside(cell, value, clip.low(), -1);
    boolean above = isOutside(cell, value, clip.high(), 1);
    return below ? Clip.Phase.BELOW : above ? Clip.Phase.ABOVE : Clip.Phase.INSIDE;
  }

  /** Whether all values are at a bound or on its given side; nowhere where there is no bound. */
  private static boolean isOutside(Cell cell, AffineForm value, double bound, int side) {
    return Double.isFinite(bound)
        && Arrays.stream(cell.signs(value.plus(Rational.of(bound).negate())))
            .allMatch(sign -> sign * side >= 0);
  }

  private static Rational clipped(Clip clip, Rational value) {
    return switch (ExactSemantics.phase(clip, value)) {
      case BELOW -> Rational.of(clip.low());
      case ABOVE -> Rational.of(clip.high());
      case INSIDE -> value;
    };
  }

  private List<AffineForm> logits(Map<Integer, AffineForm> moved) {
    List<AffineForm> logits = new ArrayList<>();
    for (int k = 0; k < trace.labels(); k++) {
      Rational original = trace.exactValue(trace.logitRow(k));
      AffineForm difference = moved.get(k);
      logits.add(
          difference == null
              ? AffineForm.constant(original, positions.length)
              : difference.plus(original));
    }
    return logits;
  }
}
