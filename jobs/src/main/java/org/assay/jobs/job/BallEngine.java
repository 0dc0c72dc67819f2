package org.assay.jobs.job;

import java.io.Serializable;
import org.assay.encoding.NumberSort;
import org.assay.jobs.run.BadInput;
import org.assay.network.Network;
import org.assay.query.Arithmetic;
import org.assay.query.Inputs;
import org.assay.smt.PlainSmt;
import org.assay.verify.Engine;

/**
 * What decides balls, and over which numbers.
 *
 * @param sort reals, but for the solver, which has the inputs and the arithmetic of its sort
 */
public record BallEngine(Engine engine, NumberSort sort) implements Serializable {

  public static final BallEngine AUTO = new BallEngine(Engine.AUTO, NumberSort.REAL);

  public BallEngine {
    if (engine != Engine.SMT && !sort.equals(NumberSort.REAL)) {
      throw new BadInput("sort " + sort + " goes with engine smt; bounds are about real numbers");
    }
  }

  boolean isPlain() {
    return engine == Engine.SMT;
  }

  /** What verdicts are true of: EXACT, ORDERED, or the sort of floats. */
  String arithmetic(Network network) {
    return isPlain() ? PlainSmt.arithmetic(network, sort) : Arithmetic.EXACT.name();
  }

  /**
   * Of which inputs verdicts speak: those asked for, or all of the sort.
   *
   * @param asked REAL where the solver decides
   */
  String inputs(Network network, Inputs asked) {
    if (!isPlain() || sort.equals(NumberSort.REAL)) {
      return asked.name();
    }
    return sort.isTypeOf(network.elementType()) ? Inputs.FLOAT.name() : sort.toString();
  }
}
