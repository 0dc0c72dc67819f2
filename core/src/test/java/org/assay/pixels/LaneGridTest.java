package org.assay.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.assay.RealModels;
import org.assay.bounds.BoundedNetwork;
import org.assay.dataset.ImageSet;
import org.assay.eval.BatchedInference;
import org.assay.eval.BiasOrder;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Labels on the 8-bit grid against the runs of every single value. */
@NeedsData({"mnist", "wk17a", "wk17a_backdoor"})
class LaneGridTest {

  private static ImageSet digits;

  @BeforeAll
  static void read() {
    digits = RealModels.mnist();
  }

  private static Tensor image(Network network, int id) {
    return digits.example(id).image().reshape(network.input());
  }

  /** The first test image of each digit. */
  private static int[] tenDigits() {
    return IntStream.range(0, 10)
        .map(
            digit ->
                IntStream.range(0, digits.size())
                    .filter(id -> digits.example(id).label() == digit)
                    .findFirst()
                    .orElseThrow())
        .toArray();
  }

  private static int[] labels(LaneGrid grid, int position) {
    return grid.labels(position)
        .orElseGet(() -> IntStream.generate(grid::label).limit(256).toArray());
  }

  private static List<Tensor> changed(Network network, Tensor image, int position) {
    List<Tensor> images = new ArrayList<>();
    for (Rational value : LaneGrid.values(network)) {
      images.add(image.with(position, value.nearestDouble()));
    }
    return images;
  }

  /** All 784 x 256 values of ten digits, and of a convolutional network a part of the positions. */
  @Tag("long")
  @Test
  void everyValueHasTheLabelOfItsRun() {
    int flipped = everyValue(RealModels.deepCheck(), 1);
    assertThat(flipped).as("the comparison sees changed labels").isPositive();
    everyValue(RealModels.wk17a(), 97);
  }

  private static int everyValue(Network network, int step) {
    BoundedNetwork bounded = BoundedNetwork.of(network);
    BatchedInference inference = BatchedInference.of(network);
    int flipped = 0;
    for (int id : tenDigits()) {
      Tensor image = image(network, id);
      LaneGrid grid = new LaneGrid(bounded, image, BiasOrder.LAST);
      for (int position = 0; position < 784; position += step) {
        int[] expected = inference.labels(changed(network, image, position));
        assertThat(labels(grid, position))
            .as("image %d, position %d", id, position)
            .isEqualTo(expected);
        flipped += (int) Arrays.stream(expected).filter(l -> l != grid.label()).count();
      }
    }
    return flipped;
  }

  /** The switch of the backdoored network works in one order of additions and not in the other. */
  @Test
  void triggersDependOnTheOrder() {
    Network network = RealModels.read(AssayData.data("wk17a_backdoor/wk17a_altered_rebuilt.onnx"));
    BoundedNetwork bounded = BoundedNetwork.of(network);
    for (int id = 0; id < 3; id++) {
      Tensor image = image(network, id);
      for (BiasOrder order : BiasOrder.values()) {
        LaneGrid grid = new LaneGrid(bounded, image, order);
        OrderedSemantics lane = new OrderedSemantics(network.elementType(), order);
        for (int position : new int[] {0, 300}) {
          int[] labels = labels(grid, position);
          for (int b = 0; b < 256; b += 4) {
            Tensor changed = image.with(position, (float) (b / 255.0));
            assertThat(labels[b]).isEqualTo(OrderedSemantics.label(lane.run(network, changed)));
          }
        }
        assertThat(grid.labels(0).isPresent())
            .as("pixel 0 flips image %d with the bias %s", id, order)
            .isEqualTo(order == BiasOrder.LAST);
      }
    }
  }
}
