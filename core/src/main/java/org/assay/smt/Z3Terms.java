package org.assay.smt;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.FPSort;
import com.microsoft.z3.Model;
import com.microsoft.z3.RealSort;
import com.microsoft.z3.Sort;
import java.util.List;
import java.util.Optional;
import org.assay.encoding.Terms;
import org.assay.exact.FloatFormat;
import org.assay.exact.Rational;

/**
 * Terms of a Z3 context, with which {@link org.assay.encoding.EncodedNetwork} writes a network down
 * for whoever wants to add constraints of their own:
 *
 * <pre>{@code
 * try (Context context = new Context()) {
 *   var network = EncodedNetwork.of(model, Z3Terms.real(context));
 *   Solver solver = context.mkSimpleSolver();
 *   network.constraints().forEach(solver::add);
 *   ...
 * }
 * }</pre>
 *
 * <p>Source: Lantern, section 2.2. For one thread, and as long as the context is open.
 *
 * @param <S> the solver's sort
 */
public sealed interface Z3Terms<S extends Sort> extends Terms<Expr<S>, BoolExpr>
    permits Z3Reals, Z3Floats {

  /** Terms over real numbers. */
  static Z3Terms<RealSort> real(Context context) {
    return new Z3Reals(context);
  }

  /** Terms over floats, rounded to nearest, ties to even. */
  static Z3Terms<FPSort> floats(Context context, FloatFormat format) {
    return new Z3Floats(context, format);
  }

  Context context();

  /** A variable's value in a model; none for infinities and NaN. */
  Optional<Rational> value(Model model, Expr<S> variable);

  @Override
  default Expr<S> either(BoolExpr condition, Expr<S> then, Expr<S> otherwise) {
    return context().mkITE(condition, then, otherwise);
  }

  @Override
  default BoolExpr is(Expr<S> number, Expr<S> term) {
    return context().mkEq(number, term);
  }

  @Override
  default BoolExpr all(List<BoolExpr> parts) {
    return context().mkAnd(parts.toArray(BoolExpr[]::new));
  }

  @Override
  default BoolExpr any(List<BoolExpr> parts) {
    return context().mkOr(parts.toArray(BoolExpr[]::new));
  }
}
