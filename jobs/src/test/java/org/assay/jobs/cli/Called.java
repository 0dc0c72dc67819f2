package org.assay.jobs.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.assay.jobs.run.Console;
import org.assay.jobs.run.SharedSession;

/** A command line that was run in this process: its exit code and what it said. */
record Called(int exitCode, String out, String err) {

  static Called assay(String... arguments) {
    SharedSession.get();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console = new Console(stream(out), stream(err), Console.Display.NONE);
    int exitCode = Main.run(console, arguments);
    return new Called(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
