package org.assay.jobs.job;

import java.util.List;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Run;
import org.assay.jobs.table.FigureRow;
import org.assay.jobs.table.GateRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;

/**
 * Keeps what a plan's runs came to: its figures and gates. Fills {@code figures} and {@code gates},
 * and leaves a run whose network is the plan itself.
 *
 * @param path of the plan
 * @param text of the plan
 */
public record PlanJob(
    String path, String text, Setting setting, List<FigureRow> figures, List<GateRow> gates)
    implements Job {

  public PlanJob {
    figures = List.copyOf(figures);
    gates = List.copyOf(gates);
  }

  boolean breached() {
    return gates.stream().anyMatch(gate -> !gate.holds());
  }

  @Override
  public RunRow perform(Run run) {
    run.write(
        Tables.FIGURES, run.spark().createDataset(figures, Tables.FIGURES.encoder()).coalesce(1));
    run.write(Tables.GATES, run.spark().createDataset(gates, Tables.GATES.encoder()).coalesce(1));
    return RunRows.of(run, this);
  }
}
