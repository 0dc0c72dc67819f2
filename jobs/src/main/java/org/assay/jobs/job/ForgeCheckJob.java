package org.assay.jobs.job;

import java.io.Serializable;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.assay.encoding.NumberSort;
import org.assay.format.OnnxReader;
import org.assay.format.VnnLib;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Key;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.Work;
import org.assay.jobs.table.ForgedAnswerRow;
import org.assay.jobs.table.ForgedRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.jobs.table.VerifyRow;
import org.assay.network.Network;
import org.assay.query.Property;
import org.assay.query.Reason;
import org.assay.triggers.Lane;
import org.assay.verify.Engine;

/**
 * Asks {@code verify} about forged networks in every arithmetic and holds its answers against what
 * is true: each network and property is made, written, read again as any file is, and decided.
 * Fills {@code forged_answers}. A unit of work is a network in one arithmetic.
 *
 * @param forged rows of a suite
 * @param from where they lie
 * @param timeout for each answer
 */
public record ForgeCheckJob(
    Dataset<ForgedRow> forged,
    String from,
    Setting setting,
    List<Lane> lanes,
    Duration timeout,
    FileStore files)
    implements Job {

  /** No second engine: the truth is known. */
  private static final Decider BY = new Decider(Engine.BOUNDS, NumberSort.REAL);

  public ForgeCheckJob {
    lanes = List.copyOf(lanes);
  }

  private static final String METHOD = "forge check 1";

  @Override
  public String key() {
    return Key.of(question(), from, Key.of(units()));
  }

  private String question() {
    return Key.of(METHOD, RunRows.version(), lanes, timeout, setting.seed());
  }

  private List<String> units() {
    return forged.collectAsList().stream().map(ForgedRow::toString).toList();
  }

  @Override
  public RunRow perform(Run run) {
    Dataset<Decided<ForgedAnswerRow>> units = run.decided(work());
    run.write(Tables.FORGED_ANSWERS, Decided.rows(units, Tables.FORGED_ANSWERS).coalesce(1));
    return RunRows.of(run, from, setting, RunRows.Asked.NOTHING, Decided.told(run, units));
  }

  private Work<Decided<ForgedAnswerRow>> work() {
    Asking asking = new Asking(files, lanes, timeout, setting.seed());
    List<ForgedRow> rows = List.copyOf(forged.collectAsList());
    return Work.of(
            "check",
            question(),
            units(),
            Decided.encoder(Tables.FORGED_ANSWERS),
            (MapPartitionsFunction<Long, Decided<ForgedAnswerRow>>)
                places -> {
                  Tasks tasks = new Tasks(asking);
                  return UnitIterator.closing(
                      places, place -> tasks.answers(rows.get(Math.toIntExact(place))), tasks);
                },
            (place, cause) -> crashed(rows.get(Math.toIntExact(place)), cause))
        .undecidedWhere("exists(rows, row -> row.verdict = 'Undecided')");
  }

  private Decided<ForgedAnswerRow> crashed(ForgedRow row, Throwable cause) {
    EffortSum effort = new EffortSum();
    String detail = Crash.detail(cause);
    effort.add(Crash.effort(lanes.size()));
    effort.addCrash("place " + row.place(), detail);
    return effort.of(
        lanes.stream()
            .map(
                lane ->
                    new ForgedAnswerRow(
                        row.place(),
                        row.layers(),
                        lane.name(),
                        ForgedNetworks.truth(row, lane),
                        "Undecided",
                        "UNDECIDED",
                        Reason.CRASHED + ": " + detail,
                        "none",
                        0))
            .toList());
  }

  /** What is asked of every network. */
  private record Asking(FileStore files, List<Lane> lanes, Duration timeout, long seed)
      implements Serializable {}

  /** A task for each arithmetic. */
  private static final class Tasks implements UnitIterator.Closeable {

    private final Asking asking;
    private final Map<Lane, VerifyTask> tasks = new EnumMap<>(Lane.class);

    Tasks(Asking asking) {
      this.asking = asking;
      for (Lane lane : asking.lanes()) {
        tasks.put(lane, new VerifyTask(asking.files(), BY.in(lane), asking.seed()));
      }
    }

    /** A row an arithmetic. */
    Decided<ForgedAnswerRow> answers(ForgedRow row) {
      EffortSum effort = new EffortSum();
      Network network = OnnxReader.read(row.name(), ForgedNetworks.file(row)).network();
      byte[] text = ForgedNetworks.bytes(ForgedNetworks.property(row));
      Property property = VnnLib.read(row.name(), text, network.inputs(), network.labels());
      NetworkSource source = new NetworkSource(row.name() + ".onnx", null);
      VerifyInstance instance =
          new VerifyInstance(row.place() + 1, source, row.name() + ".vnnlib", asking.timeout());
      var read = new VerifyTask.ReadNetwork(source, network, network.contentHash());
      var asked = new VerifyTask.ReadProperty(property, FileHash.of(text));
      return effort.of(
          asking.lanes().stream()
              .map(
                  lane -> {
                    VerifyTask task = Objects.requireNonNull(tasks.get(lane));
                    VerifyTask.Decided decided = task.decide(instance, read, asked);
                    return answer(row, lane, VerifyTask.counted(decided, effort));
                  })
              .toList());
    }

    private static ForgedAnswerRow answer(ForgedRow row, Lane lane, VerifyRow found) {
      String truth = ForgedNetworks.truth(row, lane);
      String verdict = String.valueOf(found.verdict());
      return new ForgedAnswerRow(
          row.place(),
          row.layers(),
          lane.name(),
          truth,
          verdict,
          outcome(truth, verdict),
          found.reason() == null ? null : found.reason() + ": " + found.detail(),
          found.method(),
          found.seconds());
    }

    private static String outcome(String truth, String verdict) {
      if (verdict.equals("Undecided")) {
        return "UNDECIDED";
      }
      return verdict.equals("Violated") == truth.equals("sat") ? "RIGHT" : "WRONG";
    }

    @Override
    public void close() {
      tasks.values().forEach(VerifyTask::close);
    }
  }
}
