package org.assay.jobs.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code assay}. Exit codes: 0 done, whatever the verdicts; 1 a gate of the plan is
 * breached; 2 bad usage or bad input; 3 failed, crashed units, or engines that differ.
 */
@Command(
    name = "assay",
    description = "Audits neural-network classifiers exactly, over whole data sets.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes:",
      "  0  done, whatever the verdicts",
      "  1  a gate of the plan is breached",
      "  2  bad usage or bad input; the message says what to do",
      "  3  failed, crashed units, or engines that differ",
      "",
      "Example:",
      "  assay audit                         every question on the bundled network and digits",
      "  assay COMMAND --help                what a command takes and gives, with an example"
    })
public final class Main implements Runnable {

  /** The options of the JVM by which the launcher says that standard error is a terminal. */
  private static final String TERMINAL = "assay.terminal";

  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  public static void main(String[] arguments) {
    Console.Display display =
        Boolean.getBoolean(TERMINAL) ? Console.Display.BAR : Console.Display.LINES;
    System.exit(run(new Console(utf8(System.out), System.err, display), arguments));
  }

  private static PrintStream utf8(PrintStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }

  /** Runs a command line and gives its exit code; results and messages go to the console. */
  static int run(Console console, String... arguments) {
    Invocation invocation = new Invocation(console, String.join(" ", arguments));
    CommandLine line = new CommandLine(new Main());
    line.addSubcommand(new InspectCommand(invocation));
    line.addSubcommand(new AccuracyCommand(invocation));
    line.addSubcommand(new ImportanceCommand(invocation));
    line.addSubcommand(new TraceCommand(invocation));
    line.addSubcommand(new PixelsCommand(invocation));
    line.addSubcommand(new ScanTriggersCommand(invocation));
    line.addSubcommand(new RobustnessCommand(invocation));
    line.addSubcommand(new VerifyCommand(invocation));
    line.addSubcommand(new DistanceCommand(invocation));
    line.addSubcommand(new PatchCommand(invocation));
    line.addSubcommand(new ImplantCommand(invocation));
    line.addSubcommand(new RepairCommand(invocation));
    line.addSubcommand(new CheckProofCommand(invocation));
    line.addSubcommand(new RoundCommand(invocation));
    line.addSubcommand(new LanesCommand(invocation));
    line.addSubcommand(new NoiseCommand(invocation));
    line.addSubcommand(new AttackCommand(invocation));
    line.addSubcommand(new ScanNumericsCommand(invocation));
    line.addSubcommand(new PcaCommand(invocation));
    line.addSubcommand(new TransformCommand(invocation));
    line.addSubcommand(new TranslateCommand(invocation));
    line.addSubcommand(new EncodeCommand(invocation));
    line.addSubcommand(new MipExportCommand(invocation));
    line.addSubcommand(ForgeCommand.line(invocation));
    line.addSubcommand(new AuditCommand(invocation));
    line.addSubcommand(new CheckCommand(invocation));
    line.addSubcommand(new ReportCommand(invocation));
    line.addSubcommand(new ShowCommand(invocation));
    line.addSubcommand(new ExplainCommand(invocation));
    line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    Converters.register(line);
    line.setUsageHelpWidth(100);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(Main::failed);
    return line.execute(arguments);
  }

  /** A bad input is told in one line; anything else is a fault of the program. */
  private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
    String name = line.getCommandSpec().qualifiedName();
    if (e instanceof BadInput) {
      line.getErr().println(name + ": " + e.getMessage());
      return 2;
    }
    line.getErr().println(name + ": failed. This is a fault of Assay or of its surroundings:");
    e.printStackTrace(line.getErr());
    return 3;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? See below.");
  }
}
