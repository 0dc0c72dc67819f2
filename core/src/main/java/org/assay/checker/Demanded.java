package org.assay.checker;

import java.util.ArrayList;
import java.util.List;
import org.assay.checker.Statement.Bend;
import org.assay.checker.Statement.Example;
import org.assay.checker.Statement.Row;
import org.assay.checker.Statement.Stage;
import org.assay.checker.Statement.Sums;

/**
 * What an example demands of the numbers before a last activation: that forms are greater than
 * zero, or at least zero.
 */
final class Demanded {

  private final Statement statement;
  private final List<Affine> outputs;
  private final Bend last;
  private final List<Wish> wishes = new ArrayList<>();

  /** One of them. */
  record Wish(Affine form, boolean strict) {}

  private Demanded(Statement statement, List<Affine> outputs) {
    this.statement = statement;
    this.outputs = outputs;
    Stage end = statement.stages().get(statement.stages().size() - 1);
    this.last = end instanceof Bend bend ? bend : new Bend(null, null);
  }

  static List<Wish> of(Statement statement, Example example, List<Affine> outputs) {
    Demanded demanded = new Demanded(statement, outputs);
    if (example.label() != null) {
      demanded.label(example.label());
    } else if (example.within() != null) {
      demanded.outputs(example, example.within());
    }
    return demanded.wishes;
  }

  /**
   * Strictly ahead of every other one after the activation: before it, and above its low end, and
   * the others below its high end.
   */
  private void label(int label) {
    Affine own = outputs.get(label);
    for (int k = 0; k < outputs.size(); k++) {
      if (k == label) {
        continue;
      }
      wishes.add(new Wish(less(own, outputs.get(k)), true));
      if (last.high() != null) {
        wishes.add(new Wish(less(Affine.of(last.high()), outputs.get(k)), true));
      }
    }
    if (last.low() != null && outputs.size() > 1) {
      wishes.add(new Wish(less(own, Affine.of(last.low())), true));
    }
  }

  /**
   * Each as near to what the network gives; sides that the activation keeps by itself fall away.
   */
  private void outputs(Example example, Quotient within) {
    List<Quotient> given = run(example);
    for (int k = 0; k < outputs.size(); k++) {
      Quotient least = given.get(k).minus(within);
      Quotient most = given.get(k).plus(within);
      if (last.low() == null || last.low().isLess(least)) {
        wishes.add(new Wish(less(outputs.get(k), Affine.of(least)), false));
      }
      if (last.high() == null || most.isLess(last.high())) {
        wishes.add(new Wish(less(Affine.of(most), outputs.get(k)), false));
      }
    }
  }

  private static Affine less(Affine a, Affine b) {
    return a.plus(Quotient.ONE.negated(), b);
  }

  /** The network as it stands. */
  private List<Quotient> run(Example example) {
    List<Quotient> state = example.input();
    for (Stage stage : statement.stages()) {
      List<Quotient> next = new ArrayList<>();
      if (stage instanceof Sums sums) {
        for (Row row : sums.rows()) {
          Quotient sum = row.bias();
          for (var weight : row.weights().entrySet()) {
            sum = sum.plus(weight.getValue().times(state.get(weight.getKey())));
          }
          next.add(sum);
        }
      } else {
        state.forEach(x -> next.add(((Bend) stage).of(x)));
      }
      state = next;
    }
    return state;
  }
}
