package org.assay.jobs.job;

import java.util.Objects;
import java.util.Optional;
import org.assay.exact.Rational;
import org.assay.jobs.table.DistanceRow;
import org.assay.network.Tensor;
import org.assay.query.PixelDomain;
import org.jspecify.annotations.Nullable;

/** Whether the columns of a row of {@code distance} go together. */
record DistanceClaim(DistanceRow row, @Nullable Rational low, @Nullable Rational high) {

  static DistanceClaim of(DistanceRow row) {
    return new DistanceClaim(row, exact(row.low()), exact(row.high()));
  }

  private static @Nullable Rational exact(@Nullable String number) {
    return number == null ? null : Rational.parse(number);
  }

  /** What does not, whatever the image; empty if nothing. */
  Optional<String> wrong() {
    if (!Objects.equals(target(), row.target())) {
      return Optional.of("goal %s cannot be target %s".formatted(row.goal(), row.target()));
    }
    if (low != null && high != null && low.compareTo(high) >= 0) {
      return Optional.of("low %s is not below high %s".formatted(low, high));
    }
    if (low != null && !Double.valueOf(low.floorDouble()).equals(row.lowDouble())) {
      return Optional.of("low_double is not low rounded down");
    }
    if (high != null && !Double.valueOf(high.ceilingDouble()).equals(row.highDouble())) {
      return Optional.of("high_double is not high rounded up");
    }
    if ((low == null) != (row.proof() == null)) {
      return Optional.of("low end %s goes with proof %s".formatted(low, row.proof()));
    }
    boolean witness = !row.witness().isEmpty() || row.witnessExact() != null;
    boolean there = row.outcome().equals("Already");
    if ((row.witnessLabel() != null) != witness || (high != null && !there) != witness) {
      return Optional.of("an upper end goes with a witness and its label");
    }
    return Optional.empty();
  }

  /** What does not of outcome and ends; empty if nothing. */
  Optional<String> wrong(Tensor image) {
    return isOutcome(image)
        ? Optional.empty()
        : Optional.of(
            "the outcome cannot be %s with ends %s and %s".formatted(row.outcome(), low, high));
  }

  private @Nullable Integer target() {
    return switch (row.goal()) {
      case DistanceQuestion.ANY -> null;
      case DistanceQuestion.TRUE -> row.label();
      default -> Integer.valueOf(row.goal());
    };
  }

  private boolean isOutcome(Tensor image) {
    return switch (row.outcome()) {
      case "Already" ->
          Objects.equals(row.target(), row.predicted())
              && high != null
              && high.signum() == 0
              && low == null;
      case "Never" -> high == null && low != null && low.compareTo(greatest(image)) >= 0;
      case "Bracketed" -> high != null && (high.signum() == 0 || isNarrow(high));
      case "Open" -> low != null && row.reason() != null;
      default -> low == null && row.reason() != null;
    };
  }

  private boolean isNarrow(Rational above) {
    return low != null && above.minus(low).compareTo(Rational.parse(row.precision())) <= 0;
  }

  /** The greatest change of any value within the domain; without one there is none. */
  private Rational greatest(Tensor image) {
    if (row.domain() == null) {
      throw new IllegalArgumentException("without a domain changes have no greatest size");
    }
    PixelDomain domain = PixelDomain.parse(row.domain());
    Rational greatest = Rational.ZERO;
    for (int i = 0; i < image.size(); i++) {
      Rational x = Rational.of(image.at(i));
      greatest = greatest.max(x.minus(domain.low())).max(domain.high().minus(x));
    }
    return greatest;
  }
}
