package org.assay.format;

import org.assay.network.Shape;

/**
 * Where a file holds the biases of a layer, or would hold them if it had any.
 *
 * @param node that adds them, or else multiplies
 * @param input of the node that they are; {@link #NONE} where it takes none
 * @param output the shape of what they are added to
 */
record BiasPlace(OnnxNode node, int input, Shape output) {

  static final int NONE = -1;
}
