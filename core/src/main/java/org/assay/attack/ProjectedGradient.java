package org.assay.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.assay.eval.BatchedSlopes;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.PixelDomain;

/**
 * PGD: from a point drawn evenly within the radius and the domain, steps by the signs of the
 * gradient of the true label's cross-entropy, each pulled back inside (A. Kurakin, I. Goodfellow,
 * S. Bengio, 2017, arXiv:1607.02533; with the start of A. Madry and others, ICLR 2018,
 * arXiv:1706.06083). Settings are those of foolbox's {@code LinfPGD}: one start, steps of radius *
 * 0.01 / 0.3. All steps are taken, whatever was met on the way.
 */
public final class ProjectedGradient implements Attack {

  /** How many steps foolbox and the papers take. */
  public static final int STEPS = 40;

  private static final double STEP = 0.01 / 0.3;

  private final Network network;
  private final PixelDomain domain;
  private final int steps;
  private final BatchedSlopes slopes;

  public ProjectedGradient(Network network, PixelDomain domain, int steps) {
    this.network = network;
    this.domain = domain;
    this.steps = steps;
    this.slopes = BatchedSlopes.of(network);
  }

  @Override
  public List<List<Attempt>> on(List<AttackedImage> images, List<Rational> radii) {
    List<List<Attempt>> attempts = new ArrayList<>();
    images.forEach(image -> attempts.add(new ArrayList<>()));
    for (Rational radius : radii) {
      List<Climb> climbs = images.stream().map(image -> new Climb(image, radius)).toList();
      climb(climbs);
      for (int n = 0; n < climbs.size(); n++) {
        attempts.get(n).add(climbs.get(n).attempt());
      }
    }
    return attempts;
  }

  private void climb(List<Climb> climbs) {
    for (int step = 0; step <= steps; step++) {
      BatchedSlopes.Run run = slopes.run(climbs.stream().map(climb -> climb.point).toList());
      List<double[]> losses = new ArrayList<>();
      for (int n = 0; n < climbs.size(); n++) {
        climbs.get(n).see(run.logits(n), step);
        losses.add(Labels.crossEntropySlopes(run.logits(n), climbs.get(n).image.label()));
      }
      if (step < steps) {
        List<double[]> gradients = run.slopes(losses);
        for (int n = 0; n < climbs.size(); n++) {
          climbs.get(n).move(gradients.get(n));
        }
      }
    }
  }

  /** The way from one image. */
  private final class Climb {

    private final AttackedImage image;
    private final Neighbourhood around;
    private final double step;
    private final double[] point;
    private double[] witness = new double[0];
    private int met = -1;
    private boolean last;

    Climb(AttackedImage image, Rational radius) {
      this.image = image;
      this.around = Neighbourhood.of(image.image(), radius, domain);
      this.step = radius.nearestDouble() * STEP;
      // Drawn from the ball and then pulled into the domain: at a pixel of 0, half of all draws
      // are.
      double reach = radius.nearestDouble();
      SplittableRandom random = new SplittableRandom(image.seed());
      this.point = image.image().toDoubles();
      for (int i = 0; i < point.length; i++) {
        point[i] += (2 * random.nextDouble() - 1) * reach;
      }
      around.pullInside(point);
    }

    void see(double[] logits, int step) {
      last = Labels.isOther(logits, image.label());
      if (last && met < 0) {
        met = step;
        witness = point.clone();
      }
    }

    void move(double[] gradient) {
      for (int i = 0; i < point.length; i++) {
        point[i] += gradient[i] > 0 ? step : gradient[i] < 0 ? -step : 0;
      }
      around.pullInside(point);
    }

    Attempt attempt() {
      return new Attempt(
          met >= 0,
          last,
          met >= 0 ? met : steps,
          met >= 0 ? Optional.of(Tensor.of(network.input(), witness)) : Optional.empty());
    }
  }
}
