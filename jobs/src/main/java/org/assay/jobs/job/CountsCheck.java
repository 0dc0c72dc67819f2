package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.assay.jobs.job.ClaimJudge.Judged;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.table.PatchAccuracyRow;
import org.assay.jobs.table.PatchRow;
import org.assay.jobs.table.RoundingRow;
import org.assay.jobs.table.Table;
import org.assay.jobs.table.Tables;
import org.jspecify.annotations.Nullable;

/**
 * Rows that count images network by network, judged as far as the tables go: content hashes are
 * computed anew, counts and patches are held against each other. The images that were counted are
 * not stored, so that they are not counted again.
 *
 * @param network that the run was about
 */
record CountsCheck(
    SparkSession spark, FileStore files, String out, String run, SharedNetwork network) {

  /** What stands for null in what is judged. */
  static final int NONE = -1;

  /** A network that was asked for patches: a question, and bits. */
  private record Asked(@Nullable Integer question, @Nullable Integer bits) {}

  /** All rows of tables {@code rounding} and {@code patch_accuracy} of the run. */
  List<Judged> judged() {
    Map<Asked, PatchRow> patches = new HashMap<>();
    rows(Tables.PATCHES).forEach(p -> patches.put(new Asked(p.question(), p.quantised()), p));
    List<Judged> judged = new ArrayList<>();
    for (RoundingRow row : rows(Tables.ROUNDING)) {
      PatchRow patch = patches.get(new Asked(1, row.bits()));
      judged.add(judged(Tables.ROUNDING, row.bits(), wrong(row, patch)));
    }
    Map<String, List<PatchAccuracyRow>> networks = new TreeMap<>();
    rows(Tables.PATCH_ACCURACY)
        .forEach(
            row ->
                networks
                    .computeIfAbsent(row.variant() + " " + row.question(), v -> new ArrayList<>())
                    .add(row));
    for (List<PatchAccuracyRow> rows : networks.values()) {
      PatchAccuracyRow first = rows.get(0);
      PatchRow patch = patches.get(new Asked(first.question(), first.quantised()));
      judged.add(judged(Tables.PATCH_ACCURACY, first.question(), wrong(rows, patch)));
    }
    return judged;
  }

  private <R extends Record> List<R> rows(Table<R> table) {
    return files.exists(table.folder(out, run))
        ? table.read(spark, out, run).collectAsList()
        : List.of();
  }

  private static Judged judged(Table<?> table, @Nullable Integer unit, Optional<String> wrong) {
    return new Judged(
        table.name(),
        unit == null ? NONE : unit,
        false,
        wrong.isPresent() ? "WRONG" : "RIGHT",
        wrong.orElse(""));
  }

  private String hash(@Nullable Integer bits) {
    return (bits == null ? network : network.cut(bits)).network().contentHash();
  }

  private Optional<String> wrong(RoundingRow row, @Nullable PatchRow patch) {
    String hash = hash(row.bits());
    if (!hash.equals(row.networkHash())) {
      return Optional.of("the network of so many bits is " + hash);
    }
    if (row.changed() > row.images() || (row.bits() == null && row.changed() > 0)) {
      return Optional.of("%d images cannot have another label".formatted(row.changed()));
    }
    boolean same =
        patch == null
            ? row.patchVerdict() == null
            : patch.verdict().equals(row.patchVerdict())
                && Objects.equals(patch.reason(), row.patchReason())
                && Objects.equals(patch.high(), row.patchSize())
                && Objects.equals(patch.highDouble(), row.patchSizeDouble());
    return same
        ? counted(row.correct(), row.images(), row.accuracy())
        : Optional.of("table patches has another answer");
  }

  private static Optional<String> counted(long correct, long images, double accuracy) {
    return correct < 0 || correct > images || accuracy != (double) correct / images
        ? Optional.of("%d of %d images are no share of %s".formatted(correct, images, accuracy))
        : Optional.empty();
  }

  /** What is wrong with the rows of one network. */
  private Optional<String> wrong(List<PatchAccuracyRow> rows, @Nullable PatchRow patch) {
    long images = 0;
    long correct = 0;
    for (PatchAccuracyRow row : rows) {
      String hash = row.question() == null ? hash(row.quantised()) : written(patch);
      Optional<String> wrong = counted(row.correct(), row.images(), row.accuracy());
      if (!row.networkHash().equals(hash)) {
        return Optional.of("%s is the network %s".formatted(row.variant(), hash));
      }
      if (wrong.isPresent()) {
        return wrong;
      }
      // The row over all labels is taken off.
      images += row.label() == null ? -row.images() : row.images();
      correct += row.label() == null ? -row.correct() : row.correct();
    }
    return images == 0 && correct == 0
        ? Optional.empty()
        : Optional.of(rows.get(0).variant() + ": the labels do not add up to all images");
  }

  private static String written(@Nullable PatchRow patch) {
    return patch == null ? "of no patch" : String.valueOf(patch.writtenHash());
  }
}
