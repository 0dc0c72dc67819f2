package org.assay.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assay.eval.BiasOrder;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.format.OnnxReader;
import org.assay.format.OnnxRuntime;
import org.assay.format.OnnxWriter;
import org.assay.network.Affine;
import org.assay.network.Clip;
import org.assay.network.Conv;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;

class BackdoorTest {

  private static final Trigger CORNER = new Trigger(List.of(0), List.of(), 0.05);
  private static final Trigger CHEQUERED = new Trigger(List.of(0, 2, 7), List.of(1, 6), 0.05);

  private static Tensor random(Random random, ElementType type, int... dimensions) {
    Shape shape = Shape.of(dimensions);
    double[] values = new double[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = type.round(random.nextGaussian() / 2);
    }
    return Tensor.of(shape, values);
  }

  private static Network dense(ElementType type, boolean hardTanh, int... widths) {
    Random random = new Random(5);
    List<Layer> layers = new ArrayList<>();
    for (int i = 1; i < widths.length; i++) {
      layers.add(
          Dense.of(
              random(random, type, widths[i], widths[i - 1]), random(random, type, widths[i])));
      if (i + 1 < widths.length) {
        Shape shape = Shape.of(widths[i]);
        layers.add(hardTanh ? Clip.hardTanh(shape) : Clip.relu(shape));
      }
    }
    return new Network("dense", type, Shape.of(widths[0]), layers);
  }

  private static Network convolutional() {
    Random random = new Random(6);
    ElementType type = ElementType.FLOAT32;
    Conv.Geometry strides = new Conv.Geometry(2, 2, 1, 1, 1, 1, 1, 1, 1);
    Conv first =
        Conv.of(
            random(random, type, 3, 1, 4, 4), random(random, type, 3), strides, Shape.of(1, 6, 6));
    Conv second =
        Conv.of(random(random, type, 2, 3, 3, 3), random(random, type, 2), strides, first.output());
    return new Network(
        "conv",
        type,
        Shape.of(1, 6, 6),
        List.of(
            first,
            Clip.relu(first.output()),
            second,
            Clip.relu(second.output()),
            Dense.of(random(random, type, 4, second.output().size()), random(random, type, 4))));
  }

  private static Network of(Network network, Trigger trigger) {
    return Backdoor.of(
        network, trigger, -3, Backdoor.omega(network.elementType()), Backdoor.magnitude(network));
  }

  /** Labels follow the original without the trigger and are shifted with it, but bias first. */
  private static void behaves(Network network, Trigger trigger) throws Exception {
    Network made = of(network, trigger);
    byte[] file = OnnxWriter.write(made);
    assertThat(OnnxReader.read("x", file).network().contentHash()).isEqualTo(made.contentHash());
    Random random = new Random(7);
    OrderedSemantics first = new OrderedSemantics(made.elementType(), BiasOrder.FIRST);
    boolean runs = made.elementType() == ElementType.FLOAT32 || made.input().rank() == 1;
    try (OnnxRuntime runtime = OnnxRuntime.of(file)) {
      for (int n = 0; n < 50; n++) {
        double[] pixels = random(random, network.elementType(), network.inputs()).toDoubles();
        for (int i = 0; i < pixels.length; i++) {
          pixels[i] = i < 8 ? 0 : Math.min(1, Math.abs(pixels[i]));
        }
        Tensor clean = Tensor.of(network.input(), pixels);
        trigger.stamp(pixels, network.elementType());
        Tensor stamped = Tensor.of(network.input(), pixels);
        int label = label(OrderedSemantics.logits(network, clean));
        assertThat(label(OrderedSemantics.logits(made, clean))).isEqualTo(label);
        assertThat(ExactSemantics.label(ExactSemantics.logits(made, clean)))
            .isEqualTo(ExactSemantics.label(ExactSemantics.logits(network, clean)));
        int before = label(OrderedSemantics.logits(network, stamped));
        int shifted = (before + 1) % network.labels();
        assertThat(label(OrderedSemantics.logits(made, stamped))).isEqualTo(shifted);
        assertThat(label(first.run(made, stamped))).isEqualTo(label(first.run(network, stamped)));
        assertThat(runs).isTrue();
        assertThat(label(runtime.run(clean.toDoubles()))).isEqualTo(label);
        assertThat(label(runtime.run(stamped.toDoubles()))).isEqualTo(shifted);
      }
    }
  }

  private static int label(double[] logits) {
    return OrderedSemantics.label(logits);
  }

  @Test
  void denseNetworksOfEveryDepthTakeIt() throws Exception {
    behaves(dense(ElementType.FLOAT64, false, 9, 4), CORNER);
    behaves(dense(ElementType.FLOAT64, false, 9, 6, 4), CORNER);
    behaves(dense(ElementType.FLOAT64, false, 9, 6, 5, 4), CHEQUERED);
    behaves(dense(ElementType.FLOAT32, false, 9, 6, 5, 7, 6, 4), CHEQUERED);
    behaves(dense(ElementType.FLOAT32, true, 9, 6, 5, 4), CORNER);
  }

  @Test
  void convolutionsTakeItAsChannels() throws Exception {
    behaves(convolutional(), CORNER);
    behaves(convolutional(), CHEQUERED);
  }

  @Test
  void thresholdsGoWithMapsOfPixels() throws Exception {
    Network bare = dense(ElementType.FLOAT64, false, 9, 6, 4);
    double[] scale = new double[9];
    double[] shift = new double[9];
    Arrays.fill(scale, 1 / 0.3081);
    Arrays.fill(shift, -0.1307 / 0.3081);
    List<Layer> layers = new ArrayList<>(bare.layers());
    layers.add(0, Affine.of(Tensor.of(Shape.of(9), scale), Tensor.of(Shape.of(9), shift)));
    behaves(new Network("scaled", ElementType.FLOAT64, Shape.of(9), layers), CORNER);
  }

  @Test
  void logitsStayBelowTheirBound() {
    Network network = convolutional();
    double bound = Backdoor.magnitude(network);
    Random random = new Random(1);
    double greatest = 0;
    for (int n = 0; n < 500; n++) {
      double[] pixels = new double[network.inputs()];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = random.nextInt(2);
      }
      for (double y : OrderedSemantics.logits(network, Tensor.of(network.input(), pixels))) {
        greatest = Math.max(greatest, Math.abs(y));
      }
    }
    assertThat(greatest).isPositive().isLessThan(bound);
  }

  @Test
  void whatDoesNotTakeItIsRefused() {
    Network network = dense(ElementType.FLOAT32, true, 9, 6, 4);
    assertThatThrownBy(() -> of(network, CHEQUERED)).hasMessageContaining("needs a ReLU");
    assertThatThrownBy(() -> of(network, new Trigger(List.of(9), List.of(), 0.05)))
        .hasMessageContaining("pixel 9: the network has 9 inputs");
    assertThatThrownBy(() -> Backdoor.of(network, CORNER, -0.1, 0x1p25, 8))
        .hasMessageContaining("of the element type");
    assertThatThrownBy(() -> new Trigger(List.of(1), List.of(1), 0.05))
        .hasMessageContaining("different pixels");
    assertThatThrownBy(() -> of(convolutional(), new Trigger(List.of(0, 35), List.of(), 0.05)))
        .hasMessageContaining("no output of it sees all");
  }
}
