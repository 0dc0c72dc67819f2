package org.assay.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assay.exact.Rational;
import org.assay.query.Property;
import org.assay.query.Property.Box;
import org.assay.query.Property.Case;
import org.assay.query.Property.Condition;
import org.assay.query.Property.Term;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VnnLibTest {

  private static final String DECLARED =
      "(declare-const X_0 Real)\n(declare-const X_1 Real)\n(declare-const Y_0 Real)\n"
          + "(declare-const Y_1 Real)\n";
  private static final String UNIT = "(assert (and (>= X_0 0) (<= X_0 1) (>= X_1 0) (<= X_1 1)))\n";
  private static final Box UNIT_BOX =
      new Box(List.of(Rational.ZERO, Rational.ZERO), List.of(Rational.ONE, Rational.ONE));

  private static Property read(String text) {
    return VnnLib.read("p.vnnlib", text.getBytes(StandardCharsets.UTF_8), 2, 2);
  }

  private static Case only(String text) {
    Property property = read(text);
    assertThat(property.cases()).hasSize(1);
    return property.cases().get(0);
  }

  private static Rational number(String text) {
    return Rational.parse(text);
  }

  private static Term input(String factor, int index) {
    return new Term(number(factor), true, index);
  }

  private static Term output(String factor, int index) {
    return new Term(number(factor), false, index);
  }

  private static Condition condition(String constant, boolean strict, Term... terms) {
    return new Condition(List.of(terms), number(constant), strict);
  }

  @Test
  void decimalsAreExact() {
    Case read =
        only(
            DECLARED
                + "; a comment (assert\n(assert (>= X_0 -1.5e-3)) (assert (<= X_0 .1));x\n"
                + "(assert (>= X_1 0.30000000000000004))\n(assert (<= X_1 1E2))"
                + "(assert (>= Y_0 3.991125645861615))");
    assertThat(read.box().low()).containsExactly(number("-3/2000"), number("0.30000000000000004"));
    assertThat(read.box().high()).containsExactly(number("1/10"), number("100"));
    assertThat(read.conditions())
        .containsExactly(condition("-3.991125645861615", false, output("1", 0)));
  }

  @Test
  void termsAreLinear() {
    Case read =
        only(
            DECLARED
                + UNIT
                + "(assert (<= (+ (* 2 Y_0) (* X_1 -0.5) 1) (- Y_1 (* 3 (- Y_0 X_1)) 4)))\n"
                + "(assert (> (- Y_1) (- (- 2))))\n"
                + "(assert (= X_0 Y_0))");
    assertThat(read.box()).isEqualTo(UNIT_BOX);
    assertThat(read.conditions())
        .containsExactly(
            condition("-5", false, input("7/2", 1), output("-5", 0), output("1", 1)),
            condition("-2", true, output("-1", 1)),
            condition("0", false, input("-1", 0), output("1", 0)),
            condition("0", false, input("1", 0), output("-1", 0)));
  }

  @Test
  void comparisonsOfOneInputBecomeTheBoxAndTheTightestCounts() {
    Case read =
        only(
            DECLARED
                + "(assert (>= (+ X_0 1) 1)) (assert (>= X_0 -7)) (assert (<= 0 (* -2 X_0) 8))"
                + "(assert (< (* 2 X_1) 1)) (assert (>= X_1 X_1 (- X_1 X_1)))"
                + "(assert (>= (* 4 X_1) -1)) (assert (<= X_0 9))");
    assertThat(read.box())
        .isEqualTo(
            new Box(List.of(Rational.ZERO, Rational.ZERO), List.of(Rational.ZERO, number("1/2"))));
    assertThat(read.conditions()).containsExactly(condition("1", true, input("-2", 1)));
  }

  @Test
  void everyCaseHasItsOwnBox() {
    Property read =
        read(
            DECLARED
                + "(assert (or (and (>= X_0 0) (<= X_0 1)) (and (>= X_0 5) (<= X_0 6) (<= Y_1 0))))\n"
                + "(assert (and (>= X_1 0) (or (<= X_1 1) (or (<= X_1 2)))))\n"
                + "(assert (or (<= Y_0 Y_1)))\n");
    Condition always = condition("0", false, output("-1", 0), output("1", 1));
    Condition second = condition("0", false, output("-1", 1));
    assertThat(read.cases())
        .containsExactly(
            new Case(box("0", "1", "1"), List.of(always)),
            new Case(box("0", "1", "2"), List.of(always)),
            new Case(box("5", "6", "1"), List.of(always, second)),
            new Case(box("5", "6", "2"), List.of(always, second)));
  }

  private static Box box(String low, String high, String secondHigh) {
    return new Box(List.of(number(low), Rational.ZERO), List.of(number(high), number(secondHigh)));
  }

  @Test
  void casesThatSayNothingOfInputsShareABox() {
    Property read = read(DECLARED + UNIT + "(assert (or (>= Y_0 1) (>= Y_1 1) (<= 1 0)))");
    assertThat(read.cases()).hasSize(2);
    assertThat(read.cases().get(0).box()).isSameAs(read.cases().get(1).box());
  }

  @Test
  void whatNumbersRuleOutIsNoCase() {
    assertThat(read(DECLARED + UNIT + "(assert (< 1 1))").cases()).isEmpty();
    assertThat(only(DECLARED + UNIT + "(assert (<= (* 0 X_0) 1000))").conditions()).isEmpty();
  }

  @Test
  void anEmptyBoxIsKept() {
    assertThat(only(DECLARED + UNIT + "(assert (>= X_0 2))").box().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(assert (>= X_0 0)|line 5: the file ends where a ')' after assert should be",
        "(assert (>= X_0 0)))|line 5: a '(' before a command should be here, not ')'",
        "assert|line 5: a '(' before a command should be here, not 'assert'",
        "(check-sat)|line 5: command 'check-sat' is not read",
        "(declare-sore X_1 2)|line 5: command 'declare-sore' is not read",
        "(declare-const X_2 Real)|line 5: X_2 is declared, but the network has 2 inputs",
        "(declare-const Y_7 Real)|line 5: Y_7 is declared, but the network has 2 outputs",
        "(declare-const X_1 Real)|line 5: X_1 is declared twice; leave one out",
        "(declare-const Z_0 Real)|line 5: name 'Z_0' is unknown; inputs are X_0",
        "(declare-const X_00 Real)|line 5: name 'X_00' is unknown",
        "(declare-const X_99999999999 Real)|line 5: name 'X_99999999999' is unknown",
        "(assert (xor (>= X_0 0) (<= X_0 1)))|line 5: operator 'xor' is not read in a formula",
        "(assert (not (>= X_0 0)))|line 5: operator 'not' is not read in a formula",
        "(assert (and))|line 5: 'and' of nothing; write what it is of",
        "(assert (<= X_0))|line 5: '<=' compares one term with none; write two",
        "(assert (<=))|line 5: a number, an input or an output should be here, not ')'",
        "(assert true)|line 5: a '(' before a formula such as (<= X_0 1) should be here, not 'true'",
        "(assert (>= (* X_0 X_0) 0))|line 5: a product of inputs or outputs; only linear",
        "(assert (>= (/ X_0 2) 0))|line 5: operator '/' is not read in a term",
        "(assert (>= X_5 0))|line 5: X_5 is not declared; declare it before it is used",
        "(assert (>= Y_5 0))|line 5: Y_5 is not declared",
        "(assert (>= x_0 0))|line 5: 'x_0' is no number, input or output",
        "(assert (>= X_0 1.2.3))|line 5: '1.2.3' is no number, input or output",
        "(assert (>= X_0 NaN))|line 5: 'NaN' is no number, input or output",
        "(assert (>= X_0 0x1p3))|line 5: '0x1p3' is no number, input or output",
        "(assert (>= X_0 1e9999))|line 5: '1e9999' is no number, input or output",
        "(assert (>= X_0 1/3))|line 5: '1/3' is no number, input or output",
        "(assert (>= 1 X_0 0)(>= X_1 0))|line 5: a ')' after assert should be here, not '('",
      })
  void whatIsWrongIsToldWithItsLine(String line, String message) {
    assertRefused(DECLARED + line, message);
  }

  @Test
  void aLongSumTimesManyNumbersIsMultipliedOnce() {
    String sum = "(* (+ X_0" + " X_1".repeat(50_000) + ")" + " 1".repeat(50_000) + " 2)";
    Condition read = only(DECLARED + UNIT + "(assert (<= " + sum + " Y_0))").conditions().get(0);
    assertThat(read.terms()).containsExactly(input("-2", 0), input("-100000", 1), output("1", 0));
    assertThat(only(DECLARED + UNIT + "(assert (<= (* 2 X_0 3) Y_0))").conditions())
        .containsExactly(condition("0", false, input("-6", 0), output("1", 0)));
  }

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("p.vnnlib: " + message);
  }

  @Test
  void everyInputNeedsBounds() {
    assertRefused(
        DECLARED + "(assert (and (>= 1 X_0 0) (>= X_1 0)))",
        "X_1 has no greatest value; state (assert (<= X_1 number))");
    assertRefused(
        DECLARED + "(assert (or (<= X_0 1) (>= X_0 0)))",
        "X_0 has no least value in case 1 of 2; state (assert (>= X_0 number))");
  }

  @Test
  void declarationsMustFitTheNetwork() {
    assertRefused(
        "(declare-const X_1 Real)\n(assert (>= X_1 0))\n",
        "line 3: X_0 is not declared, but the network has 2 inputs (1 are declared)");
    assertRefused(
        "(declare-fun X_0 () Real)(declare-const X_1 Real)(declare-const Y_0 Real)",
        "line 1: Y_1 is not declared, but the network has 2 outputs (1 are declared)");
    assertRefused("(declare-const X_0 Int)", "line 1: X_0 is of sort 'Int'; only Real is read");
    assertRefused("", "line 1: X_0 is not declared");
  }

  @Test
  void nestingIsBounded() {
    String deep = "(and ".repeat(99) + "(>= Y_0 0)" + ")".repeat(99);
    assertThat(only(DECLARED + UNIT + "(assert " + deep + ")").conditions()).hasSize(1);
    assertRefused(
        DECLARED + "(assert " + "(or ".repeat(200_000), "line 5: parentheses nest more than 100");
    assertRefused(
        DECLARED + "(assert (>= X_0 " + "(+ ".repeat(200_000),
        "line 5: parentheses nest more than 100");
  }

  @Test
  void casesAreBounded() {
    String choice = "(assert (or (>= Y_0 1) (>= Y_1 1)))";
    assertThat(read(DECLARED + UNIT + choice.repeat(10)).cases()).hasSize(1024);
    assertRefused(
        DECLARED + UNIT + choice.repeat(60),
        "its choices combine to 262144 cases, more than 131072; split the property");
    String inner = "(or (and (>= Y_0 1) (>= Y_1 1)) (>= Y_0 3))";
    assertRefused(
        DECLARED + UNIT + "(assert (or (and " + inner.repeat(60) + ") (>= Y_0 0)))", "its c");
    assertRefused(
        DECLARED + UNIT + ("(assert (or " + "(>= Y_0 1)".repeat(60_000) + "))").repeat(3),
        "its choices combine to 3600000000 cases");
    String wide = "(and " + "(>= Y_0 1)".repeat(400) + ")";
    assertRefused(
        DECLARED
            + UNIT
            + "(assert (or "
            + wide.repeat(100)
            + "))"
            + "(assert (or "
            + wide.repeat(400)
            + "))",
        "its cases take more than 16777216 numbers");
  }

  @Test
  void numbersAreBounded() {
    assertRefused(
        DECLARED + "(assert (>= X_0 (* " + "1e999 ".repeat(20) + ")))",
        "line 5: a product has more than 20000 bits; write the number");
    assertRefused(DECLARED + "(assert (>= X_0 " + "9".repeat(1001) + "))", "line 5: '9999");
  }

  @Test
  void whatIsWrittenIsReadBack() {
    Random random = new Random(4);
    for (int round = 0; round < 300; round++) {
      Property property = random(random);
      assertThat(read(text(property, random))).isEqualTo(property);
    }
  }

  @Test
  void damagedFilesAreReadOrRefused() {
    Random random = new Random(9);
    byte[] signs = "()<>=+-*; XY_01.eandor\n\0".getBytes(StandardCharsets.UTF_8);
    int refused = 0;
    for (int round = 0; round < 2000; round++) {
      byte[] file = text(random(random), random).getBytes(StandardCharsets.UTF_8);
      int length = round % 3 == 0 ? random.nextInt(file.length) : file.length;
      for (int i = random.nextInt(4); i >= 0; i--) {
        file[random.nextInt(file.length)] = signs[random.nextInt(signs.length)];
      }
      try {
        assertThat(VnnLib.read("p", Arrays.copyOf(file, length), 2, 2).cases()).isNotNull();
      } catch (ModelFormatException e) {
        assertThat(e.getMessage()).startsWith("p: ").hasSizeLessThan(400);
        refused++;
      }
    }
    assertThat(refused).isBetween(1000, 1999);
  }

  private static Property random(Random random) {
    return new Property(
        IntStream.range(0, 1 + random.nextInt(5))
            .mapToObj(c -> new Case(randomBox(random), randomConditions(random)))
            .toList());
  }

  private static Box randomBox(Random random) {
    List<Rational> low = List.of(decimal(random), decimal(random));
    return new Box(low, low.stream().map(l -> l.plus(decimal(random).abs())).toList());
  }

  private static List<Condition> randomConditions(Random random) {
    List<Condition> conditions = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      List<Term> terms = new ArrayList<>();
      if (random.nextBoolean()) {
        terms.add(new Term(nonzero(random), true, random.nextInt(2)));
      }
      terms.add(new Term(nonzero(random), false, random.nextInt(2)));
      conditions.add(new Condition(terms, decimal(random), random.nextBoolean()));
    }
    return conditions;
  }

  private static Rational nonzero(Random random) {
    Rational number = decimal(random);
    return number.signum() == 0 ? Rational.ONE : number;
  }

  private static Rational decimal(Random random) {
    int digits = random.nextInt(20_001) - 10_000;
    return number(digits + "e" + (random.nextInt(9) - 6));
  }

  private static String text(Property property, Random random) {
    return DECLARED
        + property.cases().stream()
            .map(c -> "(and " + bounds(c.box(), random) + conditions(c, random) + ")")
            .collect(Collectors.joining("\n ", "(assert (or\n ", "))\n"));
  }

  private static String bounds(Box box, Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < box.low().size(); i++) {
      text.append("(>= X_%d %s) ".formatted(i, written(box.low().get(i), random)));
      text.append("(>= %s X_%d) ".formatted(written(box.high().get(i), random), i));
    }
    return text.toString();
  }

  private static String conditions(Case of, Random random) {
    StringBuilder text = new StringBuilder();
    for (Condition condition : of.conditions()) {
      String sum =
          condition.terms().stream()
              .map(
                  t ->
                      "(* %s %s_%d)"
                          .formatted(written(t.factor(), random), t.input() ? "X" : "Y", t.index()))
              .collect(
                  Collectors.joining(
                      " ", "(+ ", " " + written(condition.constant(), random) + ")"));
      text.append(
          random.nextBoolean()
              ? "(%s %s 0)".formatted(condition.strict() ? ">" : ">=", sum)
              : "(%s 0 %s)".formatted(condition.strict() ? "<" : "<=", sum));
    }
    return text.toString();
  }

  /** A decimal in one of the ways to write it. */
  private static String written(Rational number, Random random) {
    BigDecimal decimal =
        new BigDecimal(number.numerator()).divide(new BigDecimal(number.denominator()));
    return switch (random.nextInt(3)) {
      case 0 -> decimal.toPlainString();
      case 1 -> decimal.unscaledValue() + "e" + -decimal.scale();
      default -> "(- " + decimal.negate().toPlainString() + ")";
    };
  }
}
