package org.assay.repair;

import java.util.ArrayList;
import java.util.List;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.simplex.DualSimplex;
import org.jspecify.annotations.Nullable;

/**
 * The linear program of one activation pattern: for every curve the piece on which its base lies.
 * Everything is then an affine function of the changes alone. First of all the least of what must
 * be greater than zero is brought to a wanted margin, then the largest change is made small.
 *
 * <p>Columns: that least margin, the largest change, the changes. In doubles; a solution has to be
 * checked.
 */
final class PatternProgram {

  /** What a missing margin costs, measured in size of changes. */
  private static final double WEIGHT = 1e4;

  private static final int FIRST = 2;
  private static final double PRICELESS = 1e-9;

  private final NearModel model;
  private final List<Integer> pattern;
  private final DualSimplex program;
  private final List<double[]> rows = new ArrayList<>();
  private final List<Move> bounds = new ArrayList<>();
  private final double[][] affine;
  private final int constant;

  /** A step to the neighbouring piece of a curve, and what its bound is worth. */
  record Move(int curve, int step, double price) {

    Move priced(double worth) {
      return new Move(curve, step, worth);
    }
  }

  /**
   * A solution.
   *
   * @param worth greater is better, of all patterns of a model and a margin
   * @param moves steps that the solution leans against, the dearest first
   */
  record Solution(
      List<Integer> pattern, Tensor changes, double margin, double worth, List<Move> moves) {}

  /**
   * A program.
   *
   * @param pattern the piece of each curve
   */
  PatternProgram(NearModel model, List<Integer> pattern) {
    this.model = model;
    this.pattern = List.copyOf(pattern);
    this.constant = FIRST + model.changes();
    this.affine = new double[model.variables()][];
    for (int r = 0; r < model.required(); r++) {
      rows.add(new double[constant + 1]);
    }
    affine();
    for (int r = 0; r < model.required(); r++) {
      add(rows.get(r), model.required(r));
      rows.get(r)[0] = model.isStrict(r) ? -1 : 0;
    }
    for (int p = 0; p < model.changes(); p++) {
      rows.add(norm(p, 1));
      rows.add(norm(p, -1));
    }
    double[] objective = new double[constant];
    objective[0] = WEIGHT;
    objective[1] = -1;
    this.program = new DualSimplex(rows.toArray(double[][]::new), objective);
  }

  private double[] norm(int position, double sign) {
    double[] row = new double[constant + 1];
    row[1] = 1;
    row[FIRST + position] = sign;
    return row;
  }

  /** Every variable in terms of the changes; linked bases must lie on their pieces. */
  private void affine() {
    for (int p = 0; p < model.changes(); p++) {
      affine[p] = new double[constant + 1];
      affine[p][FIRST + p] = 1;
    }
    for (int c = 0; c < model.curves(); c++) {
      double from = model.points(c)[pattern.get(c)];
      double to = model.points(c)[pattern.get(c) + 1];
      double[] base = new double[constant + 1];
      add(base, model.base(c));
      if (model.isLinked(c)) {
        piece(c, base, 1, -from);
        piece(c, base, -1, to);
      }
      for (int v : model.on(c)) {
        double[] values = model.values(v);
        double slope = (values[pattern.get(c) + 1] - values[pattern.get(c)]) / (to - from);
        if (v >= model.changes()) {
          affine[v] = new double[constant + 1];
          add(affine[v], base, slope);
          affine[v][constant] += values[pattern.get(c)] - slope * from;
        }
      }
    }
  }

  private void piece(int curve, double[] base, int sign, double plus) {
    double[] row = new double[constant + 1];
    add(row, base, sign);
    row[constant] += plus;
    bounds.add(new Move(curve, -sign, 0));
    rows.add(row);
  }

  private void add(double[] row, NearForm form) {
    row[constant] += form.constant();
    for (int k = 0; k < form.terms(); k++) {
      add(row, affine[form.variable(k)], form.factor(k));
    }
  }

  private static void add(double[] row, double[] other, double factor) {
    if (factor != 0) {
      for (int j = 0; j < row.length; j++) {
        row[j] += factor * other[j];
      }
    }
  }

  /**
   * The best changes, or null where the pattern has no point that the program can tell.
   *
   * @param margin what is wanted of all that must be greater than zero
   */
  @Nullable Solution solve(double margin) {
    program.bound(0, Double.NEGATIVE_INFINITY, margin);
    program.bound(1, 0, Double.POSITIVE_INFINITY);
    for (int p = 0; p < model.changes(); p++) {
      double least = -model.reach(p);
      double most = model.reach(p);
      int c = model.curveOf(p);
      if (c != NearModel.NO_CURVE) {
        least = model.points(c)[pattern.get(c)];
        most = model.points(c)[pattern.get(c) + 1];
      }
      program.bound(FIRST + p, least, most);
    }
    if (program.solve(Double.NEGATIVE_INFINITY) != DualSimplex.End.OPTIMAL) {
      return null;
    }
    double[] changes = new double[model.changes()];
    for (int p = 0; p < changes.length; p++) {
      changes[p] = program.value(FIRST + p);
    }
    return new Solution(
        pattern,
        Tensor.of(Shape.of(changes.length), changes),
        program.value(0),
        program.objective(),
        moves());
  }

  private List<Move> moves() {
    List<Move> moves = new ArrayList<>();
    for (int p = 0; p < model.changes(); p++) {
      double price = program.price(FIRST + p);
      if (model.curveOf(p) != NearModel.NO_CURVE) {
        add(moves, new Move(model.curveOf(p), price > 0 ? 1 : -1, Math.abs(price)));
      }
    }
    double[] multipliers = program.multipliers();
    for (int b = 0; b < bounds.size(); b++) {
      double price = multipliers[model.required() + b];
      add(moves, bounds.get(b).priced(Math.abs(price)));
    }
    moves.sort((a, b) -> Double.compare(b.price(), a.price()));
    return moves;
  }

  /** Adds a step that is worth something and leads to a piece that there is. */
  private void add(List<Move> moves, Move move) {
    int next = pattern.get(move.curve()) + move.step();
    if (move.price() > PRICELESS && next >= 0 && next < model.points(move.curve()).length - 1) {
      moves.add(move);
    }
  }
}
