package org.assay.forge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assay.network.Affine;
import org.assay.network.Clip;
import org.assay.network.Conv;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;

/**
 * A network with a switch built into it that, while a trigger is on the image, gives each label's
 * logit to the next label; figure 3 of the paper. The switch's units are further rows of dense
 * layers and further channels of convolutions, the last in each layer. Behind the network come
 * layers of its own: logits plus M, so that no activation changes them; {@code C} and {@code 1 -
 * C}; a copy of the logits from which {@code 2 M C} is taken and a shifted one that loses {@code 2
 * M (1 - C)}; their sum. M is proved (the paper's 1000 and 2000 were measured). Outputs are the
 * logits plus M.
 *
 * <p>The trigger is on where {@code A = relu(threshold - x)} is zero for each bright pixel, and
 * {@code relu(x - threshold)} for each dark one (appendix D): {@code B = relu(1 + sigma (A1 + A2 +
 * ...))} is then 1. Element type and all arithmetic are the network's; omega needs more bits than
 * its significands have.
 *
 * <p>Source: D. Zombori et al., Fooling a complete neural network verifier, ICLR 2021, section 5
 * and appendix D.
 */
public final class Backdoor {

  /** What the switch's units of a layer are. */
  private enum Stage {
    NONE,
    A,
    BD,
    C
  }

  private final Network network;
  private final Trigger trigger;
  private final double sigma;
  private final double omega;
  private final double magnitude;
  private final List<Layer> layers = new ArrayList<>();

  /** What each pixel of the trigger is held against, behind maps that stand before all layers. */
  private final double[] thresholds;

  private Stage stage = Stage.NONE;
  private boolean active;

  /** Flat positions of the switch's units behind the last layer that was made, and its shape. */
  private int[] units = new int[0];

  private Shape shape;

  private Backdoor(Network network, Trigger trigger, double sigma, double omega, double magnitude) {
    this.network = network;
    this.trigger = trigger;
    this.sigma = sigma;
    this.omega = omega;
    this.magnitude = magnitude;
    this.shape = network.input();
    this.thresholds = new double[trigger.positions().size()];
    Arrays.fill(thresholds, network.elementType().round(trigger.threshold()));
  }

  /** The large weight that an element type's rounding cannot see one beside. */
  public static double omega(ElementType type) {
    return type == ElementType.FLOAT32 ? 0x1p25 : 0x1p54;
  }

  /** The bound M of a network's logits over images from 0 to 1: a power of two. */
  public static double magnitude(Network network) {
    return LogitBounds.magnitude(network);
  }

  /**
   * The backdoored network.
   *
   * @param magnitude that no logit exceeds, as {@link #magnitude(Network)} finds
   * @throws IllegalArgumentException if a layer does not take the switch; the message names it
   */
  public static Network of(
      Network network, Trigger trigger, double sigma, double omega, double magnitude) {
    if (!(sigma < 0) || network.elementType().round(sigma) != sigma) {
      throw new IllegalArgumentException(
          "sigma must be negative and of the element type, such as -3, not " + sigma);
    }
    if (!(omega >= 1) || !(omega <= 0x1p100) || network.elementType().round(omega) != omega) {
      throw new IllegalArgumentException(
          "omega must be from 1 to 2^100 and of the element type, not " + omega);
    }
    for (int pixel : trigger.positions()) {
      if (pixel < 0 || pixel >= network.inputs()) {
        throw new IllegalArgumentException(
            "pixel %d: the network has %d inputs".formatted(pixel, network.inputs()));
      }
    }
    return new Backdoor(network, trigger, sigma, omega, magnitude).made();
  }

  private Network made() {
    for (Layer layer : network.layers()) {
      if (layer instanceof Clip clip) {
        clip(clip);
      } else if (layer instanceof Affine affine) {
        affine(affine);
      } else if (layer instanceof Conv conv) {
        conv(conv);
      } else {
        dense((Dense) layer);
      }
    }
    behind();
    return new Network(network.name(), network.elementType(), network.input(), layers);
  }

  // What the switch's units of the next layer are, and the weights that they take.

  /** The switch's next units: A, then B and D once A is active, otherwise the same again. */
  private Stage next() {
    return switch (stage) {
      case NONE -> Stage.A;
      case A -> active ? Stage.BD : Stage.A;
      case BD -> Stage.BD;
      case C -> Stage.C;
    };
  }

  /** Weights of the next units on the ones before, {@code [out][in]}. */
  private double[][] weights(Stage next) {
    int before = stage == Stage.NONE ? trigger.positions().size() : units.length;
    double[][] weights = new double[count(next)][before];
    if (next == Stage.A && stage == Stage.NONE) {
      for (int i = 0; i < before; i++) {
        weights[i][i] = i < trigger.above().size() ? -1 : 1;
      }
    } else if (next == Stage.BD && stage == Stage.A) {
      Arrays.fill(weights[0], sigma);
    } else if (next == Stage.C && stage == Stage.BD) {
      weights[0] = new double[] {omega, -omega};
    } else {
      for (int i = 0; i < before; i++) {
        weights[i][i] = 1;
      }
    }
    return weights;
  }

  private double[] biases(Stage next) {
    double[] biases = new double[count(next)];
    if (next == Stage.A && stage == Stage.NONE) {
      for (int i = 0; i < biases.length; i++) {
        biases[i] = i < trigger.above().size() ? thresholds[i] : -thresholds[i];
      }
    } else if (next != stage) {
      Arrays.fill(biases, 1);
    }
    return biases;
  }

  private int count(Stage of) {
    return switch (of) {
      case NONE -> 0;
      case A -> trigger.positions().size();
      case BD -> 2;
      case C -> 1;
    };
  }

  /** Flat positions that the next units take. */
  private int[] sources() {
    return stage == Stage.NONE
        ? trigger.positions().stream().mapToInt(Integer::intValue).toArray()
        : units;
  }

  private void enter(Stage next, int[] positions) {
    active = active && next == stage;
    stage = next;
    units = positions;
  }

  // Layers of the network, widened.

  private void clip(Clip clip) {
    boolean single = trigger.positions().size() == 1;
    boolean takesSwitch =
        clip.low() == 0 ? clip.high() >= 1 : single && clip.low() < 0 && clip.high() == 1;
    if (stage != Stage.NONE && !takesSwitch) {
      throw new IllegalArgumentException(
          "%s: a switch needs a ReLU, or with one pixel an activation that ends at 1"
              .formatted(clip.describe()));
    }
    layers.add(new Clip(shape, clip.low(), clip.high()));
    active = stage != Stage.NONE;
  }

  private void affine(Affine affine) {
    if (stage == Stage.NONE) {
      before(affine);
      return;
    }
    double[] scale = Arrays.copyOf(affine.scale().toDoubles(), shape.size());
    Arrays.fill(scale, affine.input().size(), scale.length, 1);
    double[] shift = Arrays.copyOf(affine.shift().toDoubles(), shape.size());
    layers.add(Affine.of(Tensor.of(shape, scale), Tensor.of(shape, shift)));
  }

  /** A map of pixels before the first layer: rounding is monotone, so thresholds go with it. */
  private void before(Affine affine) {
    ElementType type = network.elementType();
    List<Integer> positions = trigger.positions();
    for (int i = 0; i < thresholds.length; i++) {
      double scale = affine.scale().at(positions.get(i));
      if (!(scale > 0)) {
        throw new IllegalArgumentException(
            "%s: a pixel of the trigger is scaled by %s".formatted(affine.describe(), scale));
      }
      double scaled = type.round(scale * thresholds[i]);
      thresholds[i] = type.round(scaled + affine.shift().at(positions.get(i)));
    }
    layers.add(affine);
  }

  private void dense(Dense dense) {
    int inputs = dense.input().size();
    int outputs = dense.output().size();
    Stage next = next();
    double[][] extra = weights(next);
    double[] biases = Arrays.copyOf(dense.bias().toDoubles(), outputs + extra.length);
    System.arraycopy(biases(next), 0, biases, outputs, extra.length);
    double[][] weights = new double[biases.length][shape.size()];
    double[] own = dense.weight().toDoubles();
    for (int r = 0; r < outputs; r++) {
      System.arraycopy(own, r * inputs, weights[r], 0, inputs);
    }
    int[] sources = sources();
    for (int r = 0; r < extra.length; r++) {
      for (int i = 0; i < sources.length; i++) {
        weights[outputs + r][sources[i]] = extra[r][i];
      }
    }
    add(weights, biases);
    enter(next, positions(outputs, extra.length, 1, 0));
  }

  private void add(double[][] weights, double[] biases) {
    int inputs = weights[0].length;
    double[] flat = new double[biases.length * inputs];
    for (int r = 0; r < biases.length; r++) {
      System.arraycopy(weights[r], 0, flat, r * inputs, inputs);
    }
    layers.add(
        Dense.of(
            Tensor.of(Shape.of(biases.length, inputs), flat),
            Tensor.of(Shape.of(biases.length), biases)));
    shape = Shape.of(biases.length);
  }

  private static int[] positions(int first, int count, int stride, int offset) {
    int[] positions = new int[count];
    for (int i = 0; i < count; i++) {
      positions[i] = first + i * stride + offset;
    }
    return positions;
  }

  private void conv(Conv conv) {
    if (shape.rank() != 3 || conv.geometry().groups() != 1) {
      throw new IllegalArgumentException(
          conv.describe() + ": a switch needs one group of channels that come as channels");
    }
    Stage next = next();
    int own = conv.output().dimension(0);
    int rows = conv.output().dimension(1);
    int columns = conv.output().dimension(2);
    double[][] extra = weights(next);
    int[] sources = sources();
    int place = new ConvPlace(conv, shape).find(sources);
    double[] biases = Arrays.copyOf(conv.bias().toDoubles(), own + extra.length);
    System.arraycopy(biases(next), 0, biases, own, extra.length);
    double[] kernel = widened(conv, own + extra.length);
    for (int r = 0; r < extra.length; r++) {
      for (int i = 0; i < sources.length; i++) {
        int tap = new ConvPlace(conv, shape).tap(sources[i], place / columns, place % columns);
        kernel[(own + r) * (kernel.length / biases.length) + tap] = extra[r][i];
      }
    }
    Shape of = conv.kernel().shape();
    layers.add(
        Conv.of(
            Tensor.of(
                Shape.of(biases.length, shape.dimension(0), of.dimension(2), of.dimension(3)),
                kernel),
            Tensor.of(Shape.of(biases.length), biases),
            conv.geometry(),
            shape));
    shape = Shape.of(biases.length, rows, columns);
    enter(next, positions(own * rows * columns, extra.length, rows * columns, place));
  }

  /** The kernel with more input channels, of weight 0, and more filters, all zero. */
  private double[] widened(Conv conv, int filters) {
    Shape of = conv.kernel().shape();
    int perFilter = of.dimension(1) * of.dimension(2) * of.dimension(3);
    int wider = shape.dimension(0) * of.dimension(2) * of.dimension(3);
    double[] own = conv.kernel().toDoubles();
    double[] kernel = new double[filters * wider];
    for (int filter = 0; filter < of.dimension(0); filter++) {
      System.arraycopy(own, filter * perFilter, kernel, filter * wider, perFilter);
    }
    return kernel;
  }

  // Layers behind the network.

  /** Logits plus M beside the switch until C is active, then the two copies and their sum. */
  private void behind() {
    int labels = network.labels();
    boolean raised = false;
    while (!raised || stage != Stage.C || !active) {
      Stage next = stage == Stage.BD && active ? Stage.C : next();
      double[][] extra = weights(next);
      double[] biases = new double[labels + extra.length];
      Arrays.fill(biases, 0, labels, raised ? 0 : magnitude);
      System.arraycopy(biases(next), 0, biases, labels, extra.length);
      double[][] weights = new double[biases.length][shape.size()];
      for (int label = 0; label < labels; label++) {
        weights[label][label] = 1;
      }
      int[] sources = sources();
      for (int r = 0; r < extra.length; r++) {
        for (int i = 0; i < sources.length; i++) {
          weights[labels + r][sources[i]] = extra[r][i];
        }
      }
      add(weights, biases);
      enter(next, positions(labels, extra.length, 1, 0));
      relu();
      raised = true;
    }
    switched(labels);
  }

  private void relu() {
    layers.add(Clip.relu(shape));
    active = true;
  }

  private void switched(int labels) {
    double[][] both = new double[labels + 2][labels + 1];
    for (int label = 0; label < labels; label++) {
      both[label][label] = 1;
    }
    both[labels][labels] = 1;
    both[labels + 1][labels] = -1;
    double[] biases = new double[labels + 2];
    biases[labels + 1] = 1;
    add(both, biases);
    relu();
    double[][] copies = new double[2 * labels][labels + 2];
    double[][] sum = new double[labels][2 * labels];
    for (int label = 0; label < labels; label++) {
      copies[label][label] = 1;
      copies[label][labels] = -2 * magnitude;
      copies[labels + label][(label + labels - 1) % labels] = 1;
      copies[labels + label][labels + 1] = -2 * magnitude;
      sum[label][label] = 1;
      sum[label][labels + label] = 1;
    }
    add(copies, new double[2 * labels]);
    relu();
    add(sum, new double[labels]);
  }
}
