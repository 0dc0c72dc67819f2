package org.assay.jobs.job;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.assay.attack.Attack;
import org.assay.attack.BrendelBethge;
import org.assay.attack.ProjectedGradient;
import org.assay.exact.Rational;
import org.assay.jobs.run.BadInput;
import org.assay.network.Network;
import org.assay.query.PixelDomain;
import org.jspecify.annotations.Nullable;

/**
 * Which heuristic attack is tried within which distances of an image.
 *
 * @param radii exact, distinct, none negative
 * @param steps along gradients
 */
public record AttackQuestion(List<Rational> radii, Method method, int steps)
    implements Serializable {

  /** The attacks there are. */
  public enum Method {
    /** Projected gradient descent. */
    PGD,
    /** Brendel and Bethge's. */
    BB
  }

  public AttackQuestion {
    radii = List.copyOf(radii);
    if (radii.isEmpty()) {
      throw new BadInput("name at least one radius, such as 0.1");
    }
    for (Rational radius : radii) {
      if (radius.signum() < 0) {
        throw new BadInput("radius must not be negative: " + radius);
      }
    }
    if (radii.stream().distinct().count() < radii.size()) {
      throw new BadInput("a radius is named twice: " + radii);
    }
    if (steps < 1) {
      throw new BadInput("steps must be at least 1, not " + steps);
    }
  }

  /**
   * The attack with as many steps as usual where none are given.
   *
   * @param steps null for 40 of PGD, 1,000 of BB
   */
  public static AttackQuestion of(List<Rational> radii, Method method, @Nullable Integer steps) {
    int usual =
        switch (method) {
          case PGD -> ProjectedGradient.STEPS;
          case BB -> BrendelBethge.STEPS;
        };
    return new AttackQuestion(radii, method, steps == null ? usual : steps);
  }

  /** The attack on a network. */
  Attack attack(Network network, PixelDomain domain) {
    return switch (method) {
      case PGD -> new ProjectedGradient(network, domain, steps);
      case BB -> new BrendelBethge(network, domain, steps);
    };
  }

  /** The question in a few words. */
  public String title() {
    return "%s, %d steps".formatted(method.name().toLowerCase(Locale.ROOT), steps);
  }
}
