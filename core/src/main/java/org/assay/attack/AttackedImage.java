package org.assay.attack;

import org.assay.network.Tensor;

/**
 * An image to attack.
 *
 * @param image its values are members of float32
 * @param label the true one, which is to be left
 * @param seed of every number drawn for it
 */
public record AttackedImage(Tensor image, int label, long seed) {}
