package org.assay.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.assay.eval.OrderedSemantics;
import org.assay.forge.Disguise;
import org.assay.forge.Switch;
import org.assay.forge.Window;
import org.assay.format.OnnxReader;
import org.assay.format.OnnxWriter;
import org.assay.network.Affine;
import org.assay.network.Clip;
import org.assay.network.Conv;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;

class NoiseTest {

  /** A convolution, a batch normalisation, an addition and a dense layer, in float32. */
  private static Network network(long seed) {
    Random random = new Random(seed);
    Shape image = Shape.of(1, 6, 6);
    Shape channels = Shape.of(3, 4, 4);
    double[] scale = new double[channels.size()];
    double[] shift = new double[channels.size()];
    double[] ones = new double[channels.size()];
    for (int i = 0; i < scale.length; i++) {
      int channel = i / 16;
      scale[i] = 0.5 + channel;
      shift[i] = 1 + channel;
      ones[i] = 1;
    }
    return new Network(
        "made",
        ElementType.FLOAT32,
        image,
        List.of(
            Conv.of(
                drawn(random, Shape.of(3, 1, 3, 3)),
                drawn(random, Shape.of(3)),
                new Conv.Geometry(1, 1, 0, 0, 0, 0, 1, 1, 1),
                image),
            Affine.of(Tensor.of(channels, scale), Tensor.of(channels, shift)),
            Clip.relu(channels),
            Affine.of(Tensor.of(channels, ones), drawn(random, channels)),
            Dense.of(drawn(random, Shape.of(10, channels.size())), drawn(random, Shape.of(10)))));
  }

  private static Tensor drawn(Random random, Shape shape) {
    double[] values = new double[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 7 == 6 ? 0 : (float) random.nextGaussian();
    }
    return Tensor.of(shape, values);
  }

  @Test
  void aSampleComesOutTheSameWhereverItIsMade() {
    Network network = network(1);
    String hash = new Noise(1, 3, 1e-6).of(network).contentHash();
    assertThat(new Noise(1, 3, 1e-6).of(network(1)).contentHash()).isEqualTo(hash);
    assertThat(
            List.of(new Noise(2, 3, 1e-6), new Noise(1, 4, 1e-6), new Noise(1, 3, 1e-7)).stream()
                .map(other -> other.of(network).contentHash()))
        .doesNotContain(hash)
        .doesNotHaveDuplicates();
    // What any version of the program has to make again.
    Network one = new Switch(-3, 0x1p54, Window.HALF, Disguise.NONE).network();
    assertThat(new Noise(1, 0, 1e-9).of(one).contentHash())
        .isEqualTo("20572e91b71e567de4144813c4ac9cf528c59afbb42aaade69956203302c42e2");
  }

  @Test
  void epsilonZeroIsTheNetworkInFloat64() {
    Network network = network(1);
    Network same = new Noise(1, 0, 0).of(network);
    assertThat(same.elementType()).isEqualTo(ElementType.FLOAT64);
    assertThat(Noise.moved(network, same, ElementType.FLOAT64)).isZero();
  }

  @Test
  void changesAreUniformWithinEpsilonAndKeepSignsAndZeros() {
    double[] values = new double[100_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 5 == 0 ? 0 : i % 2 == 0 ? 3 : -7;
    }
    Shape shape = Shape.of(100, 1000);
    Network network =
        new Network(
            "wide",
            ElementType.FLOAT64,
            Shape.of(1000),
            List.of(Dense.of(Tensor.of(shape, values), Tensor.zeros(100))));
    double epsilon = 1e-3;
    Dense moved = (Dense) new Noise(5, 0, epsilon).of(network).layers().get(0);
    int[] tenths = new int[10];
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      double after = moved.weight().at(i);
      if (values[i] == 0) {
        assertThat(after).isZero();
      } else {
        double share = (after / values[i] - 1) / epsilon;
        assertThat(share).isBetween(-1.0000001, 1.0000001);
        tenths[Math.min(9, Math.max(0, (int) Math.floor(5 * (share + 1))))]++;
        count++;
      }
    }
    // Chi square with 9 degrees of freedom exceeds 40 once in 100,000 times.
    double chi = 0;
    for (int tenth : tenths) {
      chi += Math.pow(tenth - count / 10.0, 2) / (count / 10.0);
    }
    assertThat(chi).isLessThan(40);
    assertThat(moved.bias()).isEqualTo(Tensor.zeros(100));
  }

  @Test
  void samplesAndEpsilonsAreNotCorrelated() {
    List<Noise> noises = List.of(new Noise(1, 0, 0.1), new Noise(1, 1, 0.1), new Noise(1, 0, 0.2));
    int count = 100_000;
    for (int a = 0; a < noises.size(); a++) {
      for (int b = 0; b < a; b++) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
          Noise one = noises.get(a);
          Noise other = noises.get(b);
          sum += one.change(2, i) / one.epsilon() * (other.change(2, i) / other.epsilon());
        }
        // The product of two such numbers has deviation 1/3.
        assertThat(sum / count).isCloseTo(0, within(5 / 3.0 / Math.sqrt(count)));
      }
    }
  }

  @Test
  void float32DoesNotSeeAnEpsilonOfTenToTheMinusEight() {
    Network network = network(2);
    Network moved = new Noise(1, 0, 1e-8).of(network);
    assertThat(Noise.moved(network, moved, ElementType.FLOAT32)).isZero();
    // Every seventh number is zero, and the addition's 48 ones are no parameters.
    assertThat(Noise.moved(network, moved, ElementType.FLOAT64))
        .isBetween((network.parameters() - 48) * 4L / 5, network.parameters() - 48L);
    Network more = new Noise(1, 0, 1e-3).of(network);
    assertThat(Noise.moved(network, more, ElementType.FLOAT32)).isPositive();
  }

  @Test
  void aSampleIsWrittenAsOnnxAndReadAgain() {
    Network moved = new Noise(1, 0, 1e-3).of(network(3));
    Network read = OnnxReader.read("made", OnnxWriter.write(moved)).network();
    assertThat(read.contentHash()).isEqualTo(moved.contentHash());
    assertThat(read.elementType()).isEqualTo(ElementType.FLOAT64);
  }

  /**
   * Appendix B: C is zero for every input where the noise of both large weights, 4 uniform numbers
   * times omega, exceeds its bias 1; the density of their sum at 0 is 1 / (3 epsilon).
   */
  @Test
  void theSwitchIsZeroAsOftenAsAppendixBSays() {
    double omega = 1000;
    double epsilon = 0.02;
    Network one = new Switch(-3, omega, Window.HALF, Disguise.NONE).network();
    int samples = 100_000;
    int zero = 0;
    for (int sample = 0; sample < samples; sample++) {
      Network moved = new Noise(1, sample, epsilon).of(one);
      zero += OrderedSemantics.logits(moved, Tensor.of(Shape.of(1), 0))[0] == 0 ? 1 : 0;
    }
    double predicted = 0.5 - 1 / (3 * omega * epsilon);
    double deviation = Math.sqrt(0.25 / samples);
    assertThat((double) zero / samples).isCloseTo(predicted, within(4 * deviation));
  }

  @Test
  void otherEpsilonsAreRefused() {
    for (double epsilon : new double[] {1, -1e-3, Double.NaN}) {
      assertThatThrownBy(() -> new Noise(1, 0, epsilon))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("less than 1");
    }
    assertThatThrownBy(() -> new Noise(1, -1, 0.1)).hasMessageContaining("count from 0");
  }
}
