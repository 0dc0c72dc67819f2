package org.assay.jobs.job;

import java.io.Serializable;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.assay.encoding.NumberSort;
import org.assay.forge.Switch;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Key;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.Work;
import org.assay.jobs.table.ForgedRow;
import org.assay.jobs.table.NoiseSwitchRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.jobs.table.VerifyRow;
import org.assay.network.Network;
import org.assay.noise.Noise;
import org.assay.query.Reason;
import org.assay.triggers.Lane;
import org.assay.verify.Engine;
import org.jspecify.annotations.Nullable;

/**
 * Asks {@code verify} about perturbed copies of forged switches in every arithmetic: is the switch
 * off, revealed, or still hidden? Fills {@code noise_switches}. A unit of work is a switch, with
 * all its copies.
 *
 * @param forged rows of a suite
 * @param from where they lie
 * @param timeout for each answer
 */
public record NoiseSwitchesJob(
    Dataset<ForgedRow> forged,
    String from,
    Setting setting,
    NoiseQuestion question,
    Duration timeout,
    FileStore files)
    implements Job {

  private static final Decider BY = new Decider(Engine.BOUNDS, NumberSort.REAL);

  /** What a copy is. */
  public enum Outcome {
    /** No counterexample in any of the three arithmetics: the switch does nothing any more. */
    OFF,
    /** One in each of them: whoever verifies sees what runs. */
    REVEALED,
    /** One in some of them and none in others, so that the order of additions still decides. */
    HIDDEN,
    UNDECIDED;

    /** From the verdicts in the arithmetics. */
    static Outcome of(List<String> verdicts) {
      if (verdicts.contains("Undecided")) {
        return UNDECIDED;
      }
      boolean some = verdicts.contains("Violated");
      boolean all = !verdicts.contains("Holds");
      return all ? REVEALED : some ? HIDDEN : OFF;
    }
  }

  private static final String METHOD = "noise switches 1";

  @Override
  public String key() {
    return Key.of(asked(), from, Key.of(units()));
  }

  private String asked() {
    return Key.of(METHOD, RunRows.version(), question, timeout, setting.seed());
  }

  private List<String> units() {
    return forged.collectAsList().stream().map(ForgedRow::toString).toList();
  }

  @Override
  public RunRow perform(Run run) {
    Dataset<Decided<NoiseSwitchRow>> units = run.decided(work());
    run.write(Tables.NOISE_SWITCHES, Decided.rows(units, Tables.NOISE_SWITCHES).coalesce(1));
    return RunRows.of(run, from, setting, RunRows.Asked.NOTHING, Decided.told(run, units));
  }

  private Work<Decided<NoiseSwitchRow>> work() {
    Asking asking = new Asking(files, question, timeout, setting.seed());
    List<ForgedRow> rows = List.copyOf(forged.collectAsList());
    return Work.of(
            "noise",
            asked(),
            units(),
            Decided.encoder(Tables.NOISE_SWITCHES),
            (MapPartitionsFunction<Long, Decided<NoiseSwitchRow>>)
                places -> {
                  Tasks tasks = new Tasks(asking);
                  return UnitIterator.closing(
                      places, place -> tasks.rows(rows.get(Math.toIntExact(place))), tasks);
                },
            (place, cause) -> asking.crashed(rows.get(Math.toIntExact(place)), cause))
        .undecidedWhere("exists(rows, row -> row.outcome = 'UNDECIDED')");
  }

  /** What is asked of every switch. */
  private record Asking(FileStore files, NoiseQuestion question, Duration timeout, long seed)
      implements Serializable {

    List<Noise> noises(ForgedRow row) {
      return question.noises(seed).stream().map(noise -> of(row, noise)).toList();
    }

    /** Copies of several switches are to be independent: each has samples of its own. */
    private Noise of(ForgedRow row, Noise noise) {
      long first = (long) row.place() * question.samples();
      return new Noise(noise.seed(), first + noise.sample(), noise.epsilon());
    }

    Decided<NoiseSwitchRow> crashed(ForgedRow row, Throwable cause) {
      EffortSum effort = new EffortSum();
      String detail = Crash.detail(cause);
      effort.add(Crash.effort((long) question.noises(seed).size() * Lane.values().length));
      effort.addCrash("place " + row.place(), detail);
      Network network = ForgedNetworks.of(row).network();
      return effort.of(
          noises(row).stream()
              .map(
                  noise ->
                      row(
                          row,
                          noise,
                          noise.of(network).contentHash(),
                          Collections.nCopies(Lane.values().length, "Undecided"),
                          Reason.CRASHED + ": " + detail,
                          0))
              .toList());
    }

    NoiseSwitchRow row(
        ForgedRow row,
        Noise noise,
        String hash,
        List<String> verdicts,
        @Nullable String reason,
        double seconds) {
      return new NoiseSwitchRow(
          row.place(),
          row.layers(),
          row.omega(),
          noise.epsilon(),
          noise.sample(),
          hash,
          verdicts.get(0),
          verdicts.get(1),
          verdicts.get(2),
          Outcome.of(verdicts).name(),
          reason,
          seconds);
    }
  }

  /** A task for each arithmetic. */
  private static final class Tasks implements UnitIterator.Closeable {

    private final Asking asking;
    private final Map<Lane, VerifyTask> tasks = new EnumMap<>(Lane.class);

    Tasks(Asking asking) {
      this.asking = asking;
      for (Lane lane : Lane.values()) {
        tasks.put(lane, new VerifyTask(asking.files(), BY.in(lane), asking.seed()));
      }
    }

    /** A row a copy. */
    Decided<NoiseSwitchRow> rows(ForgedRow row) {
      EffortSum effort = new EffortSum();
      Network network = ForgedNetworks.of(row).network();
      return effort.of(
          asking.noises(row).stream().map(noise -> row(row, network, noise, effort)).toList());
    }

    private NoiseSwitchRow row(ForgedRow row, Network network, Noise noise, EffortSum effort) {
      Network copy = noise.of(network);
      String hash = copy.contentHash();
      NetworkSource source = new NetworkSource(row.name() + ".onnx", null);
      VerifyInstance instance =
          new VerifyInstance(row.place() + 1, source, row.name() + ".vnnlib", asking.timeout());
      var read = new VerifyTask.ReadNetwork(source, copy, hash);
      String text = ForgedNetworks.property(row);
      var asked =
          new VerifyTask.ReadProperty(
              Switch.property(ForgedNetworks.box(row)), FileHash.of(ForgedNetworks.bytes(text)));
      Map<Lane, VerifyRow> found = new EnumMap<>(Lane.class);
      tasks.forEach(
          (lane, task) ->
              found.put(lane, VerifyTask.counted(task.decide(instance, read, asked), effort)));
      List<String> verdicts =
          List.of(
              verdict(found, Lane.EXACT),
              verdict(found, Lane.BIAS_LAST),
              verdict(found, Lane.BIAS_FIRST));
      double seconds = found.values().stream().mapToDouble(VerifyRow::seconds).sum();
      return asking.row(row, noise, hash, verdicts, reason(found), seconds);
    }

    private static String verdict(Map<Lane, VerifyRow> found, Lane lane) {
      return String.valueOf(Objects.requireNonNull(found.get(lane)).verdict());
    }

    private static @Nullable String reason(Map<Lane, VerifyRow> found) {
      return found.entrySet().stream()
          .filter(of -> of.getValue().reason() != null)
          .map(
              of ->
                  "%s: %s, %s"
                      .formatted(of.getKey(), of.getValue().reason(), of.getValue().detail()))
          .findFirst()
          .orElse(null);
    }

    @Override
    public void close() {
      tasks.values().forEach(VerifyTask::close);
    }
  }
}
