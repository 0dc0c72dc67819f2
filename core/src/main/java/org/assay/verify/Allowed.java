package org.assay.verify;

import org.assay.network.Tensor;

/**
 * The values that positions may hold where not every real number counts: the image's own value or a
 * member. Immutable.
 *
 * @param own the image
 */
record Allowed(Tensor own, Members members) {

  /** The greatest value not above a number; negative infinity where there is none. */
  double floor(int position, double number) {
    double here = own.at(position);
    double member = members.floor(number);
    return here <= number ? Math.max(here, member) : member;
  }

  /** The least value not below a number; positive infinity where there is none. */
  double ceiling(int position, double number) {
    double here = own.at(position);
    double member = members.ceiling(number);
    return here >= number ? Math.min(here, member) : member;
  }

  /** The value nearest to a number. */
  double nearest(int position, double number) {
    double below = floor(position, number);
    double above = ceiling(position, number);
    return number - below <= above - number ? below : above;
  }
}
