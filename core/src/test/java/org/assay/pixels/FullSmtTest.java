package org.assay.pixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assay.RandomNetworks;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.assay.query.PixelDomain;
import org.assay.query.Reason;
import org.assay.query.Recheck;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.query.Witness;
import org.assay.query.WitnessCheck;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The solver over all patterns against exact walks along lines, which know nothing of it. */
class FullSmtTest {

  private static final PixelDomain ODD = PixelDomain.parse("-0.1:1.3");

  private final Z3Session session = new Z3Session();
  private int asked;
  private int attackable;
  private int beyondPattern;
  private int labels;
  private int seen;

  @AfterEach
  void close() {
    session.close();
  }

  private static Budget.Timer plenty() {
    return Budget.UNLIMITED.start();
  }

  private static AskedImage image(Network network, Tensor pixels, PixelDomain domain) {
    return SmallNetworks.image(network, pixels, WitnessCheck.Terms.exact(domain, Scope.FULL));
  }

  private static AskedImage small(int seed) {
    SmallNetworks source = new SmallNetworks(seed);
    Network network = source.network();
    return image(network, source.pixels(network.inputs()), seed % 3 == 0 ? ODD : PixelDomain.UNIT);
  }

  private static AskedImage random(int seed, boolean dense) {
    ElementType type = dense && seed % 4 == 3 ? ElementType.FLOAT64 : ElementType.FLOAT32;
    RandomNetworks source = new RandomNetworks(seed, type);
    Network network = dense ? source.dense() : source.convolutional();
    return image(network, source.image(network), PixelDomain.UNIT);
  }

  @Test
  void pixelsAreWhatTheWalkSays() {
    for (int seed = 0; seed < 300; seed++) {
      walkAll(small(seed));
      walkAll(random(seed, true));
    }
    assertThat(asked).isGreaterThan(1_500);
    assertThat(attackable).isBetween(asked / 10, asked * 9 / 10);
    assertThat(beyondPattern).isGreaterThan(asked / 20);
  }

  @Test
  void pixelsOfConvolutionalNetworksAreWhatTheWalkSays() {
    for (int seed = 0; seed < 20; seed++) {
      AskedImage image = random(seed, false);
      walkAll(
          new AskedImage(
              image.trace(),
              WitnessCheck.of(image.trace().network().network()),
              image.layout().channel(seed % 2),
              image.terms()));
    }
    assertThat(asked).isGreaterThan(100);
    assertThat(attackable).isPositive();
  }

  private void walkAll(AskedImage image) {
    FullSmt smt = new FullSmt(image, session);
    for (int p = 0; p < image.layout().pixels(); p++) {
      PixelAnswer answer = smt.pixel(p, plenty());
      if (image.refusal().isPresent()) {
        assertThat(answer.verdict()).isEqualTo(image.refusal().get());
        continue;
      }
      GermWalk walk = GermWalk.of(image, image.layout().positions(p)[0]);
      String what = "%s pixel %d %s".formatted(answer, p, walk.joined());
      assertThat(answer.attackable()).as(what).isEqualTo(walk.attackable());
      assertThat(answer.verdict()).isNotInstanceOf(Verdict.Undecided.class);
      assertThat(answer.labels()).as(what).isEqualTo(walk.labels());
      holds(image, answer.verdict());
      asked++;
      attackable += answer.attackable() ? 1 : 0;
      beyondPattern += answer.attackable() && !patternAttack(image, p) ? 1 : 0;
    }
  }

  private boolean patternAttack(AskedImage image, int... pixels) {
    AskedImage fixed =
        SmallNetworks.image(
            image.trace().network().network(), image.trace().image(), image.domain());
    PatternSmt smt = new PatternSmt(fixed, session);
    return pixels.length == 1
        ? smt.pixel(pixels[0], plenty()).attackable()
        : smt.pair(pixels[0], pixels[1], plenty()).attackable();
  }

  private static void holds(AskedImage image, Verdict verdict) {
    if (verdict instanceof Verdict.Violated violated) {
      Recheck recheck = new Recheck(image.trace().network().network(), image.domain(), Scope.FULL);
      List<Witness.Change> changes = violated.witness().witness().changes();
      Recheck.Finding finding = recheck.judge(image.trace().image(), image.label(), changes);
      assertThat(finding.holds()).as(finding.detail()).isTrue();
      assertThat(finding.label()).isEqualTo(violated.witness().label());
    }
  }

  /** Lines see no more than there is; that the solver says more than many lines see is rare. */
  @Test
  void pairsAreWhatLinesSay() {
    for (int seed = 0; seed < 80; seed++) {
      AskedImage image = seed % 2 == 0 ? small(seed) : random(seed, true);
      if (image.refusal().isEmpty()) {
        pairs(image);
      }
    }
    assertThat(asked).isGreaterThan(250);
    assertThat(attackable).isBetween(asked / 10, asked * 9 / 10);
    assertThat(beyondPattern).isGreaterThan(asked / 20);
    assertThat(labels).isGreaterThan(asked / 5);
    assertThat(labels - seen).isLessThan(labels / 50);
  }

  private void pairs(AskedImage image) {
    FullSmt smt = new FullSmt(image, session);
    for (int p = 0; p < image.layout().pixels(); p++) {
      for (int q = 0; q < p; q++) {
        PairAnswer answer = smt.pair(p, q, plenty());
        String what = "%s".formatted(answer);
        assertThat(answer.decidedBy()).as(what).isEqualTo(DecidedBy.SOLVER);
        List<GermWalk> lines = lines(image, p, q, 16);
        Set<Integer> reached = new TreeSet<>();
        lines.forEach(line -> reached.addAll(line.labels()));
        assertThat(answer.labels()).as(what).containsAll(reached);
        if (lines.stream().anyMatch(GermWalk::attackable)) {
          assertThat(answer.attackable()).as(what).isTrue();
        }
        boolean alone = GermWalk.of(image, p).attackable() || GermWalk.of(image, q).attackable();
        assertThat(answer.isNew()).as(what).isEqualTo(answer.attackable() && !alone);
        assertThat(smt.together(q, p, plenty()).labels()).isEqualTo(answer.labels());
        holds(image, answer.verdict());
        asked++;
        attackable += answer.attackable() ? 1 : 0;
        beyondPattern += answer.attackable() && !patternAttack(image, p, q) ? 1 : 0;
        labels += answer.labels().size();
        seen += reached.size();
      }
    }
  }

  /** Walks of each of two positions while the other stands at evenly spread values. */
  private static List<GermWalk> lines(AskedImage image, int first, int second, int steps) {
    List<GermWalk> lines = new ArrayList<>();
    Rational width = image.domain().high().minus(image.domain().low());
    for (int i = 0; i <= steps; i++) {
      Rational value = image.domain().low().plus(width.times(Rational.of(i, steps)));
      lines.add(line(image, first, second, value));
      lines.add(line(image, second, first, value));
    }
    return lines;
  }

  private static GermWalk line(AskedImage image, int walked, int standing, Rational value) {
    Rational[] input = ExactSemantics.exact(image.trace().image());
    input[standing] = value;
    return new GermWalk(
        image.trace().network().network(), input, walked, image.domain(), image.label());
  }

  /** Two channels free at once: what lines along each of them see. */
  @Test
  void pixelsOfTwoChannels() {
    for (int seed = 0; seed < 15; seed++) {
      AskedImage image = random(seed, false);
      assertThat(image.layout().channels()).isEqualTo(2);
      FullSmt smt = new FullSmt(image, session);
      for (int p = 0; p < image.layout().pixels(); p += 11) {
        PixelAnswer answer = smt.pixel(p, plenty());
        int[] positions = image.layout().positions(p);
        List<GermWalk> lines = lines(image, positions[0], positions[1], 4);
        assertThat(answer.decidedBy()).isEqualTo(DecidedBy.SOLVER);
        for (GermWalk line : lines) {
          assertThat(answer.labels()).containsAll(line.labels());
          assertThat(answer.attackable() || !line.attackable()).isTrue();
        }
        holds(image, answer.verdict());
        asked++;
        attackable += answer.attackable() ? 1 : 0;
      }
    }
    assertThat(attackable).isBetween(1, asked - 1);
  }

  /** Bounds of every kind, one of them right at the input. */
  @Test
  void clipsOfEveryKind() {
    double endless = Double.POSITIVE_INFINITY;
    Shape two = Shape.of(2);
    Shape four = Shape.of(4);
    for (int seed = 0; seed < 60; seed++) {
      RandomNetworks source = new RandomNetworks(seed, ElementType.FLOAT32);
      Network network =
          new Network(
              "clips",
              ElementType.FLOAT32,
              two,
              List.of(
                  new Clip(two, 0.25, seed % 2 == 0 ? 0.75 : endless),
                  Dense.of(source.tensor(Shape.of(4, 2)), source.tensor(four)),
                  new Clip(four, -endless, 0.5),
                  new Clip(four, -endless, endless),
                  Dense.of(source.tensor(Shape.of(4, 4)), source.tensor(four)),
                  new Clip(four, -0.5, 0.25),
                  Dense.of(source.tensor(Shape.of(3, 4)), source.tensor(Shape.of(3)))));
      walkAll(image(network, source.image(network), ODD));
    }
    assertThat(attackable).isBetween(asked / 10, asked * 9 / 10);
  }

  /** An 8-bit pixel has 256 values; each is run. */
  @Test
  void gridPixelsAreWhatTheirValuesSay() {
    for (int seed = 0; seed < 60; seed++) {
      AskedImage real = seed % 2 == 0 ? small(seed) : random(seed, true);
      WitnessCheck.Terms terms =
          new WitnessCheck.Terms(Arithmetic.EXACT, Inputs.GRID, real.domain(), Scope.FULL);
      AskedImage image =
          SmallNetworks.image(real.trace().network().network(), real.trace().image(), terms);
      if (image.refusal().isEmpty()) {
        grid(image);
      }
    }
    assertThat(attackable).isBetween(1, asked - 1);
  }

  private void grid(AskedImage image) {
    boolean attacked = false;
    Set<Integer> largest = new TreeSet<>();
    Network network = image.trace().network().network();
    Rational[] input = ExactSemantics.exact(image.trace().image());
    for (int b = 0; b < 256; b++) {
      input[0] = Rational.of(network.elementType().round(b / 255.0));
      Rational[] logits = network.run(new ExactSemantics(), input);
      Rational most = logits[ExactSemantics.label(logits)];
      attacked |= most.compareTo(logits[image.label()]) > 0;
      if (Arrays.stream(logits).filter(most::equals).count() == 1) {
        largest.add(ExactSemantics.label(logits));
      }
    }
    largest.remove(image.label());
    PixelAnswer answer = new FullSmt(image, session).pixel(0, plenty());
    assertThat(answer.attackable()).isEqualTo(attacked);
    assertThat(answer.labels()).isEqualTo(List.copyOf(largest));
    asked++;
    attackable += attacked ? 1 : 0;
  }

  /** Logits 1 and 4 relu(x - 1/2) + relu(1/2 - x): beaten above 3/4, beyond the switch at 1/2. */
  @Test
  void attacksInAnotherPatternAreFound() {
    Network network =
        new Network(
            "valley",
            ElementType.FLOAT32,
            Shape.of(1),
            List.of(
                Dense.of(Tensor.of(Shape.of(2, 1), 1, -1), Tensor.of(Shape.of(2), -0.5, 0.5)),
                Clip.relu(Shape.of(2)),
                Dense.of(Tensor.of(Shape.of(2, 2), 0, 0, 4, 1), Tensor.of(Shape.of(2), 1, 0))));
    AskedImage image = image(network, Tensor.of(Shape.of(1), 0.25), PixelDomain.UNIT);
    PixelAnswer answer = new FullSmt(image, session).pixel(0, plenty());
    assertThat(answer.labels()).containsExactly(1);
    assertThat(patternAttack(image, 0)).isFalse();
    Rational end = Rational.of(3, 4);
    assertThat(GermWalk.of(image, 0).joined())
        .containsExactly(
            new GermWalk.Piece(ValueInterval.closed(Rational.ZERO, end), 0, true),
            new GermWalk.Piece(new ValueInterval(end, true, Rational.ONE, false), 1, true));
  }

  @Test
  void aStarvedSolverIsUndecided() {
    AskedImage image = random(3, false);
    assertThat(image.refusal()).isEmpty();
    FullSmt smt = new FullSmt(image, session);
    Verdict noTime = smt.pixel(0, Budget.of(Duration.ZERO).start()).verdict();
    assertThat(((Verdict.Undecided) noTime).reason()).isEqualTo(Reason.TIMEOUT);
    Budget.Timer noSteps = new Budget(Duration.ofMinutes(1), 1).start();
    PairAnswer starved = smt.pair(0, 1, noSteps);
    assertThat(((Verdict.Undecided) starved.verdict()).reason()).isEqualTo(Reason.TIMEOUT);
    assertThat(starved.decidedBy()).isEqualTo(DecidedBy.NOTHING);
  }

  @Test
  void otherQuestionsAreRefused() {
    AskedImage image = small(1);
    Network network = image.trace().network().network();
    for (WitnessCheck.Terms terms :
        List.of(
            WitnessCheck.Terms.exact(PixelDomain.UNIT, Scope.PATTERN),
            new WitnessCheck.Terms(Arithmetic.EXACT, Inputs.FLOAT, PixelDomain.UNIT, Scope.FULL),
            new WitnessCheck.Terms(
                Arithmetic.ORDERED, Inputs.REAL, PixelDomain.UNIT, Scope.FULL))) {
      AskedImage other = SmallNetworks.image(network, image.trace().image(), terms);
      assertThatThrownBy(() -> new FullSmt(other, session))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("FULL");
    }
  }
}
