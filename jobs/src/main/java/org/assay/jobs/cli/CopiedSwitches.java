package org.assay.jobs.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assay.jobs.job.ForgedNetworks;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.table.ForgedRow;
import org.assay.jobs.table.NoiseSwitchRow;
import org.assay.noise.Noise;

/**
 * Perturbed copies of forged switches, as files for other verifiers.
 *
 * @param seed of the noise
 * @param forged the switches
 * @param copies what was found about each copy
 */
record CopiedSwitches(long seed, List<ForgedRow> forged, List<NoiseSwitchRow> copies) {

  private static final int SECONDS = 60;

  CopiedSwitches {
    forged = List.copyOf(forged);
    copies =
        copies.stream()
            .sorted(
                Comparator.comparing(NoiseSwitchRow::epsilon)
                    .reversed()
                    .thenComparing(NoiseSwitchRow::sample))
            .toList();
  }

  /**
   * Writes an ONNX file and a property a copy, a list of instances as VNN-COMP has it, and what was
   * answered about each in {@code answers.csv}.
   */
  void write(FileStore files, String folder) {
    Map<Integer, ForgedRow> places =
        forged.stream().collect(Collectors.toMap(ForgedRow::place, Function.identity()));
    StringBuilder instances = new StringBuilder();
    StringBuilder answers =
        new StringBuilder("network,property,epsilon,exact,bias_last,bias_first,outcome\n");
    for (NoiseSwitchRow copy : copies) {
      ForgedRow row = places.get(copy.place());
      if (row == null) {
        throw new IllegalStateException("no switch at " + copy.place());
      }
      String name = "%s-noise-%s-%d".formatted(row.name(), copy.epsilon(), copy.sample());
      String network = "onnx/" + name + ".onnx";
      String property = "vnnlib/" + name + ".vnnlib";
      Noise noise = new Noise(seed, copy.sample(), copy.epsilon());
      files.replace(folder + "/" + network, ForgedNetworks.copy(row, noise));
      files.replace(folder + "/" + property, ForgedNetworks.property(row, copy));
      instances.append("%s,%s,%d\n".formatted(network, property, SECONDS));
      answers.append(
          "%s,%s,%s,%s,%s,%s,%s\n"
              .formatted(
                  network,
                  property,
                  copy.epsilon(),
                  copy.exact(),
                  copy.biasLast(),
                  copy.biasFirst(),
                  copy.outcome()));
    }
    files.replace(folder + "/instances.csv", instances.toString());
    files.replace(folder + "/answers.csv", answers.toString());
  }
}
