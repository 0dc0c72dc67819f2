package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assay.dataset.Example;
import org.assay.exact.Rational;
import org.assay.jobs.table.DistanceRow;
import org.assay.network.Tensor;
import org.assay.query.Arithmetic;
import org.assay.query.CheckedWitness;
import org.assay.query.Inputs;
import org.assay.query.PixelDomain;
import org.assay.query.Reason;
import org.assay.query.Verdict;
import org.assay.query.WitnessCheck;
import org.assay.verify.Bracket;
import org.assay.verify.Distance;
import org.jspecify.annotations.Nullable;

/** Makes rows of table {@code distance}. */
final class DistanceRows {

  private final DistanceTask.Asked asked;
  private final WitnessCheck check;

  DistanceRows(DistanceTask.Asked asked, WitnessCheck check) {
    this.asked = asked;
    this.check = check;
  }

  /** The row of an image whose question could not be put. */
  DistanceRow refused(Example example, Reason reason, String detail) {
    return new DistanceRow(
        example.id(),
        example.label(),
        Prediction.NONE.label(),
        asked.question().goal(),
        asked.question().target(example),
        "Undecided",
        null,
        null,
        null,
        null,
        null,
        asked.question().precision().toString(),
        Arithmetic.EXACT.name(),
        Inputs.REAL.name(),
        reason.name(),
        detail,
        null,
        0,
        domain(),
        reduction(),
        null,
        List.of(),
        List.of(),
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        List.of());
  }

  DistanceRow of(Example example, Distance.Question question, String hash, Distance.Answer answer) {
    Bracket bracket = answer.bracket();
    Verdict.@Nullable Undecided open = answer.open();
    Optional<StoredWitness> witness =
        Optional.ofNullable(bracket.witness()).map(StoredWitness::new);
    Tensor input = question.image();
    Reduction drawn = witness.isPresent() ? asked.reduction() : null;
    return new DistanceRow(
        example.id(),
        example.label(),
        question.label(),
        asked.question().goal(),
        question.target(),
        outcome(bracket, open),
        text(bracket.low()),
        bracket.low() == null ? null : (Double) bracket.low().floorDouble(),
        bracket.proof() == null ? null : bracket.proof().name(),
        text(bracket.high()),
        bracket.high() == null ? null : (Double) bracket.high().ceilingDouble(),
        question.precision().toString(),
        Arithmetic.EXACT.name(),
        Inputs.REAL.name(),
        open == null ? null : open.reason().name(),
        open == null ? null : open.detail(),
        answer.method().toUpperCase(Locale.ROOT),
        answer.elapsed().toNanos() / 1e9,
        domain(),
        reduction(),
        hash,
        asked.reduction() == null ? List.of() : floats(input.toDoubles()),
        witness.filter(DistanceRows::isFloat).map(w -> floats(point(w))).orElse(List.of()),
        witness.filter(w -> !isFloat(w)).map(w -> w.values(positions(input))).orElse(null),
        StoredWitness.of(witness, StoredWitness::kind),
        StoredWitness.of(witness, StoredWitness::label),
        StoredWitness.of(witness, w -> w.orderedLabel(check.on(input, question.label()))),
        floats(example.image().toDoubles()),
        drawn == null ? List.of() : drawn.picture(input.toDoubles()),
        drawn == null ? List.of() : drawn.picture(point(witness.orElseThrow())));
  }

  private static String outcome(Bracket bracket, Verdict.@Nullable Undecided open) {
    if (open != null) {
      return bracket.low() == null ? "Undecided" : "Open";
    }
    if (bracket.everywhere()) {
      return "Never";
    }
    return bracket.witness() == null ? "Already" : "Bracketed";
  }

  private @Nullable String domain() {
    PixelDomain domain = asked.domain();
    return domain == null ? null : domain.low() + ":" + domain.high();
  }

  private @Nullable String reduction() {
    return asked.reduction() == null ? null : asked.reduction().hash();
  }

  private static @Nullable String text(@Nullable Rational number) {
    return number == null ? null : number.toString();
  }

  private static boolean isFloat(StoredWitness witness) {
    return witness.checked().witness().isFloat();
  }

  private static int[] positions(Tensor input) {
    return IntStream.range(0, input.size()).toArray();
  }

  /** The witness in doubles, about; exact where it is a FLOAT one. */
  private static double[] point(StoredWitness stored) {
    CheckedWitness witness = stored.checked();
    double[] point = witness.witness().original().toDoubles();
    witness
        .witness()
        .changes()
        .forEach(change -> point[change.index()] = change.value().nearestDouble());
    return point;
  }

  private static List<Float> floats(double[] values) {
    List<Float> floats = new ArrayList<>();
    for (double value : values) {
      floats.add((float) value);
    }
    return floats;
  }
}
