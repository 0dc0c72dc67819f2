package org.assay.jobs.cli;

import java.util.function.Function;
import org.assay.jobs.job.PatchComparison;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Selection;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is told of patches beside themselves. */
final class PatchAccuracyOptions {

  @Option(
      names = "--accuracy",
      description =
          "Tell how many images of each label are labelled right before and after each patch, as"
              + " it was written, in the network's own arithmetic (table patch_accuracy).")
  private boolean accuracy;

  @Option(
      names = "--accuracy-select",
      paramLabel = "LIST",
      description = "The images that --accuracy counts. Default: all of the data set.")
  private @Nullable Selection selection;

  @Option(
      names = "--quantise",
      paramLabel = "BITS",
      description =
          "Put each question also to the network whose weights and biases are cut to so many"
              + " explicit bits, toward zero; its patched biases are written with no more.")
  private @Nullable Integer quantised;

  /**
   * What is compared.
   *
   * @param select gives a selection of the images with the network
   */
  PatchComparison of(SharedNetwork network, Function<Selection, Subject> select) {
    if (selection != null && !accuracy) {
      throw new BadInput("--accuracy-select goes with --accuracy");
    }
    PatchComparison bits = new PatchComparison(quantised, null);
    bits.check(network.network());
    return accuracy
        ? new PatchComparison(
            quantised, select.apply(selection == null ? Selection.ALL : selection).images())
        : bits;
  }
}
