package org.assay.pixels;

import org.assay.exact.Rational;

/** The affine function {@code constant + a x + b y} of two offsets. */
record AffinePlane(Rational constant, Rational a, Rational b) {

  Rational at(ExactPolygon.Point point) {
    return constant.plus(a.times(point.x())).plus(b.times(point.y()));
  }
}
