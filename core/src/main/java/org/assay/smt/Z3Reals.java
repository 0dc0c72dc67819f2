package org.assay.smt;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.Model;
import com.microsoft.z3.RatNum;
import com.microsoft.z3.RealSort;
import java.util.List;
import java.util.Optional;
import org.assay.encoding.NumberSort;
import org.assay.exact.Rational;

/** Terms over real numbers; numerals are exact quotients. */
record Z3Reals(Context context) implements Z3Terms<RealSort> {

  @Override
  public NumberSort sort() {
    return NumberSort.REAL;
  }

  @Override
  public Expr<RealSort> variable(String name) {
    return context.mkRealConst(name);
  }

  @Override
  public Expr<RealSort> number(Rational member) {
    return context.mkReal(member.toString());
  }

  @Override
  public Expr<RealSort> product(Rational member, Expr<RealSort> factor) {
    return context.mkMul(context.mkReal(member.toString()), factor);
  }

  @Override
  @SuppressWarnings("unchecked")
  public Expr<RealSort> sum(List<Expr<RealSort>> parts) {
    return parts.size() == 1
        ? parts.get(0)
        : context.mkAdd((Expr<RealSort>[]) parts.toArray(Expr<?>[]::new));
  }

  @Override
  public BoolExpr compare(Expr<RealSort> left, Relation relation, Expr<RealSort> right) {
    return switch (relation) {
      case AT_LEAST -> context.mkGe(left, right);
      case GREATER -> context.mkGt(left, right);
      case AT_MOST -> context.mkLe(left, right);
      case LESS -> context.mkLt(left, right);
    };
  }

  @Override
  public Optional<Rational> value(Model model, Expr<RealSort> variable) {
    return model.eval(variable, true) instanceof RatNum number
        ? Optional.of(Rational.of(number.getBigIntNumerator(), number.getBigIntDenominator()))
        : Optional.empty();
  }
}
