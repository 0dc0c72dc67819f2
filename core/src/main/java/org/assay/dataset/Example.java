package org.assay.dataset;

import org.assay.network.Tensor;

/**
 * A labelled image of a data set.
 *
 * @param id its position in the data set, from 0; what {@code --select} and every table name it by
 * @param image pixel values as the network takes them, row-major; 8-bit images hold float32 b/255
 * @param label the true label
 */
public record Example(int id, Tensor image, int label) {}
