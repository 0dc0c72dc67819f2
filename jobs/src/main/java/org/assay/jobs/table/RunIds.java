package org.assay.jobs.table;

/** The ids of runs. */
public final class RunIds {

  private RunIds() {}

  /**
   * The id of the first run of the command that made a run: later runs have it with a number after
   * it.
   */
  public static String command(String run) {
    String[] parts = run.split("-", -1);
    return parts.length > 2 ? parts[0] + "-" + parts[1] : run;
  }
}
