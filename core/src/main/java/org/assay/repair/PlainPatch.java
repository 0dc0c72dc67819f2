package org.assay.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assay.encoding.NumberSort;
import org.assay.exact.Rational;
import org.assay.query.Budget;
import org.assay.query.Property;
import org.assay.query.Reason;
import org.assay.query.Verdict;
import org.assay.smt.Outcome;
import org.assay.smt.PlainBiases;
import org.jspecify.annotations.Nullable;

/**
 * The smallest change of biases by the papers' plain encoding, over reals or over floats.
 *
 * <p>Question: as {@link BiasPatch}, in the arithmetic of a sort. Over floats the network's numbers
 * and the inputs are first rounded to the sort, changes are those of the rounded biases, patched
 * biases are members of the sort, and examples are run in {@link org.assay.eval.RoundedSemantics},
 * so that activations are rounded too; a patch with which a run overflows is none. Method: Z3 on
 * the encoding of all examples with shared biases, first within the bound, then by bisection.
 * Guarantee: a bracket, sound in that arithmetic and no other: every patch was run again on every
 * example without the solver. Cost: exponential in the units of all examples; meant for small
 * networks and as a second opinion. Source: Lantern, section 3.2 and equations (5) to (16).
 *
 * <p>For one thread.
 */
public final class PlainPatch {

  private final NumberSort sort;
  private long checks;

  /**
   * An analysis over a sort.
   *
   * @throws IllegalArgumentException if the sort has members that are no float64 numbers
   */
  public PlainPatch(NumberSort sort) {
    SortRun.check(sort);
    this.sort = sort;
  }

  /** How often the solver has been asked. */
  public long checks() {
    return checks;
  }

  /**
   * The answer to a question; its patch changes biases that are rounded to the sort.
   *
   * @throws IllegalArgumentException if a number of the network is out of the sort's range
   */
  public BiasPatch.Answer answer(BiasPatch.Question question, Budget budget) {
    Budget.Timer timer = budget.start();
    PatchPace pace = new PatchPace(timer);
    try {
      SortRun run = new SortRun(question.network(), question.free(), sort);
      List<Demand> demands =
          Stream.concat(question.keep().stream(), question.change().stream()).toList();
      List<SortRun.Asked> asked = demands.stream().map(run::asked).toList();
      if (run.isMet(asked, Patch.NONE)) {
        pace.note(Rational.ZERO, Patch.NONE);
        return new BiasPatch.Answer(null, false, Patch.NONE, null, 0, pace.times());
      }
      return new Bisection(question, run, asked, pace).answer(timer);
    } catch (ArithmeticException e) {
      return open(Rational.ZERO, null, new Verdict.Undecided(Reason.OVERFLOW, detail(e)), pace);
    }
  }

  private static String detail(Exception e) {
    return String.valueOf(e.getMessage());
  }

  private static BiasPatch.Answer open(
      Rational low, @Nullable Patch patch, Verdict.Undecided why, PatchPace pace) {
    return new BiasPatch.Answer(low, false, patch, why, 0, pace.times());
  }

  /** One bracket narrowed. */
  private final class Bisection {
    private final BiasPatch.Question question;
    private final SortRun run;
    private final List<SortRun.Asked> asked;
    private final PatchPace pace;
    private Rational low = Rational.ZERO;
    private @Nullable Patch patch;

    Bisection(BiasPatch.Question question, SortRun run, List<SortRun.Asked> asked, PatchPace pace) {
      this.question = question;
      this.run = run;
      this.asked = asked;
      this.pace = pace;
    }

    BiasPatch.Answer answer(Budget.Timer timer) {
      List<PlainBiases.Example> examples =
          asked.stream().map(one -> new PlainBiases.Example(one.input(), conditions(one))).toList();
      int[][] positions = question.free().positions(question.network());
      PlainBiases.Variables variables =
          new PlainBiases.Variables(
              question.free().size(), (layer, output) -> positions[layer][output]);
      try (PlainBiases plain = new PlainBiases(question.network(), sort, variables, examples)) {
        BiasPatch.Answer answer = answer(plain, timer);
        checks += plain.checks();
        return answer;
      }
    }

    private BiasPatch.Answer answer(PlainBiases plain, Budget.Timer timer) {
      Rational radius = question.bound();
      while (patch == null || patch.size().minus(low).compareTo(question.precision()) > 0) {
        Outcome outcome = plain.ask(ranges(radius), timer);
        if (outcome instanceof Outcome.Unknown unknown) {
          Reason reason = unknown.exhausted() ? Reason.TIMEOUT : Reason.SOLVER_UNKNOWN;
          return open(low, patch, new Verdict.Undecided(reason, unknown.detail()), pace);
        }
        if (outcome instanceof Outcome.Sat sat) {
          Patch found = run.patch(sat.point());
          if (found.size().compareTo(radius) > 0 || !run.isMet(asked, found)) {
            return open(low, patch, rejected(), pace);
          }
          patch = found;
        } else {
          low = radius;
        }
        if (patch == null) {
          return new BiasPatch.Answer(low, true, null, null, 0, pace.times());
        }
        pace.note(low, patch);
        radius = PatchBisection.middle(low, patch.size());
      }
      return new BiasPatch.Answer(low, false, patch, null, 0, pace.times());
    }

    private static Verdict.Undecided rejected() {
      return new Verdict.Undecided(Reason.WITNESS_REJECTED, "the solver's biases are no patch");
    }

    private List<PlainBiases.Range> ranges(Rational radius) {
      List<PlainBiases.Range> ranges = new ArrayList<>();
      for (int p = 0; p < question.free().size(); p++) {
        Rational stored = run.stored(p);
        Rational reach = question.free().reach(p, radius);
        ranges.add(new PlainBiases.Range(stored.minus(reach), stored.plus(reach)));
      }
      return ranges;
    }

    /** What a demand says of the outputs. */
    private List<Property.Condition> conditions(SortRun.Asked one) {
      List<Property.Condition> conditions = new ArrayList<>();
      for (int k = 0; k < question.network().labels(); k++) {
        if (one.demand() instanceof Demand.Outputs outputs) {
          Rational original = one.original().get(k);
          Rational least = original.minus(outputs.within());
          Rational most = original.plus(outputs.within());
          conditions.add(condition(List.of(term(1, k)), least.negate(), false));
          conditions.add(condition(List.of(term(-1, k)), most, false));
        } else if (one.demand() instanceof Demand.Label label && label.label() != k) {
          List<Property.Term> lead = List.of(term(1, label.label()), term(-1, k));
          conditions.add(condition(lead, Rational.ZERO, true));
        }
      }
      return conditions;
    }

    private static Property.Condition condition(
        List<Property.Term> terms, Rational constant, boolean strict) {
      return new Property.Condition(terms, constant, strict);
    }

    private static Property.Term term(int factor, int output) {
      return new Property.Term(Rational.of(factor), false, output);
    }
  }
}
