package org.assay.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import java.util.List;
import java.util.Random;
import org.assay.RandomNetworks;
import org.assay.network.Affine;
import org.assay.network.Clip;
import org.assay.network.Conv;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.repair.RoundModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written reads back as the same network, and runs in onnxruntime as this one does. */
class OnnxWriterTest {

  private static void runs(Network network) throws OrtException {
    byte[] file = OnnxWriter.write(network);
    Network read = OnnxReader.read("read", file).network();
    assertThat(read.contentHash()).isEqualTo(network.contentHash());
    try (OnnxRuntime runtime = OnnxRuntime.of(file)) {
      Agreement.compare(network, runtime, 1e-4);
    }
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void denseNetworks(ElementType type) throws OrtException {
    for (int seed = 0; seed < 200; seed++) {
      runs(new RandomNetworks(seed, type).dense());
    }
  }

  @Test
  void convolutionalNetworks() throws OrtException {
    for (int seed = 0; seed < 100; seed++) {
      Network network = new RandomNetworks(seed, ElementType.FLOAT32).convolutional();
      runs(network);
      runs(new RoundModel(seed % 24).of(network));
    }
  }

  /** Strides, pads, dilations and groups that all differ. */
  @Test
  void geometriesOfConvolutions() throws OrtException {
    Shape input = Shape.of(4, 9, 11);
    Conv conv =
        Conv.of(
            random(Shape.of(6, 2, 3, 2)),
            random(Shape.of(6)),
            new Conv.Geometry(2, 3, 1, 0, 2, 1, 2, 4, 2),
            input);
    Dense dense = Dense.of(random(Shape.of(3, conv.output().size())), random(Shape.of(3)));
    runs(network(input, conv, Clip.hardTanh(conv.output()), dense));
  }

  @Test
  void elementwiseMaps() throws OrtException {
    Shape image = Shape.of(2, 3, 4);
    Tensor zeros = filled(image, 0);
    Tensor channels = Tensor.of(image, channels(1.5, -0.25));
    runs(network(image, Affine.of(random(image), zeros), Clip.relu(image)));
    runs(network(image, Affine.of(filled(image, 1), random(image)), Clip.relu(image)));
    runs(network(image, Affine.of(filled(image, -1), random(image)), Clip.hardTanh(image)));
    runs(network(image, Affine.of(channels, Tensor.of(image, channels(0.5, 0.75)))));
    Shape flat = Shape.of(5);
    runs(network(flat, Affine.of(random(flat), random(flat))));
    assertThatThrownBy(
            () -> OnnxWriter.write(network(image, Affine.of(random(image), random(image)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("made has a layer that no single ONNX operator stands for");
  }

  @Test
  void clipsOfOneAndOfTwoSides() throws OrtException {
    Shape flat = Shape.of(4);
    runs(network(flat, new Clip(flat, -0.5, 2)));
    runs(network(flat, new Clip(flat, Double.NEGATIVE_INFINITY, 0.25)));
    runs(network(flat, new Clip(flat, -0.125, Double.POSITIVE_INFINITY)));
  }

  /** What the importer makes of random chains of operators, where it is a network at all. */
  @Test
  void whateverIsImportedIsWritten() throws OrtException {
    int written = 0;
    for (int seed = 0; seed < 1000; seed++) {
      Network network;
      try {
        network =
            OnnxReader.read("made", RandomChainsTest.chain(new Random(seed)).bytes()).network();
      } catch (ModelFormatException e) {
        continue;
      }
      if (network.layers().stream().allMatch(layer -> layer.input().rank() > 0)) {
        runs(network);
        written++;
      }
    }
    assertThat(written).isGreaterThan(100);
  }

  private static Network network(Shape input, Layer... layers) {
    return new Network("made", ElementType.FLOAT32, input, List.of(layers));
  }

  private static Tensor random(Shape shape) {
    Random random = new Random(shape.size());
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(shape, values);
  }

  private static Tensor filled(Shape shape, double value) {
    double[] values = new double[shape.size()];
    java.util.Arrays.fill(values, value);
    return Tensor.of(shape, values);
  }

  /** Twelve values of each of two channels. */
  private static double[] channels(double first, double second) {
    double[] values = new double[24];
    java.util.Arrays.fill(values, 0, 12, first);
    java.util.Arrays.fill(values, 12, 24, second);
    return values;
  }
}
