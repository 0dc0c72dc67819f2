package org.assay.jobs.job;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Key;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.Subject;
import org.assay.jobs.run.Work;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.jobs.table.VerifyRow;
import org.jspecify.annotations.Nullable;

/**
 * Decides instances, each a network with a property. Fills {@code verify}. A unit of work is an
 * instance; each task reads the files that its instances name.
 *
 * @param subject the network that all instances are about, with the images beside which a plan
 *     asks; null where the instances name their networks
 */
public record VerifyJob(
    Instances instances, @Nullable Subject subject, Setting setting, Decider by, FileStore files)
    implements Job {

  private static final String METHOD = "verify 1";

  @Override
  public String key() {
    return Key.of(question(), subject == null ? "" : subject.source(), Key.of(units()));
  }

  @Override
  public RunRow perform(Run run) {
    Dataset<Decided<VerifyRow>> units = run.decided(work());
    // Many small pieces of work, but not as many files.
    run.write(Tables.VERIFY, Decided.rows(units, Tables.VERIFY).coalesce(1));
    Effort told = Decided.told(run, units);
    return subject == null
        ? RunRows.of(run, instances, setting, RunRows.Asked.of(by, null), told)
        : RunRows.of(
            run, subject, setting, RunRows.Asked.of(by, subject.network().network()), told);
  }

  private Work<Decided<VerifyRow>> work() {
    List<VerifyInstance> all = instances.all();
    FileStore store = files;
    Decider decider = by;
    long seed = setting.seed();
    return Work.of(
            "verify",
            question(),
            units(),
            Decided.encoder(Tables.VERIFY),
            (MapPartitionsFunction<Long, Decided<VerifyRow>>)
                mine -> {
                  VerifyTask task = new VerifyTask(store, decider, seed);
                  return UnitIterator.closing(
                      mine,
                      place ->
                          Decided.by(effort -> task.row(all.get(Math.toIntExact(place)), effort)),
                      task);
                },
            (place, cause) -> crashed(all.get(Math.toIntExact(place)), cause))
        .undecidedWhere("rows[0].verdict is null or rows[0].verdict = 'Undecided'");
  }

  private static Decided<VerifyRow> crashed(VerifyInstance instance, Throwable cause) {
    String detail = Crash.detail(cause);
    EffortSum effort = new EffortSum();
    effort.add(Crash.effort(1));
    effort.addCrash("instance " + instance.row(), detail);
    return effort.of(List.of(VerifyRows.unread(instance, detail)));
  }

  private String question() {
    return Key.of(METHOD, RunRows.version(), by, setting.seed());
  }

  /**
   * The instances with the content of the files that they name; a missing file is a content too.
   */
  private List<String> units() {
    Map<String, String> hashes = new HashMap<>();
    return instances.all().stream()
        .map(
            instance -> {
              String property = hashes.computeIfAbsent(instance.property(), this::hash);
              String network =
                  hashes.computeIfAbsent(instance.network().toString(), n -> hash(instance));
              return "%s %s %s".formatted(instance, network, property);
            })
        .toList();
  }

  private String hash(String file) {
    try {
      return FileHash.of(files.readUnpacked(file));
    } catch (BadInput e) {
      return String.valueOf(e.getMessage());
    }
  }

  private String hash(VerifyInstance instance) {
    try {
      return instance.network().read(files).network().contentHash();
    } catch (BadInput e) {
      return String.valueOf(e.getMessage());
    }
  }
}
