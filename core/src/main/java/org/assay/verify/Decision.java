package org.assay.verify;

import org.assay.query.Proof;
import org.assay.query.Reason;

/** What a search over a region came to. */
sealed interface Decision {

  /** No point of the region meets a target. */
  record Closed(Proof proof) implements Decision {}

  /** The judge has accepted a point. */
  record Accepted() implements Decision {}

  /** Neither, and why. */
  record Open(Reason reason, String detail) implements Decision {}
}
