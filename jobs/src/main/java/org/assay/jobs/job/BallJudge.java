package org.assay.jobs.job;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.jobs.job.ClaimJudge.Judged;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.RobustnessRow;
import org.assay.jobs.table.Tables;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Perturbation;
import org.assay.query.Query;
import org.assay.query.Recheck;
import org.assay.query.Scope;
import org.assay.query.Witness;
import org.assay.query.WitnessCheck;
import org.assay.verify.BallAttack;

/**
 * Judges what stored rows say of the inputs within a radius, from the network and the image alone:
 * witnesses by an exact run and one in the stated order, robustness by an attack that shares
 * nothing with the decider. What is robust in every order is so in exact arithmetic, in which it is
 * attacked.
 *
 * @param terms of all rows
 * @param timeout for each attack
 */
record BallJudge(WitnessCheck.Terms terms, long seed, Duration timeout) implements Serializable {

  /** Judges rows about one image. */
  List<Judged> judge(Network network, ImageRow image, List<RobustnessRow> rows) {
    Recheck recheck = new Recheck(network, terms);
    BallAttack attack = new BallAttack(network);
    List<Judged> judged = new ArrayList<>();
    for (RobustnessRow row : rows) {
      boolean robust = row.verdict().equals("Robust");
      Optional<String> wrong =
          told(network, image, row)
              .or(
                  () ->
                      robust
                          ? attacked(network, image, row, attack)
                          : refuted(network, image, row, recheck));
      String outcome = wrong.isPresent() ? "WRONG" : robust ? "OPEN" : "RIGHT";
      judged.add(
          new Judged(Tables.ROBUSTNESS.name(), row.image(), robust, outcome, wrong.orElse("")));
    }
    return judged;
  }

  private static Tensor tensor(Network network, Stream<Float> values) {
    return Tensor.of(network.input(), values.mapToDouble(Float::doubleValue).toArray());
  }

  /** What is wrong with the labels of the image itself. */
  private static Optional<String> told(Network network, ImageRow image, RobustnessRow row) {
    if (row.label() != image.label()) {
      return Optional.of("the true label is " + image.label() + ", not " + row.label());
    }
    Tensor pixels = tensor(network, image.pixels().stream());
    int predicted = Prediction.of(OrderedSemantics.logits(network, pixels)).label();
    return predicted == row.predicted()
        ? Optional.empty()
        : Optional.of("the predicted label is " + predicted + ", not " + row.predicted());
  }

  private Optional<String> attacked(
      Network network, ImageRow image, RobustnessRow row, BallAttack attack) {
    Query query =
        new Query(
            network,
            tensor(network, image.pixels().stream()),
            row.label(),
            new Perturbation.LInfinity(Rational.parse(row.radius()), terms.domain()),
            Scope.FULL,
            Arithmetic.EXACT,
            terms.inputs());
    return attack
        .search(query, seed * 1_000_003 + row.image(), Budget.of(timeout).start())
        .map(found -> "radius " + row.radius() + " is said to be robust, an attack has a witness");
  }

  private static Optional<String> refuted(
      Network network, ImageRow image, RobustnessRow row, Recheck recheck) {
    Tensor original = tensor(network, image.pixels().stream());
    List<Rational> witness = witness(row);
    if (witness.size() != original.size()) {
      return Optional.of("the witness has " + witness.size() + " values");
    }
    Rational radius = Rational.parse(row.radius());
    List<Witness.Change> changes = new ArrayList<>();
    for (int i = 0; i < original.size(); i++) {
      Rational moved = witness.get(i).minus(Rational.of(original.at(i))).abs();
      if (moved.compareTo(radius) > 0) {
        return Optional.of("position " + i + " of the witness leaves radius " + radius);
      }
      if (moved.signum() > 0) {
        changes.add(new Witness.Change(i, witness.get(i)));
      }
    }
    Recheck.Finding finding = recheck.judge(original, row.label(), changes);
    if (!finding.holds()) {
      return Optional.of(finding.detail());
    }
    return Objects.equals(finding.label(), row.witnessLabel())
        ? replayed(network, row)
        : Optional.of(
            "the label at the witness is " + finding.label() + ", not " + row.witnessLabel());
  }

  private static List<Rational> witness(RobustnessRow row) {
    String exact = row.witnessExact();
    return exact == null
        ? row.witness().stream().map(value -> Rational.of(value.doubleValue())).toList()
        : Arrays.stream(exact.split(",", -1)).map(Rational::parse).toList();
  }

  /** What is wrong with what float arithmetic is said to give. */
  private static Optional<String> replayed(Network network, RobustnessRow row) {
    Integer said = row.witnessOrderedLabel();
    if (said == null) {
      return Optional.empty();
    }
    Tensor witness = tensor(network, row.witness().stream());
    int label = OrderedSemantics.label(OrderedSemantics.logits(network, witness));
    return label == said
        ? Optional.empty()
        : Optional.of("ORDERED gives label " + label + " at the witness, not " + said);
  }
}
