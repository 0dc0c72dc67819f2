package org.assay.jobs.job;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assay.jobs.run.BadInput;

/**
 * Images that keep their labels while others get new ones.
 *
 * @param keep each once; without a label the network's own is kept
 * @param change each once, with its label, none of them kept
 */
public record PatchQuestion(List<PrescribedImage> keep, List<PrescribedImage> change)
    implements Serializable {

  public PatchQuestion {
    keep = List.copyOf(keep);
    change = List.copyOf(change);
    Map<Integer, PrescribedImage> kept = distinct(keep);
    for (PrescribedImage changed : distinct(change).values()) {
      if (changed.label() == null) {
        throw new BadInput(
            "%s: image %d is to change, but to which label? Write %d=7, or in a file %d,7"
                .formatted(changed.place(), changed.image(), changed.image(), changed.image()));
      }
      PrescribedImage other = kept.get(changed.image());
      if (other != null) {
        throw new BadInput(
            "%s: image %d is to change, but %s keeps it; take one of them out"
                .formatted(changed.place(), changed.image(), other.place()));
      }
    }
    if (change.isEmpty()) {
      throw new BadInput("no image is to change; name some with their new labels, such as 5=7");
    }
  }

  private static Map<Integer, PrescribedImage> distinct(List<PrescribedImage> images) {
    Map<Integer, PrescribedImage> distinct = new HashMap<>();
    for (PrescribedImage image : images) {
      PrescribedImage before = distinct.put(image.image(), image);
      if (before != null) {
        throw new BadInput(
            "%s: image %d was named before, by %s"
                .formatted(image.place(), image.image(), before.place()));
      }
    }
    return distinct;
  }

  /** Refuses images that a data set does not have and labels that a network does not tell apart. */
  public void check(int images, int labels) {
    for (List<PrescribedImage> set : List.of(keep, change)) {
      for (PrescribedImage prescribed : set) {
        if (prescribed.image() >= images) {
          throw new BadInput(
              "%s: image %d lies outside the data set, whose images are 0..%d"
                  .formatted(prescribed.place(), prescribed.image(), images - 1));
        }
        Integer label = prescribed.label();
        if (label != null && label >= labels) {
          throw new BadInput(
              "%s: image %d is to have label %d, but the network tells only %d labels apart (0..%d)"
                  .formatted(prescribed.place(), prescribed.image(), label, labels, labels - 1));
        }
      }
    }
  }
}
