package org.assay.jobs.cli;

import org.assay.jobs.run.NetworkSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which network. */
final class NetworkOptions {

  @Option(
      names = "--network",
      required = true,
      paramLabel = "FILE",
      description = "An ONNX or .nnet file by any Hadoop path, or bundled:deepcheck.")
  private String network = "";

  @Option(
      names = "--normalise",
      paramLabel = "MEAN:STD",
      description =
          "Put (x - mean) / std before the first layer; one number each, or one a channel with commas between.")
  private @Nullable String normalise;

  @Option(
      names = "--round-bits",
      paramLabel = "BITS",
      converter = Converters.SignificandBits.class,
      description =
          "Cut every weight and bias to so many explicit bits of its significand, toward zero; 23 is"
              + " all of float32. What is found concerns that network.")
  private @Nullable Integer significandBits;

  @Option(
      names = "--pre",
      paramLabel = "FILE",
      description =
          "Put another network before this one, such as principal components: what is asked and found"
              + " is then about its inputs. --normalise and --round-bits are not about it.")
  private @Nullable String pre;

  NetworkSource source() {
    return new NetworkSource(network, normalise, significandBits, pre);
  }
}
