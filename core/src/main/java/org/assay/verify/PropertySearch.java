package org.assay.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assay.bounds.BoundedNetwork;
import org.assay.bounds.GapSearch;
import org.assay.network.Network;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Proof;
import org.assay.query.Property;
import org.assay.query.PropertyVerdict;
import org.assay.query.Reason;
import org.assay.smt.Z3Session;
import org.jspecify.annotations.Nullable;

/**
 * Properties of inputs and outputs.
 *
 * <p>Question: is there a point of some case's closed box, a real number at every position, whose
 * output satisfies all of the case's conditions? Method, cheapest first, for all cases of a box at
 * once: linear bounds of how far the outputs are from a condition, and raised ones ({@link
 * GapSearch}); an attack along gradients; where one input moves a walk along it in rationals
 * ({@link ExactSegment}); else branch and bound, over inputs where at most 45 can move ({@link
 * BoxSearch}), else over the units that bend ({@link CaseSearch}). Guarantee: sound in exact
 * arithmetic, the rounding of every bound included; Violated only by a point that lies in the box
 * and satisfies the conditions in a run in rationals; in ANY_ORDER the same of numbers computed in
 * the element type in every order. Complete within the budget, ties and violations in single points
 * included, for networks that are small enough to be put to the exact solver part by part; for
 * others branch and bound need not end at an exact tie. Cost: a bound takes one pass over the
 * weights; at worst exponential in the number of units that can bend, or of inputs. Sources are
 * cited where they are used.
 *
 * <p>Keeps what it has prepared for the last network it was asked about. For one thread.
 */
public final class PropertySearch {

  private final Z3Session session;
  private @Nullable Prepared prepared;

  private record Prepared(Network network, GapSearch search) {}

  /**
   * A search that decides its smallest parts by a solver.
   *
   * @param session opened and closed by the caller
   */
  public PropertySearch(Z3Session session) {
    this.session = session;
  }

  /** Whether a network has a property, in exact arithmetic; likewise. */
  public PropertyAnswer decide(Network network, Property property, Budget budget) {
    return decide(network, property, Arithmetic.EXACT, budget);
  }

  /**
   * Whether a network has a property.
   *
   * @param arithmetic of the verdict: EXACT or ANY_ORDER
   * @throws IllegalArgumentException if a case's box or conditions do not fit the network, or in
   *     another arithmetic
   */
  public PropertyAnswer decide(
      Network network, Property property, Arithmetic arithmetic, Budget budget) {
    if (arithmetic == Arithmetic.ORDERED) {
      throw new IllegalArgumentException("properties are decided in EXACT or ANY_ORDER");
    }
    Budget.Timer timer = budget.start();
    Prepared known = prepare(network);
    List<Asked> boxes = new ArrayList<>();
    targets(network, property)
        .forEach(
            (box, targets) ->
                boxes.add(
                    new Asked(
                        known,
                        new Meant(box, targets, arithmetic),
                        new ExactCase.Solver(session, timer))));
    String method = "bounds";
    PropertyVerdict verdict = new PropertyVerdict.Holds(Proof.BOUNDS, arithmetic);
    for (boolean deep : new boolean[] {false, true}) {
      for (Asked box : boxes) {
        if (deep && box.decision != null) {
          continue;
        }
        box.decide(deep);
        if (box.judge.violated() != null) {
          return new PropertyAnswer(box.judge.violated(), box.search.method(), timer.elapsed());
        }
        method = deep ? box.search.method() : method;
        verdict = both(verdict, box.told());
      }
    }
    return new PropertyAnswer(verdict, method, timer.elapsed());
  }

  /** The targets of each box that has a point. */
  private static Map<Property.Box, List<Target>> targets(Network network, Property property) {
    Map<Property.Box, List<Target>> targets = new LinkedHashMap<>();
    for (Property.Case one : property.cases()) {
      Target target = Target.of(network, one.conditions());
      if (!one.box().isEmpty()) {
        targets.computeIfAbsent(one.box(), box -> new ArrayList<>()).add(target);
      }
    }
    return targets;
  }

  private Prepared prepare(Network network) {
    Prepared known = prepared;
    if (known == null || !known.network.equals(network)) {
      known = new Prepared(network, new GapSearch(BoundedNetwork.of(network)));
      prepared = known;
    }
    return known;
  }

  /** What is known of cases decided so and one more. */
  private static PropertyVerdict both(PropertyVerdict known, @Nullable Decision decision) {
    if (decision instanceof Decision.Closed closed
        && closed.proof() != Proof.BOUNDS
        && known instanceof PropertyVerdict.Holds holds) {
      return new PropertyVerdict.Holds(closed.proof(), holds.arithmetic());
    }
    return decision instanceof Decision.Open open
        ? new PropertyVerdict.Undecided(open.reason(), open.detail())
        : known;
  }

  /** A box with the conditions that no point of it may meet, and of which numbers. */
  private record Meant(Property.Box box, List<Target> targets, Arithmetic arithmetic) {}

  /** One box with all its targets. */
  private static final class Asked {
    private final Region region;
    private final List<Target> targets;
    private final PropertyJudge judge;
    private final RegionSearch search;
    private @Nullable Decision decision;

    Asked(Prepared known, Meant meant, ExactCase.Solver solver) {
      this.region = new Region(known.network.input(), meant.box().low(), meant.box().high());
      this.targets = meant.targets();
      this.judge = new PropertyJudge(known.network, targets, meant.arithmetic());
      this.search =
          new RegionSearch(
              known.search,
              new Candidates(known.network, region, targets, judge),
              solver,
              meant.arithmetic());
    }

    void decide(boolean deep) {
      decision = deep ? search.finish(targets) : search.begin(targets, region.centre());
    }

    /** The decision, with what points have shown of why it is none. */
    @Nullable Decision told() {
      boolean accepted = decision instanceof Decision.Accepted;
      boolean open = decision instanceof Decision.Open o && o.reason() == Reason.ORDER_DEPENDENT;
      return judge.dependence() != null && (accepted || open)
          ? new Decision.Open(Reason.ORDER_DEPENDENT, judge.dependence())
          : decision;
    }
  }
}
