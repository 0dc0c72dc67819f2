package org.assay.jobs.job;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.assay.exact.Rational;
import org.assay.jobs.table.DistanceRow;
import org.assay.network.Tensor;
import org.assay.query.Proof;
import org.assay.query.Witness;
import org.assay.verify.Bracket;
import org.jspecify.annotations.Nullable;

/**
 * The best that earlier runs know of one question.
 *
 * @param low {@code p/q}
 * @param everywhere whether nothing in the domain does it
 * @param high {@code p/q}, of the witness
 * @param witness a FLOAT one, all its values; empty for others
 * @param witnessExact a RATIONAL one
 */
record EarlierBracket(
    @Nullable String low,
    @Nullable String proof,
    boolean everywhere,
    @Nullable String high,
    List<Float> witness,
    @Nullable String witnessExact)
    implements Serializable {

  EarlierBracket {
    witness = List.copyOf(witness);
  }

  static final EarlierBracket NONE = new EarlierBracket(null, null, false, null, List.of(), null);

  /** The best of every question that has rows. */
  static Map<String, EarlierBracket> of(Dataset<DistanceRow> rows) {
    Map<String, EarlierBracket> best = new HashMap<>();
    Iterator<DistanceRow> all = rows.toLocalIterator();
    while (all.hasNext()) {
      DistanceRow row = all.next();
      if (row.question() != null) {
        best.merge(row.question(), of(row), EarlierBracket::and);
      }
    }
    return best;
  }

  private static EarlierBracket of(DistanceRow row) {
    return new EarlierBracket(
        row.low(),
        row.proof(),
        row.outcome().equals("Never"),
        row.high(),
        row.witness(),
        row.witnessExact());
  }

  /** The better end of each. */
  private EarlierBracket and(EarlierBracket other) {
    boolean lower =
        other.low != null && (low == null || exact(other.low).compareTo(exact(low)) > 0);
    boolean upper =
        other.high != null && (high == null || exact(other.high).compareTo(exact(high)) < 0);
    return new EarlierBracket(
        lower ? other.low : low,
        lower ? other.proof : proof,
        everywhere || other.everywhere,
        upper ? other.high : high,
        upper ? other.witness : witness,
        upper ? other.witnessExact : witnessExact);
  }

  private static Rational exact(String number) {
    return Rational.parse(number);
  }

  /** The low end, which rests on a proof; nothing where there is none. */
  Bracket proved() {
    return low == null || proof == null
        ? Bracket.UNKNOWN
        : Bracket.from(Rational.parse(low), Proof.valueOf(proof), everywhere);
  }

  /** What the witness changes about an image; nothing where there is no witness. */
  List<Witness.Change> changes(Tensor image) {
    List<Witness.Change> changes = new ArrayList<>();
    String[] exact = witnessExact == null ? new String[0] : witnessExact.split(",", -1);
    int size = Math.max(exact.length, witness.size());
    for (int i = 0; size == image.size() && i < size; i++) {
      Rational value = exact.length > 0 ? Rational.parse(exact[i]) : Rational.of(witness.get(i));
      if (!value.equals(Rational.of(image.at(i)))) {
        changes.add(new Witness.Change(i, value));
      }
    }
    return changes;
  }
}
