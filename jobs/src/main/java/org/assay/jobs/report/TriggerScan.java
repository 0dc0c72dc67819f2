package org.assay.jobs.report;

import java.util.List;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.PatternsRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.SmallestChangeRow;
import org.assay.jobs.table.TriggerEvidenceRow;
import org.assay.jobs.table.TriggerRow;

/**
 * The last scan for triggers of a network on a data set.
 *
 * @param rows of every pixel and arithmetic
 * @param evidence images that triggers flip
 * @param changed images shown with their smallest changes
 * @param patterns visited, by layer
 */
record TriggerScan(
    RunRow run,
    List<TriggerRow> rows,
    List<TriggerEvidenceRow> evidence,
    List<Changed> changed,
    List<PatternsRow> patterns) {

  /** An image and the smallest change of each of its pixels that flips it. */
  record Changed(ImageRow image, List<SmallestChangeRow> changes) {

    Changed {
      changes = List.copyOf(changes);
    }
  }

  TriggerScan {
    rows = List.copyOf(rows);
    evidence = List.copyOf(evidence);
    changed = List.copyOf(changed);
    patterns = List.copyOf(patterns);
  }
}
