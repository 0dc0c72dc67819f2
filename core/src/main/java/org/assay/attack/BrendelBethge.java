package org.assay.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.assay.eval.BatchedSlopes;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.query.PixelDomain;

/**
 * Brendel and Bethge's attack in the L-infinity norm: from a point with another label to the
 * boundary, then along it toward the image, each step the best of a trust region in which the
 * boundary is taken for flat (W. Brendel, J. Rauber, M. K&uuml;mmerer, I. Ustyuzhaninov, M. Bethge,
 * NeurIPS 2019, arXiv:1907.01003).
 *
 * <p>Start and settings are those of foolbox: noise drawn evenly from the domain (up to 1,000
 * images of it) until its label is another one; the first of 1,000 even blends of image and noise
 * that has another label; 10 halvings of the distance at which its change is cut off; 1,000 steps,
 * a reach of 0.001 times the number of values times the width of the domain, halved every twentieth
 * of the steps; 0.8 of the earlier normal; 1.1 times the way to the boundary.
 *
 * <p>Other than there: an image is left as soon as a point within the smallest radius is met, so
 * that distances are upper bounds and not minimised further; the reach does not grow with the
 * number of images that are run at once; the step is found as {@link TrustRegion} says; points are
 * rounded to float32 and pulled into the domain before they are run.
 */
public final class BrendelBethge implements Attack {

  /** How many steps foolbox takes. */
  public static final int STEPS = 1000;

  private static final int DRAWS = 1000;
  private static final int BLENDS = 1000;
  private static final int HALVINGS = 10;
  private static final int DECAYS = 20;
  private static final double REACH = 1e-3;

  private final PixelDomain domain;
  private final int steps;
  private final BatchedSlopes slopes;

  public BrendelBethge(Network network, PixelDomain domain, int steps) {
    this.domain = domain;
    this.steps = steps;
    this.slopes = BatchedSlopes.of(network);
  }

  @Override
  public List<List<Attempt>> on(List<AttackedImage> images, List<Rational> radii) {
    List<BoundaryWalk> walks =
        images.stream().map(image -> new BoundaryWalk(image, radii, domain)).toList();
    start(walks);
    List<BoundaryWalk> begun = walks.stream().filter(BoundaryWalk::isOther).toList();
    halve(begun);
    double reach = REACH;
    int decay = Math.max(1, steps / DECAYS);
    List<BoundaryWalk> open = begun.stream().filter(walk -> !walk.isDone()).toList();
    for (int step = 1; step <= steps && !open.isEmpty(); step++) {
      reach = (step + 1) % decay == 0 ? reach / 2 : reach;
      walk(open, reach);
      open = open.stream().filter(walk -> !walk.isDone()).toList();
    }
    return walks.stream().map(BoundaryWalk::attempts).toList();
  }

  /** Noise with another label, and the first blend toward it that has one. */
  private void start(List<BoundaryWalk> walks) {
    List<BoundaryWalk> left = walks;
    for (int n = 0; n < DRAWS && !left.isEmpty(); n++) {
      left.forEach(BoundaryWalk::draw);
      left = without(left, BoundaryWalk::isOther);
    }
    left = walks.stream().filter(BoundaryWalk::isOther).toList();
    for (int n = 1; n <= BLENDS && !left.isEmpty(); n++) {
      double part = (double) n / BLENDS;
      left.forEach(walk -> walk.blend(part));
      left = without(left, BoundaryWalk::isOther);
    }
  }

  private void halve(List<BoundaryWalk> walks) {
    for (int n = 0; n < HALVINGS && !walks.isEmpty(); n++) {
      walks.forEach(BoundaryWalk::cutMiddle);
      run(walks);
      walks.forEach(BoundaryWalk::halve);
    }
    walks.forEach(BoundaryWalk::begin);
  }

  /** Those that are left when all are run at their points. */
  private List<BoundaryWalk> without(List<BoundaryWalk> walks, Predicate<BoundaryWalk> done) {
    run(walks);
    return walks.stream().filter(done.negate()).toList();
  }

  private BatchedSlopes.Run run(List<BoundaryWalk> walks) {
    BatchedSlopes.Run run = slopes.run(walks.stream().map(BoundaryWalk::point).toList());
    for (int n = 0; n < walks.size(); n++) {
      walks.get(n).see(run.logits(n));
    }
    return run;
  }

  private void walk(List<BoundaryWalk> walks, double reach) {
    BatchedSlopes.Run run = run(walks);
    List<double[]> leads = new ArrayList<>();
    for (BoundaryWalk walk : walks) {
      walk.keep();
      leads.add(walk.leadByLogits());
    }
    List<double[]> normals = run.slopes(leads);
    for (int n = 0; n < walks.size(); n++) {
      if (!walks.get(n).isDone()) {
        walks.get(n).move(normals.get(n), reach);
      }
    }
  }
}
