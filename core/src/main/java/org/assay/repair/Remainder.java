package org.assay.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assay.exact.Rational;
import org.assay.query.Budget;
import org.assay.smt.Formula;
import org.assay.smt.LinearForm;
import org.assay.smt.Outcome;
import org.assay.smt.Z3Session;

/**
 * A part of all changes as a formula: the changes within their reach, each curve on one of the
 * pieces that are left of it, and all that is required. It has a solution iff the part holds a
 * patch. Exact; complete ties included.
 *
 * @param part the pieces that are left of each curve
 */
record Remainder(PatchModel model, Ranges part) {

  /** Changes that are a patch, or that there are none. */
  Outcome ask(Z3Session session, Budget.Timer timer) {
    try (Z3Session.Problem problem = session.open(model.variables())) {
      formulas().forEach(problem::require);
      return problem.check(new Formula.All(required()), timer);
    }
  }

  private List<Formula> formulas() {
    List<Formula> formulas = new ArrayList<>();
    for (int p = 0; p < model.reach().size(); p++) {
      LinearForm change = LinearForm.variable(p);
      LinearForm reach = LinearForm.constant(model.reach().get(p));
      formulas.add(reach.atLeast(change));
      formulas.add(change.plus(Rational.ONE, reach).atLeastZero(false));
    }
    for (int c = 0; c < model.curves().size(); c++) {
      List<Formula> pieces = new ArrayList<>();
      for (int i = part.from(c); i < part.to(c); i++) {
        pieces.add(piece(model.curves().get(c), i));
      }
      formulas.add(pieces.size() == 1 ? pieces.get(0) : new Formula.Any(pieces));
    }
    return formulas;
  }

  private static Formula piece(PatchModel.Curve curve, int from) {
    Rational start = curve.points().get(from);
    Rational end = curve.points().get(from + 1);
    List<Formula> all = new ArrayList<>();
    all.add(curve.base().atLeast(LinearForm.constant(start)));
    all.add(LinearForm.constant(end).atLeast(curve.base()));
    for (Map.Entry<Integer, List<Rational>> value : curve.values().entrySet()) {
      Rational low = value.getValue().get(from);
      Rational slope = value.getValue().get(from + 1).minus(low).dividedBy(end.minus(start));
      LinearForm line =
          LinearForm.constant(low.minus(slope.times(start))).plus(slope, curve.base());
      LinearForm variable = LinearForm.variable(value.getKey());
      if (!line.equals(variable)) {
        all.add(variable.atLeast(line));
        all.add(line.atLeast(variable));
      }
    }
    return new Formula.All(all);
  }

  private List<Formula> required() {
    List<Formula> required = new ArrayList<>();
    model.required().forEach(r -> required.add(r.form().atLeastZero(r.strict())));
    return required;
  }
}
