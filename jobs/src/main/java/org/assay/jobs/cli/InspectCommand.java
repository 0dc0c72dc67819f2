package org.assay.jobs.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.assay.jobs.report.Sheet;
import org.assay.jobs.report.Sheet.Column;
import org.assay.jobs.report.TerminalTables;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.SharedNetwork;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what a network file holds. */
@Command(
    name = "inspect",
    description = "Shows a network: layers, shapes, parameters, content hash, import notes.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Input:   an ONNX or .nnet file.",
      "Output:  on the terminal: name, element type, input shape, labels, parameters, SHA-256 of the",
      "         content, a line a layer, and what import rewrote, rounded or dropped.",
      "Example: assay inspect --network bundled:deepcheck"
    })
final class InspectCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Mixin private NetworkOptions network = new NetworkOptions();

  InspectCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    SharedNetwork shared = network.source().read(new FileStore(new Configuration()));
    Network function = shared.network();
    PrintStream out = invocation.console().out();
    out.printf("Network       %s%n", function.name());
    out.printf("File          %s%n", shared.path());
    out.printf("Element type  %s%n", function.elementType());
    out.printf("Input         %s, %,d values%n", function.input(), function.inputs());
    out.printf("Labels        %d%n", function.labels());
    out.printf("Parameters    %,d%n", function.parameters());
    out.printf("Content hash  %s%n%n", function.contentHash());
    out.print(TerminalTables.text(layers(function)));
    out.println();
    out.println(shared.notes().isEmpty() ? "Imported as it stands." : "On import:");
    shared.notes().forEach(note -> out.println("  " + note));
    return 0;
  }

  private static Sheet layers(Network network) {
    List<List<String>> rows = new ArrayList<>();
    for (Layer layer : network.layers()) {
      rows.add(
          List.of(
              Integer.toString(rows.size()),
              layer.describe(),
              layer.input().toString(),
              layer.output().toString(),
              layer instanceof Linear linear ? "%,d".formatted(linear.parameters()) : "0"));
    }
    return new Sheet(
        "",
        List.of(
            Column.number("layer"),
            Column.text("what"),
            Column.text("input"),
            Column.text("output"),
            Column.number("parameters")),
        rows,
        "");
  }
}
