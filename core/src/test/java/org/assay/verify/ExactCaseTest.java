package org.assay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
import org.assay.query.Perturbation;
import org.assay.query.PixelDomain;
import org.assay.query.Proof;
import org.assay.query.Query;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.Test;

/** Leads that are zero, or hardly negative, at one place only: doubles cannot tell. */
class ExactCaseTest {

  private static final double HARDLY = 0x1p-60;

  /** A network whose lead of label 0 over label 1 is abs(first x - second y + shift) + bias. */
  private static Network absolute(double first, double second, double shift, double bias) {
    Dense sides =
        Dense.of(
            Tensor.of(Shape.of(2, 2), first, -second, -first, second),
            Tensor.of(Shape.of(2), shift, -shift));
    Dense logits = Dense.of(Tensor.of(Shape.of(2, 2), 1, 1, 0, 0), Tensor.of(Shape.of(2), bias, 0));
    return new Network(
        "absolute",
        ElementType.FLOAT32,
        Shape.of(2),
        List.of(sides, Clip.relu(Shape.of(2)), logits));
  }

  private static Verdict decide(Network network, Z3Session session) {
    Query query =
        new Query(
            network,
            Tensor.of(Shape.of(2), 0.5, 0.25),
            0,
            new Perturbation.LInfinity(Rational.of(1, 4), PixelDomain.UNIT),
            Scope.FULL,
            Arithmetic.EXACT,
            Inputs.REAL);
    return new Robustness(session).decide(query, Budget.UNLIMITED).verdict();
  }

  @Test
  void aLeastLeadOfExactlyZeroIsRobust() {
    try (Z3Session session = new Z3Session()) {
      Verdict verdict = decide(absolute(1, 1, 0, 0), session);
      assertThat(((Verdict.Robust) verdict).proof()).isEqualTo(Proof.EXHAUSTED);
      assertThat(session.checks()).isPositive();
      assertThat(decide(absolute(3, 0, -1, 0), session)).isInstanceOf(Verdict.Robust.class);
    }
  }

  @Test
  void whereItIsHardlyNegativeAFloatIsPreferred() {
    try (Z3Session session = new Z3Session()) {
      Verdict verdict = decide(absolute(1, 1, 0, -HARDLY), session);
      assertThat(((Verdict.Violated) verdict).witness().witness().isFloat()).isTrue();
    }
  }

  @Test
  void whereNoFloatWinsTheWitnessIsRational() {
    try (Z3Session session = new Z3Session()) {
      Verdict verdict = decide(absolute(3, 0, -1, -HARDLY), session);
      assertThat(((Verdict.Violated) verdict).witness().witness().isFloat()).isFalse();
      assertThat(session.checks()).isPositive();
    }
  }

  @Test
  void onlyNetworksOfFewNumbersAreSmall() {
    assertThat(ExactCase.isSmall(absolute(1, 1, 0, 0))).isTrue();
    Shape wide = Shape.of(2_000);
    Dense first = Dense.of(Tensor.zeros(4_000).reshape(Shape.of(2_000, 2)), Tensor.zeros(2_000));
    Dense second =
        Dense.of(Tensor.zeros(4_000_000).reshape(Shape.of(2_000, 2_000)), Tensor.zeros(2_000));
    Network large =
        new Network(
            "large", ElementType.FLOAT32, Shape.of(2), List.of(first, Clip.relu(wide), second));
    assertThat(ExactCase.isSmall(large)).isFalse();
  }
}
