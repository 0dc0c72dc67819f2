package org.assay.jobs.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes adversarial networks; each kind is a command of its own. */
@Command(
    name = "forge",
    description = "Makes networks that fool verifiers, with what is true of them.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   parameters and a seed, or for a backdoor a network; for check a suite.",
      "Output:  ONNX and VNN-LIB files, or tables; see assay forge COMMAND --help.",
      "Example: assay forge switch --sigma -3 --omega 2^54 --layers 20 --out net.onnx"
    })
final class ForgeCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  private ForgeCommand() {}

  /** The command with those below it. */
  static CommandLine line(Invocation invocation) {
    return new CommandLine(new ForgeCommand())
        .addSubcommand(new ForgeSwitchCommand(invocation))
        .addSubcommand(new ForgeBackdoorCommand(invocation))
        .addSubcommand(new ForgeSuiteCommand(invocation))
        .addSubcommand(new ForgeCheckCommand(invocation));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which network? See below.");
  }
}
