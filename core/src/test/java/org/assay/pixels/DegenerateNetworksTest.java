package org.assay.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.query.PixelDomain;
import org.assay.query.Recheck;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.query.Witness;
import org.assay.smt.Z3Session;

/**
 * What holds on every network, tried on those of {@link SmallNetworks}: equal logits, zero columns,
 * ties, pixels at the ends of their domain, parallel half-planes.
 */
class DegenerateNetworksTest {

  private static Budget.Timer plenty() {
    return Budget.UNLIMITED.start();
  }

  @Property(tries = 150)
  void enginesAgree(@ForAll long seed) {
    AskedImage image = new SmallNetworks(seed).image();
    PatternGeometry geometry = new PatternGeometry(image);
    try (Z3Session session = new Z3Session()) {
      PatternSmt smt = new PatternSmt(image, session);
      for (int p = 0; p < image.layout().pixels(); p++) {
        PixelAnswer a = geometry.pixel(p, plenty());
        PixelAnswer b = smt.pixel(p, plenty());
        assertThat(b.attackable()).isEqualTo(a.attackable());
        assertThat(b.labels()).isEqualTo(a.labels());
      }
      PairAnswer a = geometry.pair(0, 1, plenty());
      PairAnswer b = smt.pair(0, 1, plenty());
      assertThat(b.attackable()).isEqualTo(a.attackable());
      assertThat(b.labels()).isEqualTo(a.labels());
      assertThat(b.isNew()).isEqualTo(a.isNew());
    }
  }

  @Property(tries = 400)
  void talliesAreSumsOfPairs(@ForAll long seed) {
    AskedImage image = new SmallNetworks(seed).image();
    int[] order = IntStream.range(0, image.layout().pixels()).toArray();
    PairTally tally = new PatternGeometry(image).tally(order, 0, order.length, plenty());
    PairTallyTest.assertSame(tally, PairTallyTest.pairByPair(image, order));
  }

  /** Values inside an interval win for its label by the plain fold, values at open ends do not. */
  @Property(tries = 400)
  void intervalsEndWhereTheySay(@ForAll long seed) {
    SmallNetworks source = new SmallNetworks(seed);
    Network network = source.network();
    Tensor pixels = source.pixels(network.inputs());
    AskedImage image = SmallNetworks.image(network, pixels, PixelDomain.UNIT);
    Recheck plain = new Recheck(network, PixelDomain.UNIT, Scope.PATTERN);
    PatternGeometry geometry = new PatternGeometry(image);
    for (int p = 0; p < pixels.size(); p++) {
      for (PixelAnswer.Reach reach : geometry.pixel(p, plenty()).reaches()) {
        ValueInterval values = reach.values().orElseThrow();
        assertThat(values.isEmpty()).isFalse();
        for (Rational value : List.of(values.low(), values.high(), values.roundMember())) {
          Recheck.Finding finding = judge(plain, pixels, image.label(), p, value);
          boolean strictly = finding.holds() && alone(network, pixels, p, value, reach.label());
          assertThat(strictly).as("%s at %s", reach, value).isEqualTo(values.contains(value));
        }
        assertThat(reach.infimum()).isEqualTo(Optional.of(values.distance(original(pixels, p))));
      }
    }
  }

  private static Rational original(Tensor pixels, int p) {
    return Rational.of(pixels.at(p));
  }

  private static Recheck.Finding judge(
      Recheck plain, Tensor pixels, int label, int p, Rational value) {
    return plain.judge(pixels, label, List.of(new Witness.Change(p, value)));
  }

  /** Whether a label's logit is greater than every other. */
  private static boolean alone(Network network, Tensor pixels, int p, Rational value, int label) {
    Rational[] state = ExactSemantics.exact(pixels);
    state[p] = value;
    Rational[] logits = network.run(new ExactSemantics(), state);
    return IntStream.range(0, logits.length)
        .allMatch(j -> j == label || logits[label].compareTo(logits[j]) > 0);
  }

  @Property(tries = 400)
  void witnessesHoldByThePlainFold(@ForAll long seed) {
    SmallNetworks source = new SmallNetworks(seed);
    Network network = source.network();
    Tensor pixels = source.pixels(network.inputs());
    AskedImage image = SmallNetworks.image(network, pixels, PixelDomain.UNIT);
    if (image.refusal().isPresent()) {
      return;
    }
    Recheck plain = new Recheck(network, PixelDomain.UNIT, Scope.PATTERN);
    PairAnswer answer = new PatternGeometry(image).pair(0, 1, plenty());
    if (answer.verdict() instanceof Verdict.Violated violated) {
      assertThat(plain.judge(pixels, image.label(), violated.witness().witness().changes()).holds())
          .isTrue();
    } else {
      assertThat(answer.verdict()).isInstanceOf(Verdict.Robust.class);
    }
  }
}
