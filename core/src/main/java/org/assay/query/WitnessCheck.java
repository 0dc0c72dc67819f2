package org.assay.query;

import java.io.Serializable;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.SparseRows;
import org.assay.network.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Runs witnesses again, by a forward evaluation that shares nothing with the deciders; the only
 * maker of {@link CheckedWitness}. Made once for a network and then for each image; immutable.
 */
public final class WitnessCheck {

  /**
   * What a witness has to be, beyond giving another label.
   *
   * @param arithmetic in which another label wins; in ANY_ORDER in full scope only
   * @param inputs the kind of number that every new value must be; GRID is what an 8-bit image
   *     holds: b/255 rounded to the element type
   * @param domain where every new value must lie
   * @param scope PATTERN if every unit must keep the phase it has at the original in exact
   *     arithmetic
   */
  public record Terms(Arithmetic arithmetic, Inputs inputs, PixelDomain domain, Scope scope)
      implements Serializable {

    public Terms {
      if (arithmetic == Arithmetic.ANY_ORDER && scope == Scope.PATTERN) {
        throw new IllegalArgumentException(
            "patterns are those of exact traces; ask of ANY_ORDER in full scope");
      }
    }

    /** Real numbers within a domain, judged in exact arithmetic. */
    public static Terms exact(PixelDomain domain, Scope scope) {
      return new Terms(Arithmetic.EXACT, Inputs.REAL, domain, scope);
    }
  }

  private final Network network;
  private final @Nullable SparseRows firstColumns;

  private WitnessCheck(Network network) {
    this.network = network;
    Layer first = network.layers().get(0);
    this.firstColumns = first instanceof Linear linear ? linear.rows().transpose() : null;
  }

  public static WitnessCheck of(Network network) {
    return new WitnessCheck(network);
  }

  /**
   * The check of witnesses that start from one image.
   *
   * @param label the image's own label, which a witness must leave
   */
  public ImageCheck on(Tensor image, int label) {
    if (image.size() != network.inputs()) {
      throw new IllegalArgumentException(
          "image has %d values where the network takes %d"
              .formatted(image.size(), network.inputs()));
    }
    return new ImageCheck(this, image, label);
  }

  Network network() {
    return network;
  }

  /** The first layer by columns; null where the network starts with a clip. */
  @Nullable SparseRows firstColumns() {
    return firstColumns;
  }
}
