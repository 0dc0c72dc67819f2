package org.assay.jobs.cli;

import org.assay.exact.Rational;
import org.assay.jobs.conf.Question;
import org.assay.jobs.report.RobustnessFigures;

/** Names of questions about robustness at one of their radii. */
final class RobustnessTitles {

  private RobustnessTitles() {}

  /**
   * Such as {@code robustness, radius 0.1}.
   *
   * @param radius {@code p/q}
   */
  static String at(Question question, String radius) {
    double nearest = Rational.parse(radius).nearestDouble();
    return question.title() + ", radius " + RobustnessFigures.name(radius, nearest);
  }
}
