package org.assay.symbolic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assay.dataset.DrawnDigits;
import org.assay.dataset.ImageSet;
import org.assay.eval.OrderedSemantics;
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
import org.junit.jupiter.api.io.TempDir;

class ProgramWriterTest {

  private static final String DEEPCHECK = "deepcheck-784-10-10-10-10.onnx";
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static List<Tensor> digits(int count) {
    ImageSet set = DrawnDigits.draw(count, 1);
    List<Tensor> images = new ArrayList<>();
    for (int id = 0; id < count; id++) {
      images.add(set.example(id).image());
    }
    return images;
  }

  private static Tensor random(Random random, ElementType type, Shape shape) {
    double[] values = new double[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = type.round(random.nextInt(9) == 0 ? 0 : random.nextGaussian());
    }
    return Tensor.of(shape, values);
  }

  private static List<Tensor> inputs(Network network, int count) {
    Random random = new Random(7);
    List<Tensor> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      images.add(random(random, network.elementType(), network.input()));
    }
    return images;
  }

  /** A network of every kind of layer: geometry of all sorts, groups, clips of all sorts. */
  private static Network mixed(ElementType type) {
    Random random = new Random(3);
    Shape in = Shape.of(4, 7, 6);
    List<Layer> layers = new ArrayList<>();
    layers.add(Affine.of(random(random, type, in), random(random, type, in)));
    Conv first =
        Conv.of(
            random(random, type, Shape.of(6, 2, 3, 2)),
            random(random, type, Shape.of(6)),
            new Conv.Geometry(2, 1, 1, 0, 2, 1, 1, 2, 2),
            in);
    layers.add(first);
    layers.add(new Clip(first.output(), -0.1, INFINITY));
    layers.add(new Clip(first.output(), -INFINITY, 1.7));
    Conv second =
        Conv.of(
            random(random, type, Shape.of(3, 6, 2, 2)),
            random(random, type, Shape.of(3)),
            Conv.Geometry.plain(),
            first.output());
    layers.add(second);
    layers.add(Clip.relu(second.output()));
    int size = second.output().size();
    layers.add(
        Dense.of(random(random, type, Shape.of(5, size)), random(random, type, Shape.of(5))));
    layers.add(Clip.hardTanh(Shape.of(5)));
    layers.add(Dense.of(random(random, type, Shape.of(4, 5)), random(random, type, Shape.of(4))));
    return new Network("mixed */ \\u002a/ TYPE", type, in, layers);
  }

  @Test
  void drawnDigitsOnDeepCheck(@TempDir Path folder) throws Exception {
    ProgramComparison.compare(ProgramComparison.model(DEEPCHECK), digits(20), folder);
  }

  @Test
  void coefficientsOfDeepCheckAndHardTanh(@TempDir Path one, @TempDir Path two) throws Exception {
    Network deepcheck = ProgramComparison.model(DEEPCHECK);
    ProgramComparison.compareCoefficients(deepcheck, digits(10), one);
    Network hardtanh = ProgramComparison.model("hardtanh-784-10-10-10.onnx");
    ProgramComparison.compareCoefficients(hardtanh, digits(10), two);
  }

  @Test
  void everyKindOfLayerInFloat32(@TempDir Path one, @TempDir Path two) throws Exception {
    Network network = mixed(ElementType.FLOAT32);
    ProgramComparison.compare(network, inputs(network, 40), one);
    ProgramComparison.compareCoefficients(network, inputs(network, 40), two);
  }

  @Test
  void everyKindOfLayerInFloat64(@TempDir Path one, @TempDir Path two) throws Exception {
    Network network = mixed(ElementType.FLOAT64);
    ProgramComparison.compare(network, inputs(network, 40), one);
    ProgramComparison.compareCoefficients(network, inputs(network, 40), two);
  }

  @Test
  void aSourceFileOfJavaRunsAsItIs(@TempDir Path folder) throws Exception {
    Network network = ProgramComparison.model(DEEPCHECK);
    Path file = folder.resolve("digits.java");
    Files.writeString(file, ProgramWriter.java(network, false));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Tensor image = digits(8).get(7);
    String text =
        CompiledPrograms.output(
            new ProcessBuilder(java, file.toString()), CompiledPrograms.input(image), 0);
    double[] logits = OrderedSemantics.logits(network, image);
    CompiledPrograms.Said said = CompiledPrograms.said(text);
    assertThat(said.logits()).containsExactly(box(logits));
    assertThat(said.label()).isEqualTo(OrderedSemantics.label(logits));
    String refused = CompiledPrograms.output(new ProcessBuilder(java, file.toString()), "0.5 x", 2);
    assertThat(refused).contains("'x' is no number; give 784");
  }

  @Test
  void tooFewNumbersEndTheProgramInC(@TempDir Path folder) throws Exception {
    if (CompiledPrograms.hasC()) {
      Network network = mixed(ElementType.FLOAT32);
      new CompiledPrograms(network, false, folder).close();
      ProcessBuilder program = new ProcessBuilder(folder.resolve("program").toString());
      assertThat(CompiledPrograms.output(program, "1 2 3", 2)).contains("got 3 numbers; give 168");
    }
  }

  @Test
  void everyUnitHasItsBranch() throws Exception {
    Network network = ProgramComparison.model(DEEPCHECK);
    for (String text :
        List.of(ProgramWriter.c(network, false), ProgramWriter.java(network, true))) {
      assertThat(text.split("if \\(val <= 0\\)", -1)).hasSize(4);
    }
  }

  @Test
  void infiniteWeightsAreRefused() {
    Network network =
        new Network(
            "broken",
            ElementType.FLOAT32,
            Shape.of(1),
            List.of(Dense.of(Tensor.of(Shape.of(1, 1), INFINITY), Tensor.zeros(1))));
    assertThatThrownBy(() -> ProgramWriter.c(network, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("broken", "Infinity", "finite");
  }

  private static Double[] box(double[] values) {
    return java.util.Arrays.stream(values).boxed().toArray(Double[]::new);
  }
}
