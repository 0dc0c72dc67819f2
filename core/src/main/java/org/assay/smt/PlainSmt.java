package org.assay.smt;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Expr;
import com.microsoft.z3.Sort;
import java.util.List;
import org.assay.encoding.EncodedNetwork;
import org.assay.encoding.EncodedProperty;
import org.assay.encoding.NumberSort;
import org.assay.exact.Rational;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.SparseRows;
import org.assay.query.Budget;
import org.assay.query.Property;
import org.assay.query.Reason;

/**
 * The papers' plain encoding put to Z3 as it stands.
 *
 * <p>Question: is there an input of the sort that violates a property, when the network is run in
 * the sort's arithmetic? Method: {@link EncodedNetwork} and {@link EncodedProperty}, one check for
 * each case, a context of its own. Guarantee: sound and complete within the budget, in that
 * arithmetic and no other; a violation is run again, over the reals in rationals, over floats in
 * rationals rounded after every operation, and is Undecided where a number of that run overflows.
 * Cost: exponential in the units; meant for small networks and as a second opinion. Source:
 * Lantern, sections 2.1 and 3.1, equations (5) to (12).
 *
 * <p>For one thread.
 */
public final class PlainSmt {

  private final Network network;
  private final NumberSort sort;
  private long checks;

  public PlainSmt(Network network, NumberSort sort) {
    this.network = network;
    this.sort = sort;
  }

  /** How often the solver has been asked. */
  public long checks() {
    return checks;
  }

  /** How many products one run of the network takes; the encoding has as many terms. */
  public long products() {
    long products = 0;
    for (Layer layer : network.layers()) {
      if (layer instanceof Linear linear) {
        SparseRows rows = linear.rows();
        products += rows.start(rows.rows());
      }
    }
    return products;
  }

  /**
   * The arithmetic that answers are true of: EXACT for reals, ORDERED where the sort is the
   * network's element type, else the sort.
   */
  public String arithmetic() {
    return arithmetic(network, sort);
  }

  /** The arithmetic that answers about a network over a sort are true of. */
  public static String arithmetic(Network network, NumberSort sort) {
    if (sort instanceof NumberSort.Reals) {
      return "EXACT";
    }
    return sort.isTypeOf(network.elementType()) ? "ORDERED" : sort.toString();
  }

  /** Violated if an input violates a property, else Undecided; the solver is not asked. */
  public PlainVerdict at(Property property, List<Rational> input) {
    return new PointCheck(network, sort).check(property, input);
  }

  /** The answer to a property; over floats conditions that do more than compare are Undecided. */
  public PlainVerdict decide(Property property, Budget budget) {
    Budget.Timer timer = budget.start();
    if (timer.expired()) {
      return new PlainVerdict.Undecided(Reason.TIMEOUT, "no time left");
    }
    try (WatchedContext context = new WatchedContext()) {
      return sort instanceof NumberSort.Floats floats
          ? ask(new Asked<>(context, Z3Terms.floats(context, floats.format())), property, timer)
          : ask(new Asked<>(context, Z3Terms.real(context)), property, timer);
    } catch (IllegalArgumentException e) {
      return new PlainVerdict.Undecided(Reason.SOLVER_UNKNOWN, String.valueOf(e.getMessage()));
    }
  }

  /** The terms of a context. */
  private record Asked<S extends Sort>(WatchedContext context, Z3Terms<S> terms) {}

  /** Case by case, which the solver takes much better than all of them in one disjunction. */
  private <S extends Sort> PlainVerdict ask(Asked<S> asked, Property property, Budget.Timer timer) {
    EncodedNetwork<Expr<S>, BoolExpr> encoded = EncodedNetwork.of(network, asked.terms());
    PlainVerdict undecided = null;
    for (Property.Case one : property.cases()) {
      if (timer.expired()) {
        return new PlainVerdict.Undecided(Reason.TIMEOUT, "no time left to ask");
      }
      PlainVerdict verdict = ask(asked, encoded, new Property(List.of(one)), timer);
      if (verdict instanceof PlainVerdict.Violated) {
        return verdict;
      }
      undecided = verdict instanceof PlainVerdict.Undecided ? verdict : undecided;
    }
    return undecided == null ? new PlainVerdict.Holds() : undecided;
  }

  private <S extends Sort> PlainVerdict ask(
      Asked<S> asked,
      EncodedNetwork<Expr<S>, BoolExpr> encoded,
      Property property,
      Budget.Timer timer) {
    Z3Terms<S> terms = asked.terms();
    PlainSolver solver = new PlainSolver(asked.context(), sort);
    solver.add(terms.all(encoded.constraints()));
    solver.add(terms.all(EncodedProperty.violated(property, terms, encoded)));
    if (timer.expired()) {
      return new PlainVerdict.Undecided(Reason.TIMEOUT, "no time left to ask");
    }
    checks++;
    Outcome outcome = solver.check(terms, encoded.inputs(), timer);
    if (outcome instanceof Outcome.Sat sat) {
      return at(property, sat.point());
    }
    return outcome instanceof Outcome.Unknown unknown
        ? new PlainVerdict.Undecided(
            unknown.exhausted() ? Reason.TIMEOUT : Reason.SOLVER_UNKNOWN, unknown.detail())
        : new PlainVerdict.Holds();
  }
}
