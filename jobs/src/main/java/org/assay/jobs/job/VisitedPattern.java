package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.List;
import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.symbolic.ActivationPattern;

/**
 * A pattern of one layer that an image visits.
 *
 * @param layer position among the network's layers
 * @param units of the layer
 * @param fingerprint of the layer's phases, 128 bits in hexadecimal
 * @param own whether it is the pattern of the image itself, not only of a line through it
 */
public record VisitedPattern(int layer, int units, String fingerprint, boolean own) {

  /** The patterns of all activation layers. */
  static List<VisitedPattern> of(Network network, ActivationPattern pattern, boolean own) {
    List<VisitedPattern> visited = new ArrayList<>();
    int from = 0;
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      if (layer instanceof Clip) {
        int units = layer.output().size();
        String fingerprint = pattern.part(from, from + units).fingerprint();
        visited.add(new VisitedPattern(l, units, fingerprint, own));
        from += units;
      }
    }
    return visited;
  }
}
