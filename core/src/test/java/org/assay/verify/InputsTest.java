package org.assay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.assay.bounds.BoundedNetwork;
import org.assay.bounds.GapSearch;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.Answer;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.ImageCheck;
import org.assay.query.Inputs;
import org.assay.query.Perturbation;
import org.assay.query.PixelDomain;
import org.assay.query.Query;
import org.assay.query.Reason;
import org.assay.query.Recheck;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.query.WitnessCheck;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.Test;

/** Verdicts over the floats or the grid of small balls, held against running every member. */
class InputsTest {

  /** The network with the bias of a label changed so that its least lead at the image is near. */
  private static Network nearBorder(Network network, Tensor image, int label, double lead) {
    Rational[] logits = ExactSemantics.logits(network, image);
    Rational next = logits[label == 0 ? 1 : 0];
    for (int i = 0; i < logits.length; i++) {
      next = i == label ? next : next.max(logits[i]);
    }
    double change = lead - logits[label].minus(next).nearestDouble();
    List<Layer> layers = new ArrayList<>(network.layers());
    Dense last = (Dense) layers.get(layers.size() - 1);
    double bias = (float) (last.bias().at(label) + change);
    layers.set(layers.size() - 1, Dense.of(last.weight(), last.bias().with(label, bias)));
    return new Network("border", network.elementType(), network.input(), layers);
  }

  private static Query query(
      Network network, Tensor image, int label, Rational radius, Inputs inputs) {
    return new Query(
        network,
        image,
        label,
        new Perturbation.LInfinity(radius, PixelDomain.UNIT),
        Scope.FULL,
        Arithmetic.EXACT,
        inputs);
  }

  /** The image's own value and all members within the radius, position by position. */
  private static List<List<Double>> values(Query query) {
    Rational radius = ((Perturbation.LInfinity) query.perturbation()).radius();
    List<List<Double>> values = new ArrayList<>();
    for (int i = 0; i < query.image().size(); i++) {
      Rational own = Rational.of(query.image().at(i));
      List<Double> here = new ArrayList<>(List.of(query.image().at(i)));
      if (query.inputs() == Inputs.GRID) {
        for (int b = 0; b <= 255; b++) {
          double grey = query.network().elementType().round(b / 255.0);
          if (Rational.of(grey).minus(own).abs().compareTo(radius) <= 0) {
            here.add(grey);
          }
        }
      } else {
        float next = own.minus(radius).max(Rational.ZERO).ceilingFloat();
        while (Rational.of(next).compareTo(own.plus(radius).min(Rational.ONE)) <= 0) {
          here.add((double) next);
          next = Math.nextUp(next);
        }
      }
      values.add(here);
    }
    return values;
  }

  private static boolean loses(Query query, List<List<Double>> values, Tensor input, int at) {
    if (at == values.size()) {
      Rational[] logits = ExactSemantics.logits(query.network(), input);
      for (Rational logit : logits) {
        if (logit.compareTo(logits[query.label()]) > 0) {
          return true;
        }
      }
      return false;
    }
    return values.get(at).stream().anyMatch(v -> loses(query, values, input.with(at, v), at + 1));
  }

  private static void judge(Query query, Verdict.Violated violated) {
    var changes = violated.witness().witness().changes();
    Recheck plain =
        new Recheck(
            query.network(),
            new WitnessCheck.Terms(Arithmetic.EXACT, query.inputs(), PixelDomain.UNIT, Scope.FULL));
    assertThat(plain.judge(query.image(), query.label(), changes).holds()).isTrue();
    Rational radius = ((Perturbation.LInfinity) query.perturbation()).radius();
    assertThat(changes)
        .allMatch(
            c ->
                c.value().minus(Rational.of(query.image().at(c.index()))).abs().compareTo(radius)
                    <= 0);
  }

  /** What the search of members says alone. */
  private static Class<?> memberByMember(Query query) {
    Network network = query.network();
    Perturbation.LInfinity perturbation = (Perturbation.LInfinity) query.perturbation();
    ImageCheck check = WitnessCheck.of(network).on(query.image(), query.label());
    Ball ball = new Ball(query, perturbation, check);
    List<Target> targets =
        IntStream.range(0, network.labels())
            .filter(other -> other != query.label())
            .mapToObj(other -> Target.beats(network, query.label(), other))
            .toList();
    Candidates candidates = new Candidates(network, ball.region(), targets, ball);
    GapSearch search = new GapSearch(BoundedNetwork.of(network));
    Decision decision =
        new MemberSearch(search, candidates, targets, Budget.UNLIMITED.start()).decide();
    return decision instanceof Decision.Accepted ? Verdict.Violated.class : Verdict.Robust.class;
  }

  private static void holdAgainstEveryMember(Inputs inputs, Rational radius, int seeds) {
    Map<String, Integer> seen = new HashMap<>();
    try (Z3Session session = new Z3Session()) {
      Robustness robustness = new Robustness(session);
      for (int seed = 0; seed < seeds; seed++) {
        Random random = new Random(seed);
        int positions = 2 + random.nextInt(2);
        double[] pixels = new double[positions];
        for (int i = 0; i < positions; i++) {
          boolean onGrid = inputs == Inputs.GRID && random.nextInt(4) > 0;
          pixels[i] = (float) (onGrid ? random.nextInt(256) / 255.0 : random.nextDouble());
        }
        Tensor image = Tensor.of(Shape.of(positions), pixels);
        Network drawn = RobustnessTest.network(random, positions);
        int label = ExactSemantics.label(ExactSemantics.logits(drawn, image));
        double lead = radius.nearestDouble() * 3 * random.nextDouble();
        Network network = nearBorder(drawn, image, label, lead);
        Query query = query(network, image, label, radius, inputs);
        Answer answer = robustness.decide(query, Budget.UNLIMITED);
        boolean loses = loses(query, values(query), image, 0);
        assertThat(answer.verdict())
            .as("seed " + seed)
            .isInstanceOf(loses ? Verdict.Violated.class : Verdict.Robust.class);
        if (answer.verdict() instanceof Verdict.Violated violated) {
          judge(query, violated);
        }
        assertThat(memberByMember(query)).as("seed " + seed).isSameAs(answer.verdict().getClass());
        seen.merge((loses ? "Violated " : "Robust ") + answer.method(), 1, Integer::sum);
        Verdict real =
            robustness
                .decide(query(network, image, label, radius, Inputs.REAL), Budget.UNLIMITED)
                .verdict();
        if (real instanceof Verdict.Robust) {
          assertThat(loses).as("robust over REAL, seed " + seed).isFalse();
        } else if (!loses) {
          seen.merge("between members", 1, Integer::sum);
        }
      }
    }
    assertThat(seen).containsKeys("Violated attack", "Robust bounds");
    assertThat(seen.keySet()).anyMatch(how -> how.endsWith(" members"));
    assertThat(seen.get("between members")).isGreaterThan(10);
  }

  @Test
  void gridBallsAreDecidedAsRunningEveryMemberDecides() {
    holdAgainstEveryMember(Inputs.GRID, Rational.of(5, 2 * 255), 600);
  }

  @Test
  void floatBallsAreDecidedAsRunningEveryMemberDecides() {
    holdAgainstEveryMember(Inputs.FLOAT, Rational.of(9, 1L << 28), 600);
  }

  /** A lead of abs(3 x - 1) - 2^-60: negative at 1/3 alone, which is no float and no grey. */
  private static Network third() {
    Dense sides = Dense.of(Tensor.of(Shape.of(2, 2), 3, 0, -3, 0), Tensor.of(Shape.of(2), -1, 1));
    Dense logits =
        Dense.of(Tensor.of(Shape.of(2, 2), 1, 1, 0, 0), Tensor.of(Shape.of(2), -0x1p-60, 0));
    return new Network(
        "third", ElementType.FLOAT32, Shape.of(2), List.of(sides, Clip.relu(Shape.of(2)), logits));
  }

  private static Verdict third(Inputs inputs, Rational radius, Budget budget) {
    try (Z3Session session = new Z3Session()) {
      Tensor image = Tensor.of(Shape.of(2), (float) (82 / 255.0), 0.5);
      return new Robustness(session)
          .decide(query(third(), image, 0, radius, inputs), budget)
          .verdict();
    }
  }

  @Test
  void whatWinsBetweenMembersOnlyIsRobustOverThem() {
    assertThat(third(Inputs.REAL, Rational.of(1, 4), Budget.UNLIMITED))
        .isInstanceOf(Verdict.Violated.class);
    assertThat(third(Inputs.FLOAT, Rational.of(1, 4), Budget.UNLIMITED))
        .isInstanceOf(Verdict.Robust.class);
  }

  @Test
  void aBallWithoutAnotherMemberIsRobust() {
    Verdict verdict = third(Inputs.GRID, Rational.of(1, 256), Budget.UNLIMITED);
    assertThat(verdict).isInstanceOf(Verdict.Robust.class);
  }

  @Test
  void withoutTimeTheReasonIsTold() {
    Verdict verdict = third(Inputs.FLOAT, Rational.of(1, 4), Budget.of(Duration.ZERO));
    assertThat(((Verdict.Undecided) verdict).reason()).isEqualTo(Reason.TIMEOUT);
  }
}
