package org.assay.bounds;

/**
 * A condition on one unit: its input lies on this side of a bend of its activation, the bend
 * included.
 *
 * @param layer the clip's place in the network
 * @param unit the number of the unit within its layer
 * @param bend where the activation bends: a finite bound of the clip
 * @param below at most the bend; else at least
 */
public record Split(int layer, int unit, double bend, boolean below) {

  /** The same bend from the other side; both together leave nothing out. */
  public Split other() {
    return new Split(layer, unit, bend, !below);
  }
}
