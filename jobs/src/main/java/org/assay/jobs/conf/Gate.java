package org.assay.jobs.conf;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assay.exact.Rational;
import org.assay.jobs.job.RobustnessQuestion;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of an audit: {@code FIGURE COMPARATOR BOUND}, such as {@code accuracy >= 92.5%} or
 * {@code robust-accuracy(radius = 0.1) >= 0.9}, or one of two sentences, {@code no new trigger} and
 * {@code no image that was robust in the last run is violated now}. Figures are exact shares of
 * counts and bounds exact decimals, so that a gate never depends on rounding.
 *
 * @param place where the plan says so
 * @param text as the plan says it
 * @param radius at which the figure is meant; null for every one
 */
public record Gate(
    Place place,
    String text,
    Figure figure,
    @Nullable Rational radius,
    Comparator comparator,
    Rational bound) {

  private static final Pattern GRAMMAR =
      Pattern.compile(
          "\\s*([^\\s()<>]+?)\\s*(?:\\(\\s*radius\\s*=\\s*([^()]+?)\\s*\\))?"
              + "\\s*(>=|<=|>|<)\\s*(\\d+(?:\\.\\d+)?)\\s*(%?)\\s*");

  /** Sentences that say that a figure is nought. */
  private static final Map<String, Figure> SENTENCES =
      Map.of(
          "no new trigger",
          Figure.NEW_TRIGGERS,
          "no image that was robust in the last run is violated now",
          Figure.NEWLY_VIOLATED);

  /** What a gate looks at: a share from 0 to 1. */
  public enum Figure {
    /** Images labelled right, of all images. */
    ACCURACY("accuracy"),
    /** Images that no question about pixels could be put to, of all images. */
    UNAUDITED("unaudited"),
    /** Images with an attackable pixel, of those audited. */
    ATTACKABLE_1("attackable-1"),
    /** Images with an attackable pair of pixels, of those audited. */
    ATTACKABLE_2("attackable-2"),
    /** Pixels left undecided, of those looked at. */
    UNDECIDED_1("undecided-1"),
    /** Pairs of pixels left undecided, of those looked at. */
    UNDECIDED_2("undecided-2"),
    /** Pixels that are a trigger in some arithmetic, of all pixels. */
    TRIGGERS("triggers"),
    /** Images that some arithmetic labels otherwise than EXACT, or not, of those scanned. */
    ARITHMETICS_DIFFER("arithmetics-differ"),
    /**
     * Images that some input within the radius gives another label than the true one, misclassified
     * ones among them, of all. What is undecided counts against the gate.
     */
    ADVERSARIAL_ERROR("adversarial-error"),
    /**
     * Images that no input within the radius gives another label than the true one, of all. What is
     * undecided counts against the gate.
     */
    ROBUST_ACCURACY("robust-accuracy"),
    /** Images left undecided within the radius, of all. */
    UNDECIDED_ROBUSTNESS("undecided-robustness"),
    /** Whatever a question leaves undecided, of what it looks at. */
    UNDECIDED("undecided"),
    /**
     * Triggers that the last run did not find, of all pixels; without an earlier run every trigger
     * is new.
     */
    NEW_TRIGGERS("new-triggers"),
    /**
     * Images that are violated now, of those that were robust in the last run; none of none where
     * there is no earlier run.
     */
    NEWLY_VIOLATED("newly-violated");

    private final String word;

    Figure(String word) {
      this.word = word;
    }

    /** The name in plans. */
    public String word() {
      return word;
    }

    /** Whether the answer to a question holds this figure. */
    public boolean comesFrom(Question question) {
      return switch (this) {
        case ACCURACY -> question instanceof Question.Accuracy;
        case UNAUDITED -> question instanceof Question.Pixels;
        case ATTACKABLE_1, UNDECIDED_1 ->
            question instanceof Question.Pixels p && p.asked().count() == 1;
        case ATTACKABLE_2, UNDECIDED_2 ->
            question instanceof Question.Pixels p && p.asked().count() == 2;
        case TRIGGERS, ARITHMETICS_DIFFER, NEW_TRIGGERS -> question instanceof Question.Triggers;
        case ADVERSARIAL_ERROR, ROBUST_ACCURACY, UNDECIDED_ROBUSTNESS ->
            question instanceof Question.Robustness;
        case UNDECIDED ->
            question instanceof Question.Pixels
                || question instanceof Question.Robustness
                || question instanceof Question.Verify
                || question instanceof Question.Distance;
        case NEWLY_VIOLATED ->
            question instanceof Question.Pixels || question instanceof Question.Robustness;
      };
    }

    /** Whether it holds the last run against this one. */
    public boolean looksBack() {
      return this == NEW_TRIGGERS || this == NEWLY_VIOLATED;
    }
  }

  /** How a figure and a bound must stand to each other. */
  public enum Comparator {
    AT_LEAST(">="),
    AT_MOST("<="),
    MORE_THAN(">"),
    LESS_THAN("<");

    private final String sign;

    /** Whether figures are to be large, rather than small. */
    public boolean wantsMore() {
      return this == AT_LEAST || this == MORE_THAN;
    }

    Comparator(String sign) {
      this.sign = sign;
    }

    boolean holds(int comparison) {
      return switch (this) {
        case AT_LEAST -> comparison >= 0;
        case AT_MOST -> comparison <= 0;
        case MORE_THAN -> comparison > 0;
        case LESS_THAN -> comparison < 0;
      };
    }
  }

  /**
   * Reads a gate.
   *
   * @throws IllegalArgumentException that says what is wrong and what to write
   */
  public static Gate parse(Place place, String text) {
    Figure nought = SENTENCES.get(text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " "));
    if (nought != null) {
      return new Gate(place, text.strip(), nought, null, Comparator.AT_MOST, Rational.ZERO);
    }
    Matcher matcher = GRAMMAR.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "write FIGURE COMPARATOR BOUND, such as accuracy >= 0.925, undecided-1 <= 0 or"
              + " robust-accuracy(radius = 0.1) >= 90%, or a sentence: no new trigger; no image that"
              + " was robust in the last run is violated now");
    }
    Rational number = Rational.parse(matcher.group(4));
    Rational bound = matcher.group(5).isEmpty() ? number : number.dividedBy(Rational.of(100, 1));
    if (bound.compareTo(Rational.ONE) > 0) {
      throw new IllegalArgumentException(
          "figures are shares from 0 to 1, a bound above 1 tells nothing; write 0.925, or 92.5 with a percent sign");
    }
    return new Gate(
        place,
        text.strip(),
        figure(matcher.group(1)),
        radius(matcher.group(2)),
        comparator(matcher.group(3)),
        bound);
  }

  private static @Nullable Rational radius(@Nullable String text) {
    return text == null ? null : RobustnessQuestion.radius(text);
  }

  private static Figure figure(String word) {
    return Words.named(Figure.values(), Figure::word, word.toLowerCase(Locale.ROOT));
  }

  private static Comparator comparator(String sign) {
    return Words.named(Comparator.values(), c -> c.sign, sign);
  }

  /** Whether the answer to a question holds this gate's figure, at its radius. */
  public boolean comesFrom(Question question) {
    return figure.comesFrom(question)
        && (radius == null
            || (question instanceof Question.Robustness robustness
                && robustness.asked().radii().contains(radius)));
  }

  /** Whether a figure satisfies this gate. */
  public boolean holds(Rational value) {
    return comparator.holds(value.compareTo(bound));
  }
}
