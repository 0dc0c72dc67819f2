package org.assay.jobs.cli;

import org.assay.jobs.run.Console;

/**
 * One call of the program.
 *
 * @param arguments as given, one line
 */
record Invocation(Console console, String arguments) {}
