package org.assay.jobs.job;

import java.io.Serializable;
import java.util.Locale;
import org.assay.encoding.NumberSort;
import org.assay.jobs.run.BadInput;
import org.assay.network.Network;
import org.assay.query.Arithmetic;
import org.assay.query.Inputs;
import org.assay.smt.PlainSmt;
import org.assay.verify.Engine;
import org.jspecify.annotations.Nullable;

/**
 * What decides balls and properties, and over which numbers.
 *
 * @param sort reals, but for the solver, which has the inputs and the arithmetic of its sort
 * @param asked EXACT, or ANY_ORDER, which bounds decide
 */
public record Decider(Engine engine, NumberSort sort, Arithmetic asked) implements Serializable {

  public static final Decider AUTO = new Decider(Engine.AUTO, NumberSort.REAL);

  public Decider {
    if (engine != Engine.SMT && !sort.equals(NumberSort.REAL)) {
      throw new BadInput("sort " + sort + " goes with engine smt; bounds are about real numbers");
    }
    if (asked == Arithmetic.ORDERED) {
      throw new BadInput(
          "arithmetic ordered is that of engine smt with the network's sort, such as sort fp:8,24;"
              + " ask exact or any-order");
    }
    if (engine == Engine.SMT && asked == Arithmetic.ANY_ORDER) {
      throw new BadInput(
          "engine smt decides in one order, real numbers or those of its sort; any-order goes with"
              + " engine auto or bounds");
    }
  }

  /** What decides in exact arithmetic, or in that of the solver's sort. */
  public Decider(Engine engine, NumberSort sort) {
    this(engine, sort, Arithmetic.EXACT);
  }

  boolean isPlain() {
    return engine == Engine.SMT;
  }

  /** Whether verdicts are about real numbers. */
  boolean isReal() {
    return sort.equals(NumberSort.REAL);
  }

  /**
   * What verdicts are true of: EXACT, ANY_ORDER, ORDERED, or the sort of floats.
   *
   * @param network null where there are many, whose element types may differ
   */
  String arithmetic(@Nullable Network network) {
    if (isReal()) {
      return asked.name();
    }
    return network == null ? sort.toString() : PlainSmt.arithmetic(network, sort);
  }

  /**
   * Of which inputs verdicts speak: those asked for, or all of the sort.
   *
   * @param network null where there are many, whose element types may differ
   * @param asked REAL where the solver decides
   */
  String inputs(@Nullable Network network, Inputs asked) {
    if (isReal()) {
      return asked.name();
    }
    return network != null && sort.isTypeOf(network.elementType())
        ? Inputs.FLOAT.name()
        : sort.toString();
  }

  /** What stands in a question's title: nothing of the default. */
  public String title() {
    String by = engine == Engine.AUTO ? "" : ", engine " + engine.name().toLowerCase(Locale.ROOT);
    String in = asked == Arithmetic.EXACT ? "" : ", in any order";
    return isReal() ? in + by : by + ", sort " + sort;
  }
}
