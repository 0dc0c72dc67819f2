package org.assay.jobs.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.forge.Backdoor;
import org.assay.forge.Trigger;
import org.assay.format.OnnxWriter;
import org.assay.format.VnnLib;
import org.assay.format.VnnLibWriter;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.table.VerifyRow;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Property;
import org.assay.query.PropertyRecheck;
import org.assay.triggers.Lane;

/**
 * A network with a backdoor, and what is found of it.
 *
 * @param original without it
 * @param made with it
 * @param magnitude the proved bound M of its logits
 */
public record ForgedBackdoor(
    SharedNetwork original, SharedNetwork made, Trigger trigger, double magnitude) {

  /**
   * Accuracies by onnxruntime, as shares of the images.
   *
   * @param original of the network without the backdoor
   * @param clean of the backdoored one
   * @param changed images that it gives another label than the original does
   * @param triggered of the backdoored one on images with the trigger
   * @param shifted of these, that get the label after the original's of the clean image
   */
  public record Measured(
      long images, double original, double clean, long changed, double triggered, long shifted) {}

  /** Builds a backdoor into a network; {@link BadInput} where it does not take one. */
  public static ForgedBackdoor of(
      SharedNetwork original, Trigger trigger, double sigma, double omega) {
    Network network = original.network();
    try {
      double magnitude = Backdoor.magnitude(network);
      Network made = Backdoor.of(network, trigger, sigma, omega, magnitude);
      byte[] file = OnnxWriter.write(made);
      return new ForgedBackdoor(
          original, new SharedNetwork("backdoor.onnx", file, null, null), trigger, magnitude);
    } catch (IllegalArgumentException e) {
      throw new BadInput(original.path() + ": " + e.getMessage(), e);
    }
  }

  /** Runs all images by onnxruntime, with the trigger and without. */
  public Measured measured(SharedImages images) {
    long right = 0;
    long clean = 0;
    long changed = 0;
    long triggered = 0;
    long shifted = 0;
    try (OnnxRuntimeLane before = OnnxRuntimeLane.open(original);
        OnnxRuntimeLane after = OnnxRuntimeLane.open(made)) {
      for (int place = 0; place < images.count(); place++) {
        Tensor image = images.example(place).image();
        int label = images.label(place);
        int first = before.label(image);
        int second = after.label(image);
        int third = after.label(stamped(image));
        right += first == label ? 1 : 0;
        clean += second == label ? 1 : 0;
        changed += first != second ? 1 : 0;
        triggered += third == label ? 1 : 0;
        shifted += third == (first + 1) % made.network().labels() ? 1 : 0;
      }
    }
    double all = images.count();
    return new Measured(
        images.count(), right / all, clean / all, changed, triggered / all, shifted);
  }

  private Tensor stamped(Tensor image) {
    double[] pixels = image.toDoubles();
    trigger.stamp(pixels, made.network().elementType());
    return Tensor.of(image.shape(), pixels);
  }

  /**
   * That an image gets another label while the trigger's pixels take any values from 0 to 1.
   *
   * @param label that it has
   */
  public Property property(Tensor image, int label) {
    List<Rational> low = new ArrayList<>();
    List<Rational> high = new ArrayList<>();
    for (int i = 0; i < image.size(); i++) {
      boolean free = trigger.above().contains(i) || trigger.below().contains(i);
      low.add(free ? Rational.ZERO : Rational.of(image.at(i)));
      high.add(free ? Rational.ONE : Rational.of(image.at(i)));
    }
    Property.Box box = new Property.Box(low, high);
    List<Property.Case> cases = new ArrayList<>();
    for (int other = 0; other < made.network().labels(); other++) {
      if (other != label) {
        cases.add(
            new Property.Case(
                box,
                List.of(
                    new Property.Condition(
                        List.of(
                            new Property.Term(Rational.ONE, false, other),
                            new Property.Term(Rational.of(-1), false, label)),
                        Rational.ZERO,
                        false))));
      }
    }
    return new Property(cases);
  }

  /**
   * What is true of an image's property in each arithmetic: sat where the image with the trigger is
   * a violation itself, else what is decided; unknown where that takes too long.
   *
   * @param timeout for each
   */
  public Map<Lane, String> truths(
      FileStore files, Tensor image, Property property, Duration timeout) {
    Network network = made.network();
    NetworkSource source = new NetworkSource(made.path(), null);
    String text = VnnLibWriter.write("backdoor", property, network.inputs(), network.labels());
    byte[] bytes = ForgedNetworks.bytes(text);
    Property read = VnnLib.read("backdoor", bytes, network.inputs(), network.labels());
    var asked = new VerifyTask.ReadProperty(read, FileHash.of(bytes));
    var of = new VerifyTask.ReadNetwork(source, network, network.contentHash());
    VerifyInstance instance = new VerifyInstance(1, source, "backdoor.vnnlib", timeout);
    Map<Lane, String> truths = new EnumMap<>(Lane.class);
    for (Lane lane : Lane.values()) {
      if (violates(stamped(image), read, lane)) {
        truths.put(lane, "sat");
        continue;
      }
      try (VerifyTask task = new VerifyTask(files, Decider.AUTO.in(lane), 1)) {
        truths.put(lane, word(task.decide(instance, of, asked).row()));
      }
    }
    return truths;
  }

  private boolean violates(Tensor image, Property property, Lane lane) {
    Network network = made.network();
    List<Rational> point = List.of(ExactSemantics.exact(image));
    if (lane == Lane.EXACT) {
      return new PropertyRecheck(network, property).exactly(point).violates();
    }
    double[] output = new OrderedSemantics(network.elementType(), lane.order()).run(network, image);
    return FloatRun.of(image.toDoubles(), output).violates(property);
  }

  private static String word(VerifyRow row) {
    return switch (String.valueOf(row.verdict())) {
      case "Violated" -> "sat";
      case "Holds" -> "unsat";
      default -> "unknown (" + row.reason() + ")";
    };
  }

  /** The first image whose label the original predicts in the stated order; -1 for none. */
  public static int firstRight(SharedImages images, ToIntFunction<Tensor> label) {
    for (int place = 0; place < images.count(); place++) {
      if (label.applyAsInt(images.example(place).image()) == images.label(place)) {
        return place;
      }
    }
    return -1;
  }
}
