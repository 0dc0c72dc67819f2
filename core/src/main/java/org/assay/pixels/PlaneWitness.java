package org.assay.pixels;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assay.exact.Rational;
import org.assay.query.Verdict;
import org.assay.query.Witness;

/**
 * Finds a checked witness of two positions: a point of floats where one is found, otherwise a
 * rational one. Whatever it tries is run by the image's check.
 */
final class PlaneWitness {

  private final AskedImage image;
  private final int first;
  private final int second;

  PlaneWitness(AskedImage image, int first, int second) {
    this.image = image;
    this.first = first;
    this.second = second;
  }

  /** The floats nearest to a point given by its offsets, if they attack. */
  Optional<Verdict> near(double offsetX, double offsetY) {
    float x = (float) (image.trace().image().at(first) + offsetX);
    float y = (float) (image.trace().image().at(second) + offsetY);
    Verdict verdict = image.checked(first, x, second, y);
    return verdict instanceof Verdict.Violated ? Optional.of(verdict) : Optional.empty();
  }

  /** A witness from the exact plane: Violated, or Undecided where no point survived its check. */
  Verdict from(ExactPlane plane) {
    List<ExactPlane.Reach> sources = new ArrayList<>(plane.reaches());
    plane.attack().ifPresent(sources::add);
    for (ExactPlane.Reach source : sources) {
      Optional<Verdict> found = floats(source);
      if (found.isPresent()) {
        return found.get();
      }
    }
    Verdict verdict = null;
    for (ExactPlane.Reach source : sources) {
      verdict =
          image.checked(
              List.of(
                  new Witness.Change(first, source.values().get(0)),
                  new Witness.Change(second, source.values().get(1))));
      if (verdict instanceof Verdict.Violated) {
        return verdict;
      }
    }
    if (verdict == null) {
      throw new IllegalArgumentException("a plane without an attack has no witness");
    }
    return verdict;
  }

  /** Floats in the polygon around a point, sought on the vertical lines through floats near it. */
  private Optional<Verdict> floats(ExactPlane.Reach reach) {
    Rational x = reach.values().get(0);
    Rational y = reach.values().get(1);
    Rational originX = image.exact().original(first);
    Rational originY = image.exact().original(second);
    for (float f : new float[] {x.floorFloat(), x.ceilingFloat()}) {
      if (!Float.isFinite(f)) {
        continue;
      }
      Rational candidate = Rational.of(f);
      Optional<Verdict> found =
          reach
              .around()
              .slice(candidate.minus(originX))
              .flatMap(slice -> slice.shifted(originY).nearestFloat(y))
              .map(
                  value ->
                      image.checked(
                          List.of(
                              new Witness.Change(first, candidate),
                              new Witness.Change(second, value))))
              .filter(verdict -> verdict instanceof Verdict.Violated);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
