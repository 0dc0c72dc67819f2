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
 * What decides balls and properties, and over which numbers.
 *
 * @param sort reals, but for the solver, which has the inputs and the arithmetic of its sort
 * @param lane EXACT, but for properties of what floats compute, added up in its order
 */
public record Decider(Engine engine, NumberSort sort, Lane lane) implements Serializable {

  public static final Decider AUTO = new Decider(Engine.AUTO, NumberSort.REAL);

  public Decider(Engine engine, NumberSort sort) {
    this(engine, sort, Lane.EXACT);
  }

  public Decider {
    if (engine == Engine.SMT && lane != Lane.EXACT) {
      throw new BadInput(
          "--arithmetic %s goes without engine smt; its floats are asked for by --sort"
              .formatted(RunRows.word(lane)));
    }
    if (engine != Engine.SMT && !sort.equals(NumberSort.REAL)) {
      throw new BadInput("sort " + sort + " goes with engine smt; bounds are about real numbers");
    }
  }

  /** The same, about properties of what a lane computes. */
  public Decider in(Lane other) {
    return new Decider(engine, sort, other);
  }

  boolean isPlain() {
    return engine == Engine.SMT;
  }

  /** Whether verdicts are about real numbers. */
  boolean isReal() {
    return sort.equals(NumberSort.REAL) && lane == Lane.EXACT;
  }

  /**
   * What verdicts are true of: EXACT, ORDERED, or the sort of floats.
   *
   * @param network null where there are many, whose element types may differ
   */
  String arithmetic(@Nullable Network network) {
    if (isReal()) {
      return Arithmetic.EXACT.name();
    }
    if (lane != Lane.EXACT) {
      return lane == Lane.BIAS_LAST ? Arithmetic.ORDERED.name() : lane.name();
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
    if (lane != Lane.EXACT) {
      return Inputs.FLOAT.name();
    }
    return network != null && sort.isTypeOf(network.elementType())
        ? Inputs.FLOAT.name()
        : sort.toString();
  }

  /** What stands in a question's title: nothing of the default. */
  public String title() {
    String by = equals(AUTO) ? "" : ", engine " + engine.name().toLowerCase(Locale.ROOT);
    if (lane != Lane.EXACT) {
      return by + ", arithmetic " + lane;
    }
    return isReal() ? by : by + ", sort " + sort;
  }
}
