package org.assay.jobs.job;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.assay.jobs.run.Key;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Work;
import org.assay.jobs.table.PatchRow;
import org.assay.jobs.table.Tables;
import org.jspecify.annotations.Nullable;

/**
 * Questions about patches, put to a network as it stands and to what is left of it with fewer bits.
 *
 * @param images those of all questions
 * @param cuts explicit bits, each a network of its own after the one as it stands
 */
record PatchPass(
    SharedNetwork network,
    SharedImages images,
    @Nullable Reduction reduction,
    PatchJob.Asked asked,
    List<Integer> cuts) {

  private static final String METHOD = "patch 1";

  PatchPass {
    cuts = List.copyOf(cuts);
  }

  /** How many answers there will be. */
  long count() {
    return (1L + cuts.size()) * asked.questions().size();
  }

  /** The answers, each found once and kept. */
  Dataset<Decided<PatchRow>> answers(Run run, Setting setting) {
    Broadcast<SharedNetwork> shared = run.share(network, SharedNetwork.class);
    Broadcast<SharedImages> pictures = run.share(images, SharedImages.class);
    PatchJob.Asked all = asked;
    Reduction by = reduction;
    List<Integer> bits = cuts;
    Work<Decided<PatchRow>> work =
        Work.of(
                "patch",
                question(setting),
                LongStream.range(0, count()).mapToObj(place -> "" + place).toList(),
                Decided.encoder(Tables.PATCHES),
                (MapPartitionsFunction<Long, Decided<PatchRow>>)
                    mine -> {
                      Demands demands = new Demands(shared.value(), pictures.value(), by);
                      Tasks tasks = new Tasks(all, demands, bits);
                      return UnitIterator.closing(
                          mine, place -> Decided.by(effort -> tasks.row(place, effort)), tasks);
                    },
                (place, cause) -> crashed(place, cause))
            .undecidedWhere("rows[0].verdict = 'Undecided'");
    return run.decided(work);
  }

  /** Places stand for questions, so that all of these and all their images are in the name. */
  private String question(Setting setting) {
    return WorkKey.of(
        METHOD, network, setting, asked.name(), cuts, WorkKey.of(reduction), Key.of(images.keys()));
  }

  private Decided<PatchRow> crashed(long place, Throwable cause) {
    try (Tasks tasks = new Tasks(asked, new Demands(network, images, reduction), cuts)) {
      return Decided.by(effort -> tasks.crashed(place, cause, effort));
    }
  }

  /** One task for each network that has a question. For one thread. */
  private static final class Tasks implements UnitIterator.Closeable {

    private final PatchJob.Asked asked;
    private final Demands demands;
    private final List<Integer> cuts;
    private final Map<Integer, PatchTask> opened = new HashMap<>();

    Tasks(PatchJob.Asked asked, Demands demands, List<Integer> cuts) {
      this.asked = asked;
      this.demands = demands;
      this.cuts = cuts;
    }

    PatchRow row(long place, EffortSum effort) {
      return task(place).row(question(place), effort);
    }

    PatchRow crashed(long place, Throwable cause, EffortSum effort) {
      return task(place).crashed(question(place), cause, effort);
    }

    private PatchTask task(long place) {
      int network = Math.toIntExact(place / asked.questions().size());
      return opened.computeIfAbsent(network, this::open);
    }

    private int question(long place) {
      return Math.toIntExact(place % asked.questions().size());
    }

    private PatchTask open(int network) {
      return new PatchTask(asked, network == 0 ? demands : demands.of(cuts.get(network - 1)));
    }

    @Override
    public void close() {
      opened.values().forEach(PatchTask::close);
    }
  }
}
