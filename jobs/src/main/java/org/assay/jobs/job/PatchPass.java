package org.assay.jobs.job;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.util.LongAccumulator;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
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

  /** Questions take from milliseconds to their whole time. */
  private static final int PIECES_OF_CORE = 64;

  PatchPass {
    cuts = List.copyOf(cuts);
  }

  /** How many answers there will be. */
  long count() {
    return (1L + cuts.size()) * asked.questions().size();
  }

  /** The answers, each found once. */
  Dataset<PatchRow> rows(Run run, LongAccumulator units, EffortSum effort) {
    Broadcast<SharedNetwork> shared = run.share(network, SharedNetwork.class);
    Broadcast<SharedImages> pictures = run.share(images, SharedImages.class);
    PatchJob.Asked all = asked;
    Reduction by = reduction;
    List<Integer> bits = cuts;
    return run.pass(
        run.units(count(), PIECES_OF_CORE)
            .mapPartitions(
                (MapPartitionsFunction<Long, PatchRow>)
                    mine -> {
                      Demands demands = new Demands(shared.value(), pictures.value(), by);
                      Tasks tasks = new Tasks(all, demands, bits);
                      return UnitIterator.closing(
                          mine, place -> tasks.row(place, effort), units, tasks);
                    },
                Tables.PATCHES.encoder()));
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
      int questions = asked.questions().size();
      int network = Math.toIntExact(place / questions);
      return opened
          .computeIfAbsent(network, this::open)
          .row(Math.toIntExact(place % questions), effort);
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
