package org.assay.smt;

import com.microsoft.z3.BitVecNum;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.FPNum;
import com.microsoft.z3.FPRMSort;
import com.microsoft.z3.FPSort;
import com.microsoft.z3.Model;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.assay.encoding.NumberSort;
import org.assay.exact.FloatFormat;
import org.assay.exact.Rational;

/** Terms over floats; numerals are made bit by bit. */
record Z3Floats(Context context, FloatFormat format) implements Z3Terms<FPSort> {

  @Override
  public NumberSort sort() {
    return new NumberSort.Floats(format);
  }

  private FPSort solverSort() {
    return context.mkFPSort(format.exponentBits(), format.significandBits());
  }

  private Expr<FPRMSort> nearest() {
    return context.mkFPRoundNearestTiesToEven();
  }

  @Override
  public Expr<FPSort> variable(String name) {
    return context.mkConst(name, solverSort());
  }

  @Override
  public Expr<FPSort> number(Rational member) {
    int size = format.exponentBits() + format.significandBits();
    BigInteger bits = format.bits(member);
    return context.mkFPToFP(context.mkBV(bits.toString(), size), solverSort());
  }

  @Override
  public Expr<FPSort> product(Rational member, Expr<FPSort> factor) {
    return context.mkFPMul(nearest(), number(member), factor);
  }

  @Override
  public Expr<FPSort> sum(List<Expr<FPSort>> parts) {
    Expr<FPSort> sum = parts.get(0);
    for (Expr<FPSort> part : parts.subList(1, parts.size())) {
      sum = context.mkFPAdd(nearest(), sum, part);
    }
    return sum;
  }

  @Override
  public BoolExpr compare(Expr<FPSort> left, Relation relation, Expr<FPSort> right) {
    return switch (relation) {
      case AT_LEAST -> context.mkFPGEq(left, right);
      case GREATER -> context.mkFPGt(left, right);
      case AT_MOST -> context.mkFPLEq(left, right);
      case LESS -> context.mkFPLt(left, right);
    };
  }

  @Override
  public Optional<Rational> value(Model model, Expr<FPSort> variable) {
    if (!(model.eval(variable, true) instanceof FPNum number) || number.isNaN() || number.isInf()) {
      return Optional.empty();
    }
    return context.mkFPToIEEEBV(number).simplify() instanceof BitVecNum bits
        ? format.member(bits.getBigInteger())
        : Optional.empty();
  }
}
