package org.assay.format;

import java.util.List;
import org.assay.network.Network;

/**
 * A network that was read from a file, and in one line each what was rewritten, rounded or dropped
 * on the way.
 */
public record Imported(Network network, List<String> notes) {

  public Imported {
    notes = List.copyOf(notes);
  }
}
