package org.assay.verify;

import org.assay.query.Proof;
import org.assay.query.Reason;

/** What a search over a region came to. */
sealed interface Decision {

  /** Bounds of what rounding can do leave no hope that all orders agree. */
  Open DEPENDENT =
      new Open(Reason.ORDER_DEPENDENT, "rounding may be more than what is left of a lead");

  /** No point of the region meets a target. */
  record Closed(Proof proof) implements Decision {}

  /** The judge has accepted a point. */
  record Accepted() implements Decision {}

  /** Neither, and why. */
  record Open(Reason reason, String detail) implements Decision {}
}
