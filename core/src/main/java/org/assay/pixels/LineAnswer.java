package org.assay.pixels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.assay.exact.Rational;
import org.assay.query.Arithmetic;
import org.assay.query.CheckedWitness;
import org.assay.query.Proof;
import org.assay.query.Verdict;
import org.assay.query.Witness;

/** Turns an exact line into an answer about its pixel, with a checked witness. */
record LineAnswer(AskedImage image, ExactLine line) {

  /** What is known of the pixel whose one position the line is. */
  PixelAnswer answer(int pixel, DecidedBy decidedBy) {
    if (line.attacks().isEmpty()) {
      Verdict robust = new Verdict.Robust(Proof.GEOMETRY, Arithmetic.EXACT, line.tie());
      return PixelAnswer.of(pixel, robust, decidedBy);
    }
    Rational origin = image.exact().original(line.index());
    List<PixelAnswer.Reach> reaches = new ArrayList<>();
    for (ExactLine.Part part : line.reaches()) {
      reaches.add(
          new PixelAnswer.Reach(
              part.label(),
              Optional.of(part.values()),
              Optional.of(part.values().distance(origin))));
    }
    Optional<CheckedWitness> smallest = smallestFloat(origin);
    Verdict verdict =
        smallest.isPresent() ? new Verdict.Violated(smallest.get()) : checked(line.member());
    return new PixelAnswer(
        pixel, verdict, reaches, Optional.of(line.infimum(origin)), smallest, decidedBy);
  }

  private Verdict checked(Rational value) {
    return image.checked(List.of(new Witness.Change(line.index(), value)));
  }

  private Optional<CheckedWitness> smallestFloat(Rational origin) {
    List<Rational> nearest = new ArrayList<>();
    for (ExactLine.Part part : line.attacks()) {
      part.values().nearestFloat(origin).ifPresent(nearest::add);
    }
    nearest.sort(Comparator.comparing(value -> value.minus(origin).abs()));
    for (Rational value : nearest) {
      if (checked(value) instanceof Verdict.Violated violated) {
        return Optional.of(violated.witness());
      }
    }
    return Optional.empty();
  }
}
