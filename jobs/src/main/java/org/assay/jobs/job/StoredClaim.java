package org.assay.jobs.job;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.assay.jobs.table.PixelAttackRow;
import org.assay.jobs.table.PixelPairRow;
import org.assay.jobs.table.PixelSummaryRow;
import org.assay.jobs.table.Tables;
import org.jspecify.annotations.Nullable;

/**
 * What a stored row claims of an image: a witness, or that a pixel or a pair is robust.
 *
 * @param table that holds the row
 * @param label at the witness; null for a claim of robustness
 * @param pixels the free ones; for pairs claimed robust those of which no pair is attackable
 * @param values of the pixels at the witness, as stored; none for a claim of robustness
 * @param method that decided: GEOMETRY or SMT
 */
public record StoredClaim(
    String table,
    int image,
    int predicted,
    @Nullable Integer label,
    @Nullable Integer orderedLabel,
    List<Integer> pixels,
    List<String> values,
    String method) {

  /** The witness of a row, which must have one. */
  static StoredClaim witness(PixelAttackRow row) {
    return new StoredClaim(
        Tables.PIXEL_ATTACKS.name(),
        row.image(),
        row.predicted(),
        row.label(),
        row.witnessOrderedLabel(),
        List.of(row.pixel()),
        values(row.witness()),
        row.method());
  }

  /** The witness of a row, which must have one. */
  static StoredClaim witness(PixelPairRow row) {
    return new StoredClaim(
        Tables.PIXEL_PAIRS.name(),
        row.image(),
        row.predicted(),
        row.label(),
        row.witnessOrderedLabel(),
        List.of(row.first(), row.second()),
        values(row.firstWitness(), row.secondWitness()),
        row.method());
  }

  /** The witness of a row, which must have one. */
  static StoredClaim witness(PixelSummaryRow row, String method) {
    return new StoredClaim(
        Tables.PIXEL_SUMMARY.name(),
        row.image(),
        row.predicted(),
        row.witnessLabel(),
        null,
        row.second() == null ? list(row.first()) : list(row.first(), row.second()),
        row.second() == null
            ? values(row.firstWitness())
            : values(row.firstWitness(), row.secondWitness()),
        method);
  }

  /** That the pixel of a row is robust. */
  static StoredClaim robust(PixelAttackRow row) {
    return new StoredClaim(
        Tables.PIXEL_ATTACKS.name(),
        row.image(),
        row.predicted(),
        null,
        null,
        List.of(row.pixel()),
        List.of(),
        row.method());
  }

  /** That all pairs with a pixel that takes part in no attack are robust. */
  static StoredClaim robustPairs(PixelSummaryRow row, String method) {
    List<Long> participation = row.participation();
    return new StoredClaim(
        Tables.PIXEL_SUMMARY.name(),
        row.image(),
        row.predicted(),
        null,
        null,
        IntStream.range(0, participation.size())
            .filter(pixel -> participation.get(pixel) == 0)
            .boxed()
            .toList(),
        List.of(),
        method);
  }

  private static List<Integer> list(@Nullable Integer... pixels) {
    return Arrays.stream(pixels).<Integer>map(Objects::requireNonNull).toList();
  }

  private static List<String> values(@Nullable String... values) {
    return Arrays.stream(values).<String>map(Objects::requireNonNull).toList();
  }
}
