package org.assay.pixels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
 * Pixel attacks on one image in pattern scope, by an exact solver.
 *
 * <p>Question: that of {@link PatternGeometry}, for pixels of any number of variables. Method: path
 * condition, attack condition and range condition as the paper states them; half-spaces in which no
 * free position occurs are left out. First it is asked whether some logit can exceed the predicted
 * label's; only if so, for each label whether it can be the one largest. Guarantee: sound and
 * complete in exact arithmetic within the budget; Violated only after the solver's point, or the
 * floats nearest to it, has been run again. Whether a robust pixel is a tie is not asked. Cost: one
 * to three milliseconds a pixel. Source: DeepCheck, section IV-C.
 *
 * <p>For one thread.
 */
public final class PatternSmt implements PixelDecider {

  private static final Verdict.Robust ROBUST =
      new Verdict.Robust(Proof.UNSAT, Arithmetic.EXACT, false);

  private final AskedImage image;
  private final Z3Session session;

  private record SmtAnswer(Verdict verdict, List<Integer> labels) {
    DecidedBy decidedBy() {
      return verdict instanceof Verdict.Undecided ? DecidedBy.NOTHING : DecidedBy.SOLVER;
    }
  }

  public PatternSmt(AskedImage image, Z3Session session) {
    this.image = image;
    this.session = session;
  }

  /** Whether one pixel is attackable, and the labels it can reach. */
  @Override
  public PixelAnswer pixel(int pixel, Budget.Timer timer) {
    SmtAnswer answer = decide(formulas(pixel), timer);
    List<PixelAnswer.Reach> reaches = new ArrayList<>();
    for (int label : answer.labels()) {
      reaches.add(new PixelAnswer.Reach(label, Optional.empty(), Optional.empty()));
    }
    return new PixelAnswer(
        pixel, answer.verdict(), reaches, Optional.empty(), Optional.empty(), answer.decidedBy());
  }

  /** Whether two different pixels are attackable, the labels they reach, and whether it is new. */
  @Override
  public PairAnswer pair(int first, int second, Budget.Timer timer) {
    PairAnswer together = together(first, second, timer);
    if (!together.attackable()) {
      return together;
    }
    boolean isNew = true;
    for (int pixel : new int[] {first, second}) {
      Verdict alone = attackable(formulas(pixel), timer);
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
    SmtAnswer answer = decide(formulas(first, second), timer);
    return new PairAnswer(
        first, second, answer.verdict(), answer.labels(), false, answer.decidedBy());
  }

  private PatternFormulas formulas(int... pixels) {
    int[] positions =
        Arrays.stream(pixels).flatMap(p -> Arrays.stream(image.layout().positions(p))).toArray();
    return of(positions);
  }

  /** Whether some flat positions together are attackable; Violated, Robust or Undecided. */
  Verdict attackable(List<Integer> positions, Budget.Timer timer) {
    return image.refusal().isPresent()
        ? image.refusal().get()
        : attackable(new PatternFormulas(image, positions), timer);
  }

  private PatternFormulas of(int[] positions) {
    return new PatternFormulas(image, Arrays.stream(positions).sorted().boxed().toList());
  }

  /** Whether some positions are attackable; Violated, Robust or Undecided. */
  private Verdict attackable(PatternFormulas formulas, Budget.Timer timer) {
    try (Z3Session.Problem problem = open(formulas)) {
      Outcome any = problem.check(new Formula.Any(formulas.attacks()), timer);
      return any instanceof Outcome.Unknown unknown
          ? undecided(unknown)
          : any instanceof Outcome.Sat sat ? witness(formulas.positions(), sat.point()) : ROBUST;
    }
  }

  private Z3Session.Problem open(PatternFormulas formulas) {
    Z3Session.Problem problem = session.open(formulas.positions().size());
    problem.require(new Formula.All(formulas.ranges()));
    problem.require(new Formula.All(formulas.path()));
    return problem;
  }

  private SmtAnswer decide(PatternFormulas formulas, Budget.Timer timer) {
    if (image.refusal().isPresent()) {
      return new SmtAnswer(image.refusal().get(), List.of());
    }
    try (Z3Session.Problem problem = open(formulas)) {
      Outcome any = problem.check(new Formula.Any(formulas.attacks()), timer);
      if (any instanceof Outcome.Unknown unknown) {
        return new SmtAnswer(undecided(unknown), List.of());
      }
      return any instanceof Outcome.Sat sat
          ? violated(problem, formulas, sat, timer)
          : new SmtAnswer(ROBUST, List.of());
    }
  }

  private SmtAnswer violated(
      Z3Session.Problem problem, PatternFormulas formulas, Outcome.Sat sat, Budget.Timer timer) {
    List<Integer> labels = new ArrayList<>();
    int seen = formulas.winner(sat.point());
    for (int k = 0; k < image.exact().labels(); k++) {
      if (k == image.label()) {
        continue;
      }
      if (k == seen) {
        labels.add(k);
        continue;
      }
      Outcome outcome = problem.check(formulas.lead(k, image.label()), timer);
      if (outcome instanceof Outcome.Sat) {
        outcome = problem.check(new Formula.All(formulas.leads(k)), timer);
      }
      if (outcome instanceof Outcome.Unknown unknown) {
        return new SmtAnswer(undecided(unknown), List.of());
      }
      if (outcome instanceof Outcome.Sat) {
        labels.add(k);
      }
    }
    return new SmtAnswer(witness(formulas.positions(), sat.point()), labels);
  }

  private static Verdict undecided(Outcome.Unknown unknown) {
    return new Verdict.Undecided(
        unknown.exhausted() ? Reason.TIMEOUT : Reason.SOLVER_UNKNOWN, unknown.detail());
  }

  /** The floats nearest to the solver's point if they attack, else the point itself, checked. */
  private Verdict witness(List<Integer> positions, List<Rational> offsets) {
    List<Witness.Change> near = new ArrayList<>();
    List<Witness.Change> point = new ArrayList<>();
    for (int i = 0; i < positions.size(); i++) {
      Rational value = image.exact().original(positions.get(i)).plus(offsets.get(i));
      point.add(new Witness.Change(positions.get(i), value));
      near.add(new Witness.Change(positions.get(i), Rational.of((float) value.nearestDouble())));
    }
    Verdict verdict = image.checked(near);
    return verdict instanceof Verdict.Violated ? verdict : image.checked(point);
  }
}
