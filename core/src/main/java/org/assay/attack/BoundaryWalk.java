package org.assay.attack;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assay.exact.Rational;
import org.assay.network.Tensor;
import org.assay.query.PixelDomain;

/** The way of {@link BrendelBethge} toward one image; the attack runs the points. */
final class BoundaryWalk {

  private static final double OVERSHOOT = 1.1;
  private static final double MOMENTUM = 0.8;

  private final AttackedImage about;
  private final double[] image;
  private final Neighbourhood all;
  private final List<Neighbourhood> around;
  private final int closest;
  private final double[] ends;
  private final SplittableRandom random;

  /** After how many steps a point within each radius was first met; -1 for not yet. */
  private final int[] met;

  private final double[][] witnesses;

  private double[] point;
  private double[] logits = new double[0];
  private double[] noise = new double[0];
  private double[] blend = new double[0];
  private double[] normal = new double[0];
  private double[] nearest = new double[0];
  private double nearestDistance = Double.POSITIVE_INFINITY;
  private double near;
  private double far;
  private int taken;

  BoundaryWalk(AttackedImage about, List<Rational> radii, PixelDomain domain) {
    this.about = about;
    this.image = about.image().toDoubles();
    Rational width = domain.high().minus(domain.low());
    this.all = Neighbourhood.of(about.image(), width, domain);
    this.around =
        radii.stream().map(radius -> Neighbourhood.of(about.image(), radius, domain)).toList();
    this.closest =
        IntStream.range(0, radii.size())
            .reduce(0, (a, b) -> radii.get(b).compareTo(radii.get(a)) < 0 ? b : a);
    this.ends = new double[] {domain.low().nearestDouble(), domain.high().nearestDouble()};
    this.random = new SplittableRandom(about.seed());
    this.met = new int[radii.size()];
    Arrays.fill(met, -1);
    this.witnesses = new double[radii.size()][];
    this.point = image.clone();
    this.far = ends[1] - ends[0];
  }

  double[] point() {
    return point;
  }

  /** Takes what the run of the point gave. */
  void see(double[] ofPoint) {
    logits = ofPoint;
  }

  /** Whether the point that was run last has another label. */
  boolean isOther() {
    return logits.length > 0 && Labels.isOther(logits, about.label());
  }

  /** Goes to an image of noise. */
  void draw() {
    double[] drawn = new double[image.length];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = ends[0] + random.nextDouble() * (ends[1] - ends[0]);
    }
    all.pullInside(drawn);
    noise = drawn;
    point = drawn;
  }

  /** Goes to a blend of the image and the noise. */
  void blend(double part) {
    double[] next = new double[image.length];
    for (int i = 0; i < next.length; i++) {
      next[i] = (1 - part) * image[i] + part * noise[i];
    }
    all.pullInside(next);
    blend = next;
    point = next;
  }

  /** Goes to the blend with its changes cut off in the middle of what is left. */
  void cutMiddle() {
    cut((near + far) / 2);
  }

  private void cut(double distance) {
    double[] cut = new double[image.length];
    for (int i = 0; i < cut.length; i++) {
      cut[i] = image[i] + Math.max(-distance, Math.min(distance, blend[i] - image[i]));
    }
    all.pullInside(cut);
    point = cut;
  }

  void halve() {
    double middle = (near + far) / 2;
    if (isOther()) {
      far = middle;
    } else {
      near = middle;
    }
  }

  /** Goes to the start of the walk: the least cut that was seen to have another label. */
  void begin() {
    cut(far);
  }

  /** Keeps the point that was run last if no nearer one with another label was met. */
  void keep() {
    if (!isOther()) {
      return;
    }
    double distance = distance(point);
    if (distance < nearestDistance) {
      nearestDistance = distance;
      nearest = point;
    }
    for (int r = 0; r < met.length; r++) {
      if (met[r] < 0 && around.get(r).contains(point)) {
        met[r] = taken;
        witnesses[r] = point;
      }
    }
  }

  private double distance(double[] other) {
    double most = 0;
    for (int i = 0; i < image.length; i++) {
      most = Math.max(most, Math.abs(other[i] - image[i]));
    }
    return most;
  }

  /** Whether the smallest radius is met. */
  boolean isDone() {
    return met[closest] >= 0;
  }

  /** The derivatives by the logits of the true label's lead over the next one. */
  double[] leadByLogits() {
    double[] lead = new double[logits.length];
    lead[about.label()] = 1;
    lead[Labels.best(logits, about.label())] = -1;
    return lead;
  }

  /**
   * A step along the boundary.
   *
   * @param slopes of the lead by the point's values
   * @param reach of the step, as a share of all values times the width of the domain
   */
  void move(double[] slopes, double reach) {
    if (normal.length == 0) {
      normal = slopes;
    } else {
      for (int i = 0; i < slopes.length; i++) {
        normal[i] = (1 - MOMENTUM) * slopes[i] + MOMENTUM * normal[i];
      }
    }
    double lead = logits[about.label()] - logits[Labels.best(logits, about.label())];
    double change = lead > 0 ? -OVERSHOOT * lead : -(2 - OVERSHOOT) * lead;
    double[] step =
        new TrustRegion(normal)
            .step(image, point, ends, change, reach * image.length * (ends[1] - ends[0]));
    double[] next = point.clone();
    for (int i = 0; i < next.length; i++) {
      next[i] += step[i];
    }
    all.pullInside(next);
    point = next;
    taken++;
  }

  /** What came of it, a radius each. */
  List<Attempt> attempts() {
    return IntStream.range(0, met.length).mapToObj(this::attempt).toList();
  }

  private Attempt attempt(int radius) {
    boolean found = met[radius] >= 0;
    double[] witness = found ? witnesses[radius] : nearest;
    return new Attempt(
        found,
        found,
        found ? met[radius] : taken,
        witness.length == 0
            ? Optional.empty()
            : Optional.of(Tensor.of(about.image().shape(), witness)));
  }
}
