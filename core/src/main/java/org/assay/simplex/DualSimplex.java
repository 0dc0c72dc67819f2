package org.assay.simplex;

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
 * pass by the bounds of others, prices perturbed by less than 1e-6. Guarantee: none; what rests on
 * an answer has to be checked. Its multipliers make good certificates, its columns good points.
 *
 * <p>The objective must be bounded by the bounds of the columns alone. For one thread.
 */
public final class DualSimplex {

  private static final double FEASIBLE = 1e-9;
  private static final double PIVOT = 1e-8;
  private static final double DUAL = 1e-11;
  private static final double PERTURBATION = 1e-7;
  private static final int EXCHANGES_PER_DICTIONARY = 150;
  private static final int PIVOTS_PER_VARIABLE = 10;

  /** How a solution ended. */
  public enum End {
    OPTIMAL,
    /** The objective is below what was asked for; the multipliers show it. */
    CUT_OFF,
    /** No point fulfils everything; the multipliers show it. */
    INFEASIBLE,
    /** Given up, for numerical reasons. */
    STUCK
  }

  private final Dictionary dictionary;
  private final double[] low;
  private final double[] high;
  private final boolean[] upper;
  private final double[] value;
  private double[] multipliers;

  /**
   * A program, all rows at least zero, all columns from zero to one, until bounds are set.
   *
   * @param rows the factors of the columns, then the constant; not to be written to any more
   * @param objective the factors of the columns
   */
  public DualSimplex(double[][] rows, double[] objective) {
    int columns = objective.length;
    int all = columns + rows.length;
    this.dictionary = new Dictionary(rows, perturbed(objective));
    this.low = new double[all];
    this.high = new double[all];
    this.upper = new boolean[all];
    this.value = new double[all];
    this.multipliers = new double[rows.length];
    for (int v = 0; v < all; v++) {
      high[v] = v < columns ? 1 : Double.POSITIVE_INFINITY;
    }
  }

  /** Prices that are zero alike make the method go in circles, so none is left as it was. */
  private static double[] perturbed(double[] objective) {
    Random random = new Random(objective.length);
    return Arrays.stream(objective)
        .map(c -> c - PERTURBATION * (1 + random.nextDouble()))
        .toArray();
  }

  /** Bounds a column, or a row by its number behind the columns. */
  public void bound(int variable, double least, double most) {
    low[variable] = least;
    high[variable] = most;
  }

  /** A column's value at the solution, or that of a row by its number behind the columns. */
  public double value(int variable) {
    return value[variable];
  }

  /** The objective at the solution; until then no less than what it can be. */
  public double objective() {
    return dictionary.objective(value);
  }

  /**
   * A factor for each row, at least zero where the row has no upper bound, such that the sum of all
   * rows shows what the end says; a copy.
   */
  public double[] multipliers() {
    return multipliers.clone();
  }

  /** How the optimum grows with the bound that a variable is at; zero where it is at none. */
  public double price(int variable) {
    for (int j = 0; j < dictionary.columns(); j++) {
      if (dictionary.nonbasic(j) == variable) {
        return dictionary.reduced(j);
      }
    }
    return 0;
  }

  /** Forgets where the last solution was left, and with it what rounding has done. */
  public void restart() {
    dictionary.start();
    settle();
  }

  /**
   * Solves the program under its present bounds.
   *
   * @param enough the search ends once the objective must be below this
   */
  public End solve(double enough) {
    settle();
    boolean fresh = dictionary.exchanges() == 0;
    for (int n = 0; n < PIVOTS_PER_VARIABLE * value.length; n++) {
      if (dictionary.exchanges() >= EXCHANGES_PER_DICTIONARY) {
        refresh();
      }
      int row = leaving();
      boolean cutOff = objective() < enough;
      if (cutOff || row < 0) {
        fromObjective();
        return cutOff ? End.CUT_OFF : End.OPTIMAL;
      }
      boolean rises = value[dictionary.basic(row)] < low[dictionary.basic(row)];
      int entering = entering(row, rises);
      if (entering >= 0 && Math.abs(dictionary.factor(row, entering)) >= PIVOT) {
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

  private void refresh() {
    dictionary.refresh();
    settle();
  }

  /** Puts every variable that is not basic at the bound its price asks for, and sums up. */
  private void settle() {
    for (int j = 0; j < dictionary.columns(); j++) {
      int v = dictionary.nonbasic(j);
      double price = dictionary.reduced(j);
      boolean up = price > DUAL || (price >= -DUAL && upper[v]);
      if (Double.isInfinite(up ? high[v] : low[v])) {
        up = !up;
      }
      upper[v] = up;
      value[v] = up ? high[v] : low[v];
    }
    for (int i = 0; i < dictionary.rows(); i++) {
      value[dictionary.basic(i)] = dictionary.at(i, value);
    }
  }

  /** The row that is farthest beyond a bound; negative where none is. */
  private int leaving() {
    int worst = -1;
    double most = FEASIBLE;
    for (int i = 0; i < dictionary.rows(); i++) {
      int v = dictionary.basic(i);
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
    List<Candidate> candidates = candidates(row, rises);
    int v = dictionary.basic(row);
    double missing = rises ? low[v] - value[v] : value[v] - high[v];
    for (int k = 0; k < candidates.size(); k++) {
      Candidate next = candidates.get(k);
      int entering = dictionary.nonbasic(next.column);
      missing -= next.size * (high[entering] - low[entering]);
      if (missing < FEASIBLE) {
        flip(candidates.subList(0, k));
        return steadiest(candidates, k);
      }
    }
    return -1;
  }

  /**
   * The columns that can move a row toward its bound, those first whose prices change sign first.
   */
  private List<Candidate> candidates(int row, boolean rises) {
    List<Candidate> candidates = new ArrayList<>();
    for (int j = 0; j < dictionary.columns(); j++) {
      int v = dictionary.nonbasic(j);
      double step = rises ? dictionary.factor(row, j) : -dictionary.factor(row, j);
      if (Math.abs(step) > PIVOT / 10 && low[v] < high[v] && (upper[v] ? step < 0 : step > 0)) {
        double ratio = Math.abs(dictionary.reduced(j) / step);
        candidates.add(new Candidate(j, ratio, Math.abs(step)));
      }
    }
    candidates.sort(Comparator.comparingDouble(Candidate::ratio));
    return candidates;
  }

  /** Of the candidates that are as near as the first one, that with the largest number. */
  private static int steadiest(List<Candidate> candidates, int first) {
    Candidate best = candidates.get(first);
    double ratio = best.ratio + FEASIBLE;
    for (int k = first + 1; k < candidates.size() && candidates.get(k).ratio <= ratio; k++) {
      best = candidates.get(k).size > best.size ? candidates.get(k) : best;
    }
    return best.column;
  }

  private void flip(List<Candidate> passed) {
    for (Candidate candidate : passed) {
      int v = dictionary.nonbasic(candidate.column);
      double by = upper[v] ? low[v] - high[v] : high[v] - low[v];
      upper[v] = !upper[v];
      value[v] = upper[v] ? high[v] : low[v];
      move(candidate.column, by);
    }
  }

  private void move(int column, double by) {
    for (int i = 0; i < dictionary.rows(); i++) {
      value[dictionary.basic(i)] += dictionary.factor(i, column) * by;
    }
  }

  private void pivot(int row, int column, boolean rises) {
    int leaves = dictionary.basic(row);
    double target = rises ? low[leaves] : high[leaves];
    double by = (target - value[leaves]) / dictionary.factor(row, column);
    move(column, by);
    value[dictionary.nonbasic(column)] += by;
    value[leaves] = target;
    upper[leaves] = !rises;
    dictionary.exchange(row, column);
  }

  private void fromObjective() {
    multipliers = new double[multipliers.length];
    for (int j = 0; j < dictionary.columns(); j++) {
      factor(dictionary.nonbasic(j), -dictionary.reduced(j));
    }
  }

  private void fromRow(int row, boolean rises) {
    double sign = rises ? 1 : -1;
    multipliers = new double[multipliers.length];
    for (int j = 0; j < dictionary.columns(); j++) {
      factor(dictionary.nonbasic(j), -sign * dictionary.factor(row, j));
    }
    factor(dictionary.basic(row), sign);
  }

  /** Sets a row's multiplier, by its number behind the columns. */
  private void factor(int variable, double multiplier) {
    if (variable >= dictionary.columns()) {
      multipliers[variable - dictionary.columns()] = multiplier;
    }
  }
}
