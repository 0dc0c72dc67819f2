package org.assay.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.assay.exact.Rational;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.table.VerifyRow;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.Arithmetic;
import org.assay.query.Proof;
import org.assay.query.Property;
import org.assay.query.PropertyVerdict;
import org.assay.query.PropertyVerdict.Replay;
import org.assay.query.Reason;
import org.assay.verify.PropertyAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of verdicts in rows and in the competition's files. */
class VerifyRowsTest {

  /** y = x0 + x1 + bias. */
  private static Network sum(double bias) {
    return new Network(
        "sum",
        ElementType.FLOAT32,
        Shape.of(2),
        List.of(
            Dense.of(
                Tensor.of(Shape.of(1, 2), 1, 1), Tensor.of(Shape.of(1), new double[] {bias}))));
  }

  private static List<Rational> numbers(String... texts) {
    return Arrays.stream(texts).map(Rational::parse).toList();
  }

  /** That y is at least this, somewhere in [0, 2]^2. */
  private static Property atLeast(String least) {
    return new Property(
        List.of(
            new Property.Case(
                new Property.Box(numbers("0", "0"), numbers("2", "2")),
                List.of(
                    new Property.Condition(
                        List.of(new Property.Term(Rational.ONE, false, 0)),
                        Rational.parse(least).negate(),
                        false)))));
  }

  private static VerifyRow row(Network network, Property property, PropertyVerdict verdict) {
    NetworkSource source = new NetworkSource("sum.onnx", null);
    return VerifyRows.of(
        new VerifyInstance(3, source, "p.vnnlib", Duration.ofMillis(1500)),
        new VerifyTask.ReadNetwork(source, network, "hash"),
        new VerifyTask.ReadProperty(property, "key"),
        new PropertyAnswer(verdict, "attack", Duration.ofMillis(250)),
        Arithmetic.EXACT);
  }

  @Test
  void aShownViolationIsSatWithItsPoint() {
    PropertyVerdict violated =
        new PropertyVerdict.Violated(numbers("0.5", "1e-10"), numbers("0.75"), Replay.HOLDS);
    VerifyRow row = row(sum(0.25), atLeast("0.5"), violated);
    assertThat(row.answer()).isEqualTo("sat");
    assertThat(row.row()).isEqualTo(3);
    assertThat(row.verdict()).isEqualTo("Violated");
    assertThat(row.method()).isEqualTo("ATTACK");
    assertThat(row.timeout()).isEqualTo(1.5);
    assertThat(row.seconds()).isEqualTo(0.25);
    assertThat(row.outputExact()).isEqualTo("3/4");
    assertThat(row.inputExact()).isNull();
  }

  @Test
  void resultsHoldExactlyThePoint() {
    PropertyVerdict violated =
        new PropertyVerdict.Violated(
            List.of(Rational.of(0.1f), Rational.of(0x1p-20)), numbers("1"), Replay.HOLDS);
    assertThat(CompetitionResult.text(row(sum(-0.1f), atLeast("0"), violated)))
        .isEqualTo(
            "sat\n((X_0 0.10000000149011612)\n (X_1 0.00000095367431640625)\n"
                + " (Y_0 0.00000095367431640625))\n");
  }

  @ParameterizedTest
  @CsvSource({
    // 1 + 2^-24 is 1 in float32: what is missing is what the checker allows, or more.
    "1.00000001, sat",
    "1.0001, sat",
    "1.00011, unknown",
  })
  void aViolationThatFloatsMissIsSatWithinTheTolerance(String least, String answer) {
    PropertyVerdict violated =
        new PropertyVerdict.Violated(
            List.of(Rational.ONE, Rational.of(0x1p-24)), numbers("1"), Replay.FAILS);
    VerifyRow row = row(sum(0), atLeast(least), violated);
    assertThat(row.answer()).isEqualTo(answer);
    assertThat(row.float32Replay()).isEqualTo("FAILS");
    assertThat(row.output()).containsExactly(1.0);
    assertThat(CompetitionResult.text(row)).startsWith(answer + "\n");
  }

  @Test
  void aPointWithoutFloatsIsKeptExactly() {
    PropertyVerdict violated =
        new PropertyVerdict.Violated(numbers("1/10", "1/3"), numbers("13/30"), Replay.NONE);
    VerifyRow row = row(sum(0), atLeast("0"), violated);
    assertThat(row.answer()).isEqualTo("unknown");
    assertThat(row.input()).isEmpty();
    assertThat(row.output()).isEmpty();
    assertThat(row.inputExact()).isEqualTo("1/10,1/3");
    assertThat(CompetitionResult.text(row)).isEqualTo("unknown\n");
  }

  @Test
  void aProofIsUnsat() {
    VerifyRow row =
        row(sum(0), atLeast("9"), new PropertyVerdict.Holds(Proof.EXHAUSTED, Arithmetic.EXACT));
    assertThat(CompetitionResult.text(row)).isEqualTo("unsat\n");
    assertThat(row.proof()).isEqualTo("EXHAUSTED");
    assertThat(row.arithmetic()).isEqualTo("EXACT");
    assertThat(row.inputs()).isEqualTo("REAL");
  }

  @ParameterizedTest
  @CsvSource({
    "TIMEOUT, timeout",
    "SOLVER_UNKNOWN, unknown",
    "WITNESS_REJECTED, unknown",
    "CRASHED, error"
  })
  void openQuestionsKeepTheirReason(Reason reason, String answer) {
    VerifyRow row = row(sum(0), atLeast("9"), new PropertyVerdict.Undecided(reason, "why"));
    assertThat(CompetitionResult.text(row)).isEqualTo(answer + "\n");
    assertThat(row.reason()).isEqualTo(reason.name());
    assertThat(row.arithmetic()).isNull();
    assertThat(row.inputs()).isNull();
    assertThat(row.detail()).isEqualTo("why");
  }
}
