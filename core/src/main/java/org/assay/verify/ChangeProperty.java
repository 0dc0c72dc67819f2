package org.assay.verify;

import java.util.ArrayList;
import java.util.List;
import org.assay.exact.Rational;
import org.assay.network.Tensor;
import org.assay.query.PixelDomain;
import org.assay.query.Property;
import org.jspecify.annotations.Nullable;

/**
 * That no change of an image of some size or smaller does what was asked, as a property: what an
 * end of a smallest change claims, to be judged by other means than found it.
 *
 * @param labels how many the network tells apart
 * @param label the image's own
 * @param target the label whose logit is to be strictly greater than every other; null where any
 *     other label's has only to be greater than the image's own
 * @param domain of every value; null where values have no bounds
 */
public record ChangeProperty(
    int labels, Tensor image, int label, @Nullable Integer target, @Nullable PixelDomain domain) {

  /** The property of all changes up to a size, that size included. */
  public Property upTo(Rational size) {
    Property.Box box = box(size);
    List<Property.Condition> ahead = new ArrayList<>();
    List<Property.Case> cases = new ArrayList<>();
    for (int other = 0; other < labels; other++) {
      if (target != null && other != target) {
        ahead.add(greater(target, other));
      } else if (target == null && other != label) {
        cases.add(new Property.Case(box, List.of(greater(other, label))));
      }
    }
    return target == null
        ? new Property(cases)
        : new Property(List.of(new Property.Case(box, ahead)));
  }

  private Property.Box box(Rational size) {
    List<Rational> low = new ArrayList<>();
    List<Rational> high = new ArrayList<>();
    for (int i = 0; i < image.size(); i++) {
      Rational least = Rational.of(image.at(i)).minus(size);
      Rational most = Rational.of(image.at(i)).plus(size);
      low.add(domain == null ? least : least.max(domain.low()));
      high.add(domain == null ? most : most.min(domain.high()));
    }
    return new Property.Box(low, high);
  }

  private static Property.Condition greater(int label, int than) {
    return new Property.Condition(
        List.of(
            new Property.Term(Rational.ONE, false, label),
            new Property.Term(Rational.of(-1), false, than)),
        Rational.ZERO,
        true);
  }
}
