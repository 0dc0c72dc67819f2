package org.assay.forge;

import org.assay.network.Conv;
import org.assay.network.Conv.Geometry;
import org.assay.network.Shape;

/**
 * Where an output of a convolution sees given inputs.
 *
 * @param input of the convolution with the channels that were added
 */
record ConvPlace(Conv conv, Shape input) {

  /**
   * The first output, by row and column as one index, that sees all of some inputs.
   *
   * @param positions flat, in the input
   */
  int find(int[] positions) {
    int rows = conv.output().dimension(1);
    int columns = conv.output().dimension(2);
    for (int place = 0; place < rows * columns; place++) {
      boolean all = true;
      for (int position : positions) {
        all &= tap(position, place / columns, place % columns) >= 0;
      }
      if (all) {
        return place;
      }
    }
    throw new IllegalArgumentException(
        conv.describe() + ": no output of it sees all units of the switch; choose other pixels");
  }

  /** The index of an input within a filter's kernel at an output; -1 where it is not seen. */
  int tap(int position, int outputRow, int outputColumn) {
    Geometry geometry = conv.geometry();
    int height = conv.kernel().shape().dimension(2);
    int width = conv.kernel().shape().dimension(3);
    int plane = input.dimension(1) * input.dimension(2);
    int row =
        position % plane / input.dimension(2)
            + geometry.padTop()
            - outputRow * geometry.strideRows();
    int column =
        position % input.dimension(2)
            + geometry.padLeft()
            - outputColumn * geometry.strideColumns();
    boolean seen =
        row >= 0
            && column >= 0
            && row % geometry.dilationRows() == 0
            && column % geometry.dilationColumns() == 0
            && row / geometry.dilationRows() < height
            && column / geometry.dilationColumns() < width;
    return seen
        ? (position / plane * height + row / geometry.dilationRows()) * width
            + column / geometry.dilationColumns()
        : -1;
  }
}
