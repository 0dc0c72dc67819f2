package org.assay.repair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * A linear program in doubles, solved by the dual simplex method, and solved again after bounds
 * have changed from where it was left.
 *
 * <p>Maximises an objective over columns within bounds, such that every row, a constant plus
 * multiples of the columns, lies within bounds too. Rows count as variables behind the columns.
 * Method: a dictionary of all basic variables in those that are not, bounded variables, steps that
 * pass by the bounds of others. Guarantee: none; what rests on an answer has to be checked. Its
 * multipliers make good certificates, its columns good points.
 *
 * <p>The objective must be bounded by the bounds of the columns alone. For one thread.
 */
final class DualSimplex {

  private static final double FEASIBLE = 1e-9;
  private static final double PIVOT = 1e-8;
  private static final double DUAL = 1e-11;
  private static final double PERTURBATION = 1e-7;
  private static final int PIVOTS_PER_DICTIONARY = 150;
  private static final int MOST_PIVOTS = 20_000;

  /** How a solution ended. */
  enum End {
    OPTIMAL,
    /** The objective is below what was asked for; the multipliers show it. */
    CUT_OFF,
    /** No point fulfils everything; the multipliers show it. */
    INFEASIBLE,
    /** Given up, for numerical reasons. */
    STUCK
  }

  private final int columns;
  private final double[][] rows;
  private final double[] objective;
  private final double[] low;
  private final double[] high;
  private final int[] basic;
  private final int[] nonbasic;
  private final boolean[] upper;
  private final double[] value;
  private double[][] table = new double[0][];
  private double[] reduced = new double[0];
  private double[] multipliers = new double[0];
  private int pivots;

  /**
   * A program, all rows at least zero, all columns from zero to one, until bounds are set.
   *
   * @param rows the factors of the columns, then the constant
   */
  DualSimplex(double[][] rows, double[] objective) {
    this.columns = objective.length;
    this.rows = rows;
    this.objective = perturbed(objective);
    int all = columns + rows.length;
    this.low = new double[all];
    this.high = new double[all];
    this.basic = new int[rows.length];
    this.nonbasic = new int[columns];
    this.upper = new boolean[all];
    this.value = new double[all];
    for (int v = 0; v < all; v++) {
      high[v] = v < columns ? 1 : Double.POSITIVE_INFINITY;
    }
    start();
  }

  /** Prices that are zero alike make the method go in circles, so none is left as it was. */
  private static double[] perturbed(double[] objective) {
    Random random = new Random(objective.length);
    return Arrays.stream(objective)
        .map(c -> c - PERTURBATION * (1 + random.nextDouble()))
        .toArray();
  }

  /** Forgets where the last solution was left, and with it what rounding has done. */
  void restart() {
    start();
    settle();
  }

  private void start() {
    table = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      table[i] = rows[i].clone();
      basic[i] = columns + i;
    }
    reduced = Arrays.copyOf(objective, columns + 1);
    for (int j = 0; j < columns; j++) {
      nonbasic[j] = j;
    }
    pivots = 0;
  }

  /** Bounds a column, or a row by its number behind the columns. */
  void bound(int variable, double least, double most) {
    low[variable] = least;
    high[variable] = most;
  }

  double value(int variable) {
    return value[variable];
  }

  /** The objective at the present point: at most this is reached where the end is no other. */
  double objective() {
    double sum = reduced[columns];
    for (int j = 0; j < columns; j++) {
      sum += reduced[j] == 0 ? 0 : reduced[j] * value[nonbasic[j]];
    }
    return sum;
  }

  /**
   * A factor for each row, at least zero where the row has no upper bound, such that the sum of all
   * rows shows what the end says; not to be written to.
   */
  double[] multipliers() {
    return multipliers;
  }

  /** How the optimum grows with a bound of a variable that is at one: positive at upper ones. */
  double price(int variable) {
    for (int j = 0; j < columns; j++) {
      if (nonbasic[j] == variable) {
        return reduced[j];
      }
    }
    return 0;
  }

  /**
   * Solves the program under its present bounds.
   *
   * @param enough the search ends once the objective must be below this
   */
  End solve(double enough) {
    settle();
    boolean fresh = pivots == 0;
    for (int n = 0; n < MOST_PIVOTS; n++) {
      if (pivots >= PIVOTS_PER_DICTIONARY) {
        refresh();
      }
      if (objective() < enough) {
        fromObjective();
        return End.CUT_OFF;
      }
      int row = leaving();
      if (row < 0) {
        fromObjective();
        return End.OPTIMAL;
      }
      boolean rises = value[basic[row]] < low[basic[row]];
      int entering = entering(row, rises);
      if (entering >= 0 && Math.abs(table[row][entering]) >= PIVOT) {
        pivot(row, entering, rises);
      } else if (!fresh) {
        refresh();
        fresh = true;
      } else {
        fromRow(row, rises);
        return entering < 0 ? End.INFEASIBLE : End.STUCK;
      }
    }
    fromObjective();
    return End.STUCK;
  }

  /** Puts every variable that is not basic at the bound its price asks for, and sums up. */
  private void settle() {
    for (int j = 0; j < columns; j++) {
      int v = nonbasic[j];
      boolean up = reduced[j] > DUAL || (reduced[j] >= -DUAL && upper[v]);
      if (Double.isInfinite(up ? high[v] : low[v])) {
        up = !up;
      }
      upper[v] = up;
      value[v] = up ? high[v] : low[v];
    }
    for (int i = 0; i < rows.length; i++) {
      double sum = table[i][columns];
      for (int j = 0; j < columns; j++) {
        sum += table[i][j] * value[nonbasic[j]];
      }
      value[basic[i]] = sum;
    }
  }

  private int leaving() {
    int worst = -1;
    double most = FEASIBLE;
    for (int i = 0; i < rows.length; i++) {
      int v = basic[i];
      double beyond = Math.max(low[v] - value[v], value[v] - high[v]);
      if (beyond > most) {
        most = beyond;
        worst = i;
      }
    }
    return worst;
  }

  private record Candidate(int column, double ratio, double size) {}

  /** The column to enter, those before it being set to their other bounds; negative for none. */
  private int entering(int row, boolean rises) {
    List<Candidate> candidates = new ArrayList<>();
    for (int j = 0; j < columns; j++) {
      int v = nonbasic[j];
      double step = rises ? table[row][j] : -table[row][j];
      if (Math.abs(step) > PIVOT / 10 && low[v] < high[v] && (upper[v] ? step < 0 : step > 0)) {
        candidates.add(new Candidate(j, Math.abs(reduced[j] / step), Math.abs(step)));
      }
    }
    candidates.sort(Comparator.comparingDouble(Candidate::ratio));
    int v = basic[row];
    double missing = rises ? low[v] - value[v] : value[v] - high[v];
    for (int k = 0; k < candidates.size(); k++) {
      Candidate next = candidates.get(k);
      int entering = nonbasic[next.column];
      missing -= next.size * (high[entering] - low[entering]);
      if (missing < FEASIBLE) {
        flip(candidates.subList(0, k));
        return steadiest(candidates, k);
      }
    }
    return -1;
  }

  /** Of the candidates that are as near as the first one, that with the largest number. */
  private static int steadiest(List<Candidate> candidates, int first) {
    Candidate best = candidates.get(first);
    double ratio = best.ratio + 1e-9;
    for (int k = first + 1; k < candidates.size() && candidates.get(k).ratio <= ratio; k++) {
      best = candidates.get(k).size > best.size ? candidates.get(k) : best;
    }
    return best.column;
  }

  private void flip(List<Candidate> passed) {
    for (Candidate candidate : passed) {
      int v = nonbasic[candidate.column];
      double by = upper[v] ? low[v] - high[v] : high[v] - low[v];
      upper[v] = !upper[v];
      value[v] = upper[v] ? high[v] : low[v];
      for (int i = 0; i < rows.length; i++) {
        value[basic[i]] += table[i][candidate.column] * by;
      }
    }
  }

  private void pivot(int row, int column, boolean rises) {
    int leaves = basic[row];
    int enters = nonbasic[column];
    double target = rises ? low[leaves] : high[leaves];
    double by = (target - value[leaves]) / table[row][column];
    for (int i = 0; i < rows.length; i++) {
      value[basic[i]] += table[i][column] * by;
    }
    value[enters] += by;
    value[leaves] = target;
    upper[leaves] = !rises;
    exchange(row, column);
  }

  /** Solves a row for a column, and puts it in everywhere. */
  private void exchange(int row, int column) {
    double[] from = table[row];
    double factor = 1 / from[column];
    for (int j = 0; j <= columns; j++) {
      from[j] *= -factor;
    }
    from[column] = factor;
    for (int i = 0; i < rows.length; i++) {
      if (i != row) {
        substitute(table[i], from, column);
      }
    }
    substitute(reduced, from, column);
    int leaves = basic[row];
    basic[row] = nonbasic[column];
    nonbasic[column] = leaves;
    pivots++;
  }

  private void substitute(double[] into, double[] from, int column) {
    double times = into[column];
    if (times == 0) {
      return;
    }
    into[column] = 0;
    for (int j = 0; j <= columns; j++) {
      into[j] += times * from[j];
    }
  }

  /** The dictionary computed anew from the program, for the same basic variables. */
  private void refresh() {
    boolean[] wanted = new boolean[columns];
    boolean[] leaves = new boolean[columns + rows.length];
    for (int v : nonbasic) {
      leaves[v] = true;
    }
    for (int v : basic) {
      if (v < columns) {
        wanted[v] = true;
      }
    }
    start();
    for (int j = 0; j < columns; j++) {
      if (wanted[j]) {
        int best = -1;
        for (int i = 0; i < rows.length; i++) {
          boolean may = leaves[basic[i]];
          best = may && (best < 0 || larger(i, best, j)) ? i : best;
        }
        if (best < 0 || Math.abs(table[best][j]) <= PIVOT) {
          restart();
          return;
        }
        exchange(best, j);
      }
    }
    pivots = 0;
    settle();
  }

  private boolean larger(int row, int than, int column) {
    return Math.abs(table[row][column]) > Math.abs(table[than][column]);
  }

  private void fromObjective() {
    multipliers = new double[rows.length];
    for (int j = 0; j < columns; j++) {
      if (nonbasic[j] >= columns) {
        multipliers[nonbasic[j] - columns] = -reduced[j];
      }
    }
  }

  private void fromRow(int row, boolean rises) {
    double sign = rises ? 1 : -1;
    multipliers = new double[rows.length];
    for (int j = 0; j < columns; j++) {
      if (nonbasic[j] >= columns) {
        multipliers[nonbasic[j] - columns] = -sign * table[row][j];
      }
    }
    if (basic[row] >= columns) {
      multipliers[basic[row] - columns] = sign;
    }
  }
}
