package org.assay.jobs.job;

import java.io.Serializable;
import java.util.Locale;
import org.assay.encoding.NumberSort;
import org.assay.jobs.run.BadInput;
import org.assay.network.Network;
import org.assay.query.Arithmetic;
import org.assay.query.Inputs;
import org.assay.smt.PlainSmt;
import org.assay.triggers.Lane;
import org.assay.verify.Engine;
import org.jspecify.annotations.Nullable;

/**
 * What decides balls, properties and patches, and over which numbers.
 *
 * @param sort reals, but for the solver, which has the inputs and the arithmetic of its sort
 * @param asked EXACT, but where bounds are to answer for what floats compute
 */
public record Decider(Engine engine, NumberSort sort, AskedArithmetic asked)
    implements Serializable {

  public static final Decider AUTO = new Decider(Engine.AUTO, NumberSort.REAL);

  public Decider(Engine engine, NumberSort sort) {
    this(engine, sort, AskedArithmetic.EXACT);
  }

  public Decider {
    if (engine == Engine.SMT && asked != AskedArithmetic.EXACT) {
      throw new BadInput(
          "arithmetic %s goes without engine smt; its floats are asked for by --sort"
              .formatted(asked));
    }
    if (engine != Engine.SMT && !sort.equals(NumberSort.REAL)) {
      throw new BadInput("sort " + sort + " goes with engine smt; bounds are about real numbers");
    }
  }

  /** The same, about properties of what a lane computes. */
  public Decider in(Lane lane) {
    return new Decider(engine, sort, AskedArithmetic.valueOf(lane.name()));
  }

  /** The one order of additions that is asked about; EXACT for real numbers and every order. */
  Lane lane() {
    return asked.lane();
  }

  /** EXACT or ANY_ORDER: what bounds are about. */
  Arithmetic bounded() {
    return asked == AskedArithmetic.ANY_ORDER ? Arithmetic.ANY_ORDER : Arithmetic.EXACT;
  }

  boolean isPlain() {
    return engine == Engine.SMT;
  }

  /** Whether verdicts are about real inputs, in exact arithmetic or in every order. */
  boolean isReal() {
    return sort.equals(NumberSort.REAL) && lane() == Lane.EXACT;
  }

  /**
   * What verdicts are true of: EXACT, ANY_ORDER, ORDERED, BIAS_FIRST, or the sort of floats.
   *
   * @param network null where there are many, whose element types may differ
   */
  String arithmetic(@Nullable Network network) {
    if (isReal()) {
      return bounded().name();
    }
    if (lane() != Lane.EXACT) {
      return lane() == Lane.BIAS_LAST ? Arithmetic.ORDERED.name() : lane().name();
    }
    return network == null ? sort.toString() : PlainSmt.arithmetic(network, sort);
  }

  /**
   * Of which inputs verdicts speak: those asked for, or all of the sort.
   *
   * @param network null where there are many, whose element types may differ
   * @param wanted REAL where the solver decides
   */
  String inputs(@Nullable Network network, Inputs wanted) {
    if (isReal()) {
      return wanted.name();
    }
    if (lane() != Lane.EXACT) {
      return Inputs.FLOAT.name();
    }
    return network != null && sort.isTypeOf(network.elementType())
        ? Inputs.FLOAT.name()
        : sort.toString();
  }

  /** What stands in a question's title: nothing of the default. */
  public String title() {
    String by = engine == Engine.AUTO ? "" : ", engine " + engine.name().toLowerCase(Locale.ROOT);
    String in = asked == AskedArithmetic.EXACT ? "" : ", arithmetic " + asked;
    return by + in + (sort.equals(NumberSort.REAL) ? "" : ", sort " + sort);
  }
}
