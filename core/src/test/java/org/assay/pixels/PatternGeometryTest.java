package org.assay.pixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.PixelDomain;
import org.assay.query.Proof;
import org.assay.query.Reason;
import org.assay.query.Recheck;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.query.Witness;
import org.junit.jupiter.api.Test;

/** Geometry against exhaustive exact runs on a grid, and on cases worked out by hand. */
class PatternGeometryTest {

  private static final int STEPS = 16;

  private static Budget.Timer plenty() {
    return Budget.UNLIMITED.start();
  }

  /** Logits x + y, 1 and 5/4 - x; a unit that feeds none of them switches at x = 3/4. */
  private static PatternGeometry worked(double x, double y, PixelDomain domain) {
    Network network =
        new Network(
            "worked",
            ElementType.FLOAT32,
            Shape.of(2),
            List.of(
                Dense.of(
                    Tensor.of(Shape.of(4, 2), 1, 1, 0, 0, -1, 0, 1, 0),
                    Tensor.of(Shape.of(4), 0, 1, 1.25, -0.75)),
                Clip.relu(Shape.of(4)),
                Dense.of(
                    Tensor.of(Shape.of(3, 4), 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0),
                    Tensor.of(Shape.of(3), 0, 0, 0))));
    return new PatternGeometry(SmallNetworks.image(network, Tensor.of(Shape.of(2), x, y), domain));
  }

  private static Rational smallest(PixelAnswer answer) {
    return answer.smallestFloat().orElseThrow().witness().changes().get(0).value();
  }

  @Test
  void intervalsAndTheirEnds() {
    PatternGeometry image = worked(0.5, 0.25, PixelDomain.UNIT);
    PixelAnswer x = image.pixel(0, plenty());
    assertThat(x.labels()).containsExactly(2);
    assertThat(x.reaches().get(0).values())
        .contains(new ValueInterval(Rational.ZERO, false, Rational.of(1, 4), true));
    assertThat(x.infimum()).contains(Rational.of(1, 4));
    assertThat(smallest(x)).isEqualTo(Rational.of(Math.nextDown(0.25f)));
    PixelAnswer y = image.pixel(1, plenty());
    assertThat(y.labels()).containsExactly(0);
    assertThat(y.reaches().get(0).values())
        .contains(new ValueInterval(Rational.of(1, 2), true, Rational.ONE, false));
    assertThat(smallest(y)).isEqualTo(Rational.of(Math.nextUp(0.5f)));
    PairAnswer both = image.pair(0, 1, plenty());
    assertThat(both.labels()).containsExactly(0, 2);
    assertThat(both.isNew()).isFalse();
  }

  @Test
  void thePatternIsHeld() {
    PatternGeometry image = worked(0.875, 0.0625, PixelDomain.UNIT);
    PixelAnswer x = image.pixel(0, plenty());
    assertThat(x.labels()).containsExactly(0);
    assertThat(x.reaches().get(0).values())
        .contains(new ValueInterval(Rational.of(15, 16), true, Rational.ONE, false));
    assertThat(image.pair(0, 1, plenty()).labels()).containsExactly(0);
  }

  @Test
  void aLargestMarginOfZeroIsATie() {
    PixelAnswer x = worked(0.875, 0, PixelDomain.UNIT).pixel(0, plenty());
    assertThat(x.verdict()).isEqualTo(new Verdict.Robust(Proof.GEOMETRY, Arithmetic.EXACT, true));
    assertThat(x.decidedBy()).isEqualTo(DecidedBy.RATIONALS);
    PixelAnswer inner = worked(0.5, 0.25, PixelDomain.parse("0.25:0.625")).pixel(0, plenty());
    assertThat(inner.verdict())
        .isEqualTo(new Verdict.Robust(Proof.GEOMETRY, Arithmetic.EXACT, true));
    PixelAnswer strict = worked(0.5, 0.375, PixelDomain.parse("0.375:0.5625")).pixel(0, plenty());
    assertThat(strict.verdict())
        .isEqualTo(new Verdict.Robust(Proof.GEOMETRY, Arithmetic.EXACT, false));
    assertThat(strict.decidedBy()).isEqualTo(DecidedBy.FILTER);
  }

  @Test
  void aPairCanDoWhatNoPixelCan() {
    PatternGeometry image = worked(0.375, 0.25, PixelDomain.parse("0.25:0.5625"));
    assertThat(image.pixel(0, plenty()).attackable()).isFalse();
    assertThat(image.pixel(1, plenty()).attackable()).isFalse();
    PairAnswer pair = image.pair(0, 1, plenty());
    assertThat(pair.labels()).containsExactly(0);
    assertThat(pair.isNew()).isTrue();
    assertThat(((Verdict.Violated) pair.verdict()).witness().witness().isFloat()).isTrue();
  }

  /** Logits x, 1/3 and 2 x - 1/3 - 2^-40: the first wins only between two floats. */
  @Test
  void witnessesMayHaveToBeRational() {
    double third = 1 / 3.0;
    Network network =
        new Network(
            "narrow",
            ElementType.FLOAT64,
            Shape.of(1),
            List.of(
                Dense.of(
                    Tensor.of(Shape.of(3, 1), 1, 0, 2),
                    Tensor.of(Shape.of(3), 0, third, -third - 0x1p-40))));
    AskedImage image = SmallNetworks.image(network, Tensor.of(Shape.of(1), 0.25), PixelDomain.UNIT);
    PixelAnswer answer = new PatternGeometry(image).pixel(0, plenty());
    assertThat(answer.labels()).containsExactly(0, 2);
    ValueInterval thin = answer.reaches().get(0).values().orElseThrow();
    assertThat(thin.nearestFloat(Rational.of(third))).isEmpty();
    PixelDomain narrow = new PixelDomain(Rational.ZERO, thin.high());
    PixelAnswer rational =
        new PatternGeometry(SmallNetworks.image(network, Tensor.of(Shape.of(1), 0.25), narrow))
            .pixel(0, plenty());
    assertThat(rational.labels()).containsExactly(0);
    assertThat(rational.smallestFloat()).isEmpty();
    Verdict.Violated violated = (Verdict.Violated) rational.verdict();
    assertThat(violated.witness().witness().isFloat()).isFalse();
  }

  @Test
  void whatCannotBeAskedIsUndecided() {
    PatternGeometry outside = worked(0.5, 0.25, PixelDomain.parse("0.3:1"));
    assertThat(reason(outside.pixel(0, plenty()).verdict())).isEqualTo(Reason.OUT_OF_DOMAIN);
    assertThat(reason(outside.pair(0, 1, plenty()).verdict())).isEqualTo(Reason.OUT_OF_DOMAIN);
    PatternGeometry tied = worked(0.5, 0.5, PixelDomain.UNIT);
    assertThat(reason(tied.pixel(0, plenty()).verdict())).isEqualTo(Reason.TIED);
    Budget.Timer none = Budget.of(Duration.ZERO).start();
    PatternGeometry starved = worked(0.5, 0.25, PixelDomain.UNIT);
    assertThat(reason(starved.pixel(0, none).verdict())).isEqualTo(Reason.TIMEOUT);
    assertThat(reason(starved.pair(0, 1, none).verdict())).isEqualTo(Reason.TIMEOUT);
    assertThat(starved.tally(new int[] {0, 1}, 0, 2, none).undecided()).isEqualTo(1);
    assertThatThrownBy(() -> starved.pair(1, 1, plenty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Reason reason(Verdict verdict) {
    return ((Verdict.Undecided) verdict).reason();
  }

  /** Everything that exhaustive exact runs on a grid find, geometry finds too, labels included. */
  @Test
  void findsWhatAGridFinds() {
    int found = 0;
    int robust = 0;
    for (int seed = 0; seed < 500; seed++) {
      SmallNetworks source = new SmallNetworks(seed);
      Network network = source.network();
      Tensor pixels = source.pixels(network.inputs());
      AskedImage image = SmallNetworks.image(network, pixels, PixelDomain.UNIT);
      if (image.refusal().isPresent()) {
        continue;
      }
      PatternGeometry geometry = new PatternGeometry(image);
      Recheck plain = new Recheck(network, PixelDomain.UNIT, Scope.PATTERN);
      for (int p = 0; p < pixels.size(); p++) {
        PixelAnswer answer = geometry.pixel(p, plenty());
        found += line(answer, plain, pixels, image.label());
        robust += answer.attackable() ? 0 : 1;
        holds(answer.verdict(), plain, pixels, image.label());
      }
      plane(geometry.pair(0, 1, plenty()), plain, pixels, image.label());
    }
    assertThat(found).isGreaterThan(500);
    assertThat(robust).isGreaterThan(300);
  }

  private static int line(PixelAnswer answer, Recheck plain, Tensor pixels, int label) {
    int found = 0;
    for (int i = 0; i <= STEPS; i++) {
      Rational value = Rational.of(i, STEPS);
      Recheck.Finding finding =
          plain.judge(pixels, label, List.of(new Witness.Change(answer.pixel(), value)));
      found += finding.holds() ? 1 : 0;
      assertThat(answer.attackable() || !finding.holds()).isTrue();
      boolean inside =
          answer.reaches().stream().anyMatch(r -> r.values().orElseThrow().contains(value));
      assertThat(inside && !finding.holds()).as("%s at %s", answer, value).isFalse();
      if (finding.holds()) {
        Rational change = value.minus(Rational.of(pixels.at(answer.pixel()))).abs();
        assertThat(change).isGreaterThanOrEqualTo(answer.infimum().orElseThrow());
      }
    }
    return found;
  }

  private static void plane(PairAnswer answer, Recheck plain, Tensor pixels, int label) {
    Set<Integer> labels = new TreeSet<>();
    for (int i = 0; i <= STEPS; i++) {
      for (int j = 0; j <= STEPS; j++) {
        Recheck.Finding finding =
            plain.judge(
                pixels,
                label,
                List.of(
                    new Witness.Change(0, Rational.of(i, STEPS)),
                    new Witness.Change(1, Rational.of(j, STEPS))));
        if (finding.holds()) {
          labels.add(finding.label());
        }
      }
    }
    assertThat(answer.attackable() || labels.isEmpty()).isTrue();
    holds(answer.verdict(), plain, pixels, label);
  }

  private static void holds(Verdict verdict, Recheck plain, Tensor pixels, int label) {
    if (verdict instanceof Verdict.Violated violated) {
      List<Witness.Change> changes = violated.witness().witness().changes();
      assertThat(plain.judge(pixels, label, changes).holds()).isTrue();
    } else {
      assertThat(verdict).isInstanceOf(Verdict.Robust.class);
    }
  }
}
