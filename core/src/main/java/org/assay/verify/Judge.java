package org.assay.verify;

import java.util.List;
import org.assay.exact.Rational;

/** Who runs a point that may be a violation again, and keeps it if it is one. */
interface Judge {

  /** Whether a point of the region is a violation that needs no better one. */
  boolean accepts(List<Rational> point);
}
