package org.assay.jobs.job;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.assay.jobs.run.BadInput;
import org.assay.noise.Noise;

/**
 * Which perturbed copies of a network are made.
 *
 * @param epsilons largest relative changes of a weight, in the order they were named
 * @param samples how many copies at each
 */
public record NoiseQuestion(List<Double> epsilons, int samples) implements Serializable {

  /** What the paper's Table 2 has, and between. */
  public static final String EPSILONS = "1e-1,1e-2,1e-3,1e-4,1e-5,1e-6,1e-7,1e-8,1e-9";

  /** As many as the paper's. */
  public static final int SAMPLES = 10;

  private static final int MOST_SAMPLES = 1_000_000;

  public NoiseQuestion {
    epsilons = List.copyOf(epsilons);
    if (epsilons.isEmpty() || epsilons.stream().distinct().count() < epsilons.size()) {
      throw new BadInput("epsilon takes different numbers, such as 1e-3,1e-6, not " + epsilons);
    }
    epsilons.forEach(NoiseQuestion::check);
    if (samples < 1 || samples > MOST_SAMPLES) {
      throw new BadInput("samples are 1 to 1,000,000 copies at each epsilon, not " + samples);
    }
  }

  /** Reads an epsilon. */
  public static double epsilon(String text) {
    try {
      return check(Double.parseDouble(text.strip()));
    } catch (NumberFormatException e) {
      throw new BadInput("epsilon must be a number such as 1e-6, not " + text, e);
    }
  }

  private static double check(double epsilon) {
    if (!(epsilon > 0 && epsilon < 1)) {
      throw new BadInput(
          "epsilon is a share of each weight, more than 0 and less than 1, such as 1e-6, not "
              + epsilon);
    }
    return epsilon;
  }

  /** All copies, epsilon by epsilon. */
  public List<Noise> noises(long seed) {
    List<Noise> noises = new ArrayList<>();
    for (double epsilon : epsilons) {
      for (int sample = 0; sample < samples; sample++) {
        noises.add(new Noise(seed, sample, epsilon));
      }
    }
    return noises;
  }
}
