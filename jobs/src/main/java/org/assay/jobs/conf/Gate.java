package org.assay.jobs.conf;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assay.exact.Rational;

/**
 * What must hold of an audit: {@code FIGURE COMPARATOR BOUND}, such as {@code accuracy >= 92.5%}.
 * Figures are exact shares of counts and bounds exact decimals, so that a gate never depends on
 * rounding.
 *
 * @param place where the plan says so
 * @param text as the plan says it
 */
public record Gate(Place place, String text, Figure figure, Comparator comparator, Rational bound) {

  private static final Pattern GRAMMAR =
      Pattern.compile("\\s*(\\S+?)\\s*(>=|<=|>|<)\\s*(\\d+(?:\\.\\d+)?)\\s*(%?)\\s*");

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
    /** Images left undecided within the radius, of all. */
    UNDECIDED_ROBUSTNESS("undecided-robustness");

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
        case TRIGGERS, ARITHMETICS_DIFFER -> question instanceof Question.Triggers;
        case ADVERSARIAL_ERROR, UNDECIDED_ROBUSTNESS -> question instanceof Question.Robustness;
      };
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
    Matcher matcher = GRAMMAR.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "write FIGURE COMPARATOR BOUND, such as accuracy >= 0.925 or undecided-1 <= 0");
    }
    Rational number = Rational.parse(matcher.group(3));
    Rational bound = matcher.group(4).isEmpty() ? number : number.dividedBy(Rational.of(100, 1));
    if (bound.compareTo(Rational.ONE) > 0) {
      throw new IllegalArgumentException(
          "figures are shares from 0 to 1, a bound above 1 tells nothing; write 0.925, or 92.5 with a percent sign");
    }
    return new Gate(
        place, text.strip(), figure(matcher.group(1)), comparator(matcher.group(2)), bound);
  }

  private static Figure figure(String word) {
    return Words.named(Figure.values(), Figure::word, word.toLowerCase(Locale.ROOT));
  }

  private static Comparator comparator(String sign) {
    return Words.named(Comparator.values(), c -> c.sign, sign);
  }

  /** Whether a figure satisfies this gate. */
  public boolean holds(Rational value) {
    return comparator.holds(value.compareTo(bound));
  }
}
