package org.assay.format;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;
import org.assay.exact.Rational;
import org.assay.format.VnnSum.Quantity;

/** Reads the commands of a VNN-LIB file: declarations, and assertions that are kept. */
final class VnnParser {

  private static final int DEEPEST = 100;
  private static final int LONGEST_NUMBER = 1000;
  private static final int MOST_BITS = 20_000;
  private static final Rational MINUS_ONE = Rational.ONE.negate();
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");
  private static final Pattern NAME = Pattern.compile("([XY])_(0|[1-9]\\d{0,8})");

  private final VnnTokens tokens;
  private final int inputs;
  private final int outputs;
  private final BitSet declaredInputs = new BitSet();
  private final BitSet declaredOutputs = new BitSet();
  private final List<VnnFormula> assertions = new ArrayList<>();
  private int depth;

  VnnParser(byte[] file, int inputs, int outputs) {
    this.tokens = new VnnTokens(file);
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /** All that the file asserts. */
  VnnFormula.And read() {
    while (!tokens.isAtEnd()) {
      tokens.open("a command");
      String command = tokens.word("a command");
      switch (command) {
        case "declare-const" -> declare(false);
        case "declare-fun" -> declare(true);
        case "assert" -> assertions.add(formula());
        default ->
            throw tokens.refuse(
                "command %s is not read; a property of VNN-LIB 1.0 has declare-const and assert"
                    .formatted(ModelFormatException.quote(command)));
      }
      tokens.close(command);
    }
    complete("input", "X_", declaredInputs, inputs);
    complete("output", "Y_", declaredOutputs, outputs);
    return new VnnFormula.And(assertions);
  }

  private void declare(boolean function) {
    String name = tokens.word("a name such as X_0 or Y_0");
    Quantity declared = quantity(name);
    int most = declared.input() ? inputs : outputs;
    if (declared.index() >= most) {
      throw tokens.refuse(
          "%s is declared, but the network has %d %s; is this property about another network?"
              .formatted(name, most, declared.input() ? "inputs" : "outputs"));
    }
    BitSet names = declared.input() ? declaredInputs : declaredOutputs;
    if (names.get(declared.index())) {
      throw tokens.refuse(name + " is declared twice; leave one out");
    }
    names.set(declared.index());
    if (function) {
      tokens.open("no parameters");
      tokens.close("no parameters");
    }
    String sort = tokens.word("the sort Real");
    if (!sort.equals("Real")) {
      throw tokens.refuse(
          "%s is of sort %s; only Real is read".formatted(name, ModelFormatException.quote(sort)));
    }
  }

  private void complete(String what, String letter, BitSet declared, int wanted) {
    int missing = declared.nextClearBit(0);
    if (missing < wanted) {
      throw tokens.refuse(
          ("%s%d is not declared, but the network has %d %ss (%d are declared);"
                  + " is this property about another network?")
              .formatted(letter, missing, wanted, what, declared.cardinality()));
    }
  }

  private Quantity quantity(String name) {
    var matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw tokens.refuse(
          "name %s is unknown; inputs are X_0, X_1, ... and outputs Y_0, Y_1, ..."
              .formatted(ModelFormatException.quote(name)));
    }
    return new Quantity(matcher.group(1).equals("X"), Integer.parseInt(matcher.group(2)));
  }

  private VnnFormula formula() {
    tokens.open("a formula such as (<= X_0 1)");
    deeper();
    String operator = tokens.word("an operator");
    VnnFormula read =
        switch (operator) {
          case "and" -> new VnnFormula.And(formulas(operator));
          case "or" -> new VnnFormula.Or(formulas(operator));
          case "<=", ">=", "<", ">", "=" -> comparison(operator);
          default ->
              throw tokens.refuse(
                  "operator %s is not read in a formula; write and, or, <=, >=, <, >, ="
                      .formatted(ModelFormatException.quote(operator)));
        };
    depth--;
    return read;
  }

  private void deeper() {
    if (++depth > DEEPEST) {
      throw tokens.refuse("parentheses nest more than " + DEEPEST + " deep; write it flatter");
    }
  }

  private List<VnnFormula> formulas(String operator) {
    List<VnnFormula> parts = new ArrayList<>();
    while (!tokens.closes()) {
      parts.add(formula());
    }
    if (parts.isEmpty()) {
      throw tokens.refuse("'" + operator + "' of nothing; write what it is of");
    }
    return parts;
  }

  /** A comparison, or all of neighbours where there are more than two terms. */
  private VnnFormula comparison(String operator) {
    List<VnnFormula> parts = new ArrayList<>();
    VnnSum left = term();
    while (!tokens.closes()) {
      VnnSum right = term();
      boolean strict = operator.length() == 1 && !operator.equals("=");
      if (!operator.startsWith(">")) {
        parts.add(difference(right, left, strict));
      }
      if (!operator.startsWith("<")) {
        parts.add(difference(left, right, strict));
      }
      left = right;
    }
    if (parts.isEmpty()) {
      throw tokens.refuse("'" + operator + "' compares one term with none; write two");
    }
    return parts.size() == 1 ? parts.get(0) : new VnnFormula.And(parts);
  }

  private static VnnFormula difference(VnnSum greater, VnnSum less, boolean strict) {
    VnnSum sum = new VnnSum();
    sum.add(Rational.ONE, greater);
    sum.add(MINUS_ONE, less);
    return new VnnFormula.Atom(sum.condition(strict));
  }

  private VnnSum term() {
    if (!tokens.opens()) {
      return word(tokens.word("a number, an input or an output"));
    }
    deeper();
    String operator = tokens.word("an operator");
    VnnSum read =
        switch (operator) {
          case "+" -> sum(Rational.ONE);
          case "-" -> sum(MINUS_ONE);
          case "*" -> product();
          default ->
              throw tokens.refuse(
                  "operator %s is not read in a term; terms are linear, of +, - and *"
                      .formatted(ModelFormatException.quote(operator)));
        };
    depth--;
    return read;
  }

  private VnnSum word(String word) {
    if (word.startsWith("X") || word.startsWith("Y")) {
      Quantity quantity = quantity(word);
      if (!(quantity.input() ? declaredInputs : declaredOutputs).get(quantity.index())) {
        throw tokens.refuse(word + " is not declared; declare it before it is used");
      }
      return VnnSum.of(quantity);
    }
    if (word.length() > LONGEST_NUMBER || !DECIMAL.matcher(word).matches()) {
      throw tokens.refuse(
          "%s is no number, input or output; numbers are decimals with exponents up to 999"
              .formatted(ModelFormatException.quote(word)));
    }
    return VnnSum.of(Rational.parse(word));
  }

  /** The first term and multiples of the others; a difference of one term is its negative. */
  private VnnSum sum(Rational factor) {
    VnnSum total = new VnnSum();
    VnnSum first = term();
    boolean single = tokens.closes();
    total.add(single ? factor : Rational.ONE, first);
    while (!single && !tokens.closes()) {
      total.add(factor, term());
    }
    return total;
  }

  private VnnSum product() {
    // The numbers first, so that a long sum is multiplied once.
    VnnSum linear = VnnSum.of(Rational.ONE);
    VnnSum numbers = term();
    if (!numbers.isNumber()) {
      linear = numbers;
      numbers = VnnSum.of(Rational.ONE);
    }
    while (!tokens.closes()) {
      VnnSum factor = term();
      if (!linear.isNumber() && !factor.isNumber()) {
        throw tokens.refuse("a product of inputs or outputs; only linear terms are read");
      }
      if (factor.isNumber()) {
        numbers = product(numbers.constant(), factor);
      } else {
        linear = factor;
      }
    }
    return product(numbers.constant(), linear);
  }

  private VnnSum product(Rational factor, VnnSum of) {
    VnnSum product = new VnnSum();
    product.add(factor, of);
    if (product.bits() > MOST_BITS) {
      throw tokens.refuse("a product has more than " + MOST_BITS + " bits; write the number");
    }
    return product;
  }
}
