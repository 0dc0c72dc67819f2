package org.assay.jobs.cli;

import org.assay.encoding.NumberSort;
import org.assay.jobs.job.AskedArithmetic;
import org.assay.jobs.job.Decider;
import org.assay.verify.Engine;
import picocli.CommandLine.Option;

/** What decides balls, properties and patches. */
final class EngineOptions {

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      defaultValue = "AUTO",
      description =
          "bounds (with branch and bound), smt (Z3 on the plain encoding of the whole network: for"
              + " small ones), or auto: bounds, but for patches held against Z3 on a seeded sample"
              + " of small questions. Default: auto.")
  private Engine engine = Engine.AUTO;

  @Option(
      names = "--sort",
      paramLabel = "SORT",
      defaultValue = "real",
      description =
          "With --engine smt: real, or fp:E,S for IEEE floats, the hidden bit counted (float32 is"
              + " fp:8,24); the verdict is about that arithmetic. Default: real.")
  private NumberSort sort = NumberSort.REAL;

  @Option(
      names = "--arithmetic",
      paramLabel = "WHICH",
      defaultValue = "exact",
      description =
          "exact: real numbers; any-order: numbers computed in the network's element type whatever the"
              + " order and grouping of each sum, with or without fused multiply-add, rounding to"
              + " nearest with gradual underflow (not TF32, bf16, Winograd or FFT convolutions,"
              + " flush-to-zero or rewritten graphs), real inputs being rounded first. Of verify also"
              + " bias-last, bias-first: what the element type computes of its own numbers, products in"
              + " the stated order. With engine auto or bounds. Default: exact.")
  private AskedArithmetic arithmetic = AskedArithmetic.EXACT;

  Decider decider() {
    return new Decider(engine, sort, arithmetic);
  }
}
