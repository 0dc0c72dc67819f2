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
public final class PatternSmt {

  private static final Verdict.Robust ROBUST =
      new Verdict.Robust(Proof.UNSAT, Arithmetic.EXACT, false);

  private final PatternImage image;
  private final Z3Session session;

  private record SmtAnswer(Verdict verdict, List<Integer> labels) {
    DecidedBy decidedBy() {
      return verdict instanceof Verdict.Undecided ? DecidedBy.NOTHING : DecidedBy.SOLVER;
    }
  }

  public PatternSmt(PatternImage image, Z3Session session) {
    this.image = image;
    this.session = session;
  }

  /** Whether one pixel is attackable, and the labels it can reach. */
  public PixelAnswer pixel(int pixel, Budget.Timer timer) {
    SmtAnswer answer = decide(image.layout().positions(pixel), timer);
    List<PixelAnswer.Reach> reaches = new ArrayList<>();
    for (int label : answer.labels()) {
      reaches.add(new PixelAnswer.Reach(label, Optional.empty(), Optional.empty()));
    }
    return new PixelAnswer(
        pixel, answer.verdict(), reaches, Optional.empty(), Optional.empty(), answer.decidedBy());
  }

  /** Whether two different pixels are attackable, the labels they reach, and whether it is new. */
  public PairAnswer pair(int first, int second, Budget.Timer timer) {
    PairAnswer together = together(first, second, timer);
    if (!together.attackable()) {
      return together;
    }
    boolean isNew = true;
    for (int pixel : new int[] {first, second}) {
      Verdict alone = attackable(image.layout().positions(pixel), timer);
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
    int[] a = image.layout().positions(first);
    int[] b = image.layout().positions(second);
    int[] positions = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, positions, a.length, b.length);
    Arrays.sort(positions);
    SmtAnswer answer = decide(positions, timer);
    return new PairAnswer(
        first, second, answer.verdict(), answer.labels(), false, answer.decidedBy());
  }

  /** Whether some positions are attackable; Violated, Robust or Undecided. */
  private Verdict attackable(int[] positions, Budget.Timer timer) {
    try (Z3Session.Problem problem = open(positions)) {
      Outcome any = problem.check(new Formula.Any(attacks(positions)), timer);
      return any instanceof Outcome.Unknown unknown
          ? undecided(unknown)
          : any instanceof Outcome.Sat sat ? witness(positions, sat.point()) : ROBUST;
    }
  }

  private Z3Session.Problem open(int[] positions) {
    Z3Session.Problem problem = session.open(positions.length);
    problem.require(new Formula.All(ranges(positions)));
    problem.require(new Formula.All(path(positions)));
    return problem;
  }

  private SmtAnswer decide(int[] positions, Budget.Timer timer) {
    if (image.refusal().isPresent()) {
      return new SmtAnswer(image.refusal().get(), List.of());
    }
    try (Z3Session.Problem problem = open(positions)) {
      Outcome any = problem.check(new Formula.Any(attacks(positions)), timer);
      if (any instanceof Outcome.Unknown unknown) {
        return new SmtAnswer(undecided(unknown), List.of());
      }
      return any instanceof Outcome.Sat sat
          ? violated(problem, positions, sat, timer)
          : new SmtAnswer(ROBUST, List.of());
    }
  }

  private SmtAnswer violated(
      Z3Session.Problem problem, int[] positions, Outcome.Sat sat, Budget.Timer timer) {
    List<Integer> labels = new ArrayList<>();
    int seen = winner(positions, sat.point());
    for (int k = 0; k < image.exact().labels(); k++) {
      if (k == image.label()) {
        continue;
      }
      if (k == seen) {
        labels.add(k);
        continue;
      }
      Outcome outcome = problem.check(new Formula.All(leads(k, positions)), timer);
      if (outcome instanceof Outcome.Unknown unknown) {
        return new SmtAnswer(undecided(unknown), List.of());
      }
      if (outcome instanceof Outcome.Sat) {
        labels.add(k);
      }
    }
    return new SmtAnswer(witness(positions, sat.point()), labels);
  }

  /** The label whose logit is the one largest at a point, or -1; it need not be asked for. */
  private int winner(int[] positions, List<Rational> offsets) {
    ExactPattern pattern = image.exact();
    for (int k = 0; k < pattern.labels(); k++) {
      boolean wins = true;
      for (int j = 0; j < pattern.labels() && wins; j++) {
        Rational lead = pattern.margin(k, j);
        for (int i = 0; i < positions.length; i++) {
          Rational slope = pattern.marginSlope(k, j, positions[i]);
          lead = lead.plus(slope.times(offsets.get(i)));
        }
        wins = j == k || lead.signum() > 0;
      }
      if (wins) {
        return k;
      }
    }
    return -1;
  }

  private static Verdict undecided(Outcome.Unknown unknown) {
    return new Verdict.Undecided(
        unknown.exhausted() ? Reason.TIMEOUT : Reason.SOLVER_UNKNOWN, unknown.detail());
  }

  /** The floats nearest to the solver's point if they attack, else the point itself, checked. */
  private Verdict witness(int[] positions, List<Rational> offsets) {
    List<Witness.Change> near = new ArrayList<>();
    List<Witness.Change> point = new ArrayList<>();
    for (int i = 0; i < positions.length; i++) {
      Rational value = image.exact().original(positions[i]).plus(offsets.get(i));
      point.add(new Witness.Change(positions[i], value));
      near.add(new Witness.Change(positions[i], Rational.of((float) value.nearestDouble())));
    }
    Verdict verdict = image.checked(near);
    return verdict instanceof Verdict.Violated ? verdict : image.checked(point);
  }

  /** The range condition: variable i is the offset of the i-th free position. */
  private List<Formula> ranges(int[] positions) {
    List<Formula> ranges = new ArrayList<>();
    for (int i = 0; i < positions.length; i++) {
      Rational original = image.exact().original(positions[i]);
      Rational below = original.minus(image.domain().low());
      Rational above = image.domain().high().minus(original);
      ranges.add(inequality(below, List.of(new Formula.Term(i, Rational.ONE)), false));
      ranges.add(inequality(above, List.of(new Formula.Term(i, Rational.ONE.negate())), false));
    }
    return ranges;
  }

  /** The path condition without the half-spaces in which no free position occurs. */
  private List<Formula> path(int[] positions) {
    ExactPattern pattern = image.exact();
    List<Formula> path = new ArrayList<>();
    for (int h = 0; h < pattern.spaces().size(); h++) {
      List<Formula.Term> terms = new ArrayList<>();
      for (int i = 0; i < positions.length; i++) {
        add(terms, i, pattern.slope(h, positions[i]));
      }
      if (!terms.isEmpty()) {
        path.add(inequality(pattern.slack(h), terms, pattern.spaces().strict(h)));
      }
    }
    return path;
  }

  /** For each wrong label: its logit is greater than the predicted label's. */
  private List<Formula> attacks(int[] positions) {
    List<Formula> attacks = new ArrayList<>();
    for (int k = 0; k < image.exact().labels(); k++) {
      if (k != image.label()) {
        attacks.add(lead(k, image.label(), positions));
      }
    }
    return attacks;
  }

  /** The logit of a label is greater than each other one. */
  private List<Formula> leads(int k, int[] positions) {
    List<Formula> leads = new ArrayList<>();
    for (int j = 0; j < image.exact().labels(); j++) {
      if (j != k) {
        leads.add(lead(k, j, positions));
      }
    }
    return leads;
  }

  private Formula lead(int k, int other, int[] positions) {
    ExactPattern pattern = image.exact();
    List<Formula.Term> terms = new ArrayList<>();
    for (int i = 0; i < positions.length; i++) {
      add(terms, i, pattern.marginSlope(k, other, positions[i]));
    }
    return inequality(pattern.margin(k, other), terms, true);
  }

  private static void add(List<Formula.Term> terms, int variable, Rational coefficient) {
    if (coefficient.signum() != 0) {
      terms.add(new Formula.Term(variable, coefficient));
    }
  }

  private static Formula inequality(Rational constant, List<Formula.Term> terms, boolean strict) {
    return new Formula.Inequality(constant, terms, strict);
  }
}
