package org.assay.jobs.job;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.assay.exact.Rational;
import org.assay.query.CheckedWitness;
import org.assay.query.ImageCheck;
import org.assay.query.Witness;
import org.jspecify.annotations.Nullable;

/** A checked witness as tables hold it. */
record StoredWitness(CheckedWitness checked) {

  int label() {
    return checked.label();
  }

  /** FLOAT or RATIONAL. */
  String kind() {
    return checked.witness().isFloat() ? "FLOAT" : "RATIONAL";
  }

  /** The values at some positions, {@code p/q}, with commas between. */
  String values(int[] positions) {
    return Arrays.stream(positions)
        .mapToObj(position -> value(position).toString())
        .collect(Collectors.joining(","));
  }

  private Rational value(int position) {
    Witness witness = checked.witness();
    return witness.changes().stream()
        .filter(change -> change.index() == position)
        .findFirst()
        .map(Witness.Change::value)
        .orElseGet(() -> Rational.of(witness.original().at(position)));
  }

  /** The absolute change of the one position that changes to a float32; null for others. */
  @Nullable Double floatChange() {
    Witness witness = checked.witness();
    if (!witness.isFloat() || witness.changes().size() != 1) {
      return null;
    }
    Witness.Change change = witness.changes().get(0);
    Rational original = Rational.of(witness.original().at(change.index()));
    return change.value().minus(original).abs().nearestDouble();
  }

  /** What ORDERED arithmetic says of a FLOAT witness; null for others and where it overflows. */
  @Nullable Integer orderedLabel(ImageCheck check) {
    try {
      return checked.witness().isFloat() ? check.orderedLabel(checked.witness()) : null;
    } catch (ArithmeticException e) {
      return null;
    }
  }

  /** A value of the witness, or null where there is none. */
  static <T> @Nullable T of(
      Optional<StoredWitness> witness,
      java.util.function.Function<StoredWitness, @Nullable T> value) {
    return witness.isEmpty() ? null : value.apply(witness.get());
  }
}
