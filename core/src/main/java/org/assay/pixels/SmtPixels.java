package org.assay.pixels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.assay.exact.Rational;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Proof;
import org.assay.query.Reason;
import org.assay.query.Verdict;
import org.assay.query.Witness;
import org.assay.smt.Formula;
import org.assay.smt.Outcome;
import org.assay.smt.Z3Session;

/**
 * Asks a solver about the pixels of one image, whatever it is told of them.
 *
 * <p>Method: first it is asked whether some logit can exceed the predicted label's; only if so, for
 * each label whether it can be the one largest. Violated only after the solver's point, or the
 * floats nearest to it, has been run again. For one thread.
 */
final class SmtPixels implements PixelDecider {

  private static final Verdict.Robust ROBUST =
      new Verdict.Robust(Proof.UNSAT, Arithmetic.EXACT, false);

  private final AskedImage image;
  private final Z3Session session;
  private final Function<List<Integer>, AttackFormulas> formulas;

  private record SmtAnswer(Verdict verdict, List<Integer> labels) {
    DecidedBy decidedBy() {
      return verdict instanceof Verdict.Undecided ? DecidedBy.NOTHING : DecidedBy.SOLVER;
    }
  }

  /**
   * Questions about an image.
   *
   * @param formulas what the solver is told of some free flat positions, ascending
   */
  SmtPixels(AskedImage image, Z3Session session, Function<List<Integer>, AttackFormulas> formulas) {
    this.image = image;
    this.session = session;
    this.formulas = formulas;
  }

  @Override
  public PixelAnswer pixel(int pixel, Budget.Timer timer) {
    SmtAnswer answer = decide(positions(pixel), timer);
    List<PixelAnswer.Reach> reaches = new ArrayList<>();
    for (int label : answer.labels()) {
      reaches.add(new PixelAnswer.Reach(label, Optional.empty(), Optional.empty()));
    }
    return new PixelAnswer(
        pixel, answer.verdict(), reaches, Optional.empty(), Optional.empty(), answer.decidedBy());
  }

  @Override
  public PairAnswer pair(int first, int second, Budget.Timer timer) {
    PairAnswer together = together(first, second, timer);
    if (!together.attackable()) {
      return together;
    }
    boolean isNew = true;
    for (int pixel : new int[] {first, second}) {
      Verdict alone = attackable(positions(pixel), timer);
      if (alone instanceof Verdict.Undecided) {
        return new PairAnswer(first, second, alone, List.of(), false, DecidedBy.NOTHING);
      }
      isNew &= alone instanceof Verdict.Robust;
    }
    return new PairAnswer(
        first, second, together.verdict(), together.labels(), isNew, DecidedBy.SOLVER);
  }

  /** The answer for two pixels but for whether it is new, which is given as false. */
  PairAnswer together(int first, int second, Budget.Timer timer) {
    SmtAnswer answer = decide(positions(first, second), timer);
    return new PairAnswer(
        first, second, answer.verdict(), answer.labels(), false, answer.decidedBy());
  }

  private List<Integer> positions(int... pixels) {
    return Arrays.stream(pixels)
        .flatMap(p -> Arrays.stream(image.layout().positions(p)))
        .sorted()
        .boxed()
        .toList();
  }

  /** Whether some flat positions together are attackable; Violated, Robust or Undecided. */
  Verdict attackable(List<Integer> positions, Budget.Timer timer) {
    if (image.refusal().isPresent()) {
      return image.refusal().get();
    }
    AttackFormulas asked = formulas.apply(positions);
    try (Z3Session.Problem problem = open(asked)) {
      Outcome any = problem.check(new Formula.Any(asked.attacks()), timer);
      return any instanceof Outcome.Unknown unknown
          ? undecided(unknown)
          : any instanceof Outcome.Sat sat ? witness(positions, sat.point()) : ROBUST;
    }
  }

  private Z3Session.Problem open(AttackFormulas asked) {
    Z3Session.Problem problem = session.open(asked.variables());
    problem.require(new Formula.All(asked.conditions()));
    return problem;
  }

  private SmtAnswer decide(List<Integer> positions, Budget.Timer timer) {
    if (image.refusal().isPresent()) {
      return new SmtAnswer(image.refusal().get(), List.of());
    }
    AttackFormulas asked = formulas.apply(positions);
    try (Z3Session.Problem problem = open(asked)) {
      Outcome any = problem.check(new Formula.Any(asked.attacks()), timer);
      if (any instanceof Outcome.Unknown unknown) {
        return new SmtAnswer(undecided(unknown), List.of());
      }
      return any instanceof Outcome.Sat sat
          ? violated(problem, asked, sat, timer)
          : new SmtAnswer(ROBUST, List.of());
    }
  }

  private SmtAnswer violated(
      Z3Session.Problem problem, AttackFormulas asked, Outcome.Sat sat, Budget.Timer timer) {
    List<Integer> labels = new ArrayList<>();
    int seen = asked.winner(sat.point());
    for (int k = 0; k < image.trace().labels(); k++) {
      if (k == image.label()) {
        continue;
      }
      if (k == seen) {
        labels.add(k);
        continue;
      }
      Outcome outcome = problem.check(asked.lead(k, image.label()), timer);
      if (outcome instanceof Outcome.Sat) {
        outcome = problem.check(new Formula.All(asked.leads(k)), timer);
      }
      if (outcome instanceof Outcome.Unknown unknown) {
        return new SmtAnswer(undecided(unknown), List.of());
      }
      if (outcome instanceof Outcome.Sat) {
        labels.add(k);
      }
    }
    return new SmtAnswer(witness(asked.positions(), sat.point()), labels);
  }

  private static Verdict undecided(Outcome.Unknown unknown) {
    return new Verdict.Undecided(
        unknown.exhausted() ? Reason.TIMEOUT : Reason.SOLVER_UNKNOWN, unknown.detail());
  }

  /** The floats nearest to the solver's point if they attack, else the point itself, checked. */
  private Verdict witness(List<Integer> positions, List<Rational> point) {
    List<Witness.Change> near = new ArrayList<>();
    List<Witness.Change> exact = new ArrayList<>();
    for (int i = 0; i < positions.size(); i++) {
      int position = positions.get(i);
      Rational value = Rational.of(image.trace().image().at(position)).plus(point.get(i));
      exact.add(new Witness.Change(position, value));
      near.add(new Witness.Change(position, Rational.of((float) value.nearestDouble())));
    }
    Verdict verdict = image.checked(near);
    return verdict instanceof Verdict.Violated ? verdict : image.checked(exact);
  }
}
