package org.assay.jobs.report;

import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.assay.exact.Rational;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.ImportanceRow;
import org.assay.jobs.table.PixelAttackRow;
import org.assay.jobs.table.PixelPairRow;
import org.assay.jobs.table.PixelSummaryRow;
import org.assay.jobs.table.RunRow;
import org.jspecify.annotations.Nullable;

/** Rows as the jobs write them, made up: rings for digits, seeded numbers for the rest. */
final class Samples {

  static final int SIDE = 28;
  static final int PIXELS = SIDE * SIDE;

  private Samples() {}

  static RunRow run(String command, Integer count, int images) {
    return startedAt(command, count, images, "2026-01-02T03:04:05Z");
  }

  static RunRow startedAt(String command, @Nullable Integer count, int images, String started) {
    return new RunRow(
        command,
        "--network deepcheck.onnx --images mnist --scope pattern",
        "models/deepcheck.onnx",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        ByteBuffer.wrap(new byte[] {1, 2, 3}),
        "FLOAT32",
        10,
        "data/<mnist>&co",
        images,
        1,
        SIDE,
        SIDE,
        "0",
        "1",
        null,
        null,
        null,
        null,
        null,
        null,
        "EXACT",
        "REAL",
        "PATTERN",
        "auto",
        count,
        count != null && count == 2 ? "top:5%" : null,
        "coi",
        null,
        7,
        "0.1.0",
        "4.1.3",
        started,
        12.25,
        0,
        images * 784L,
        images * 780L,
        images * 4L,
        0,
        0,
        21,
        21,
        0);
  }

  /** The question of a run, in pattern scope. */
  static Question question(int count) {
    return Objects.requireNonNull(Question.of(run("pixels", count, 1)));
  }

  /** A row as it would be in full scope. */
  static <R extends Record> R inFullScope(R row, Class<R> type) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      Object[] values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        Object value = components[i].getAccessor().invoke(row);
        values[i] = components[i].getName().equals("scope") ? "FULL" : value;
      }
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  static Subject subject() {
    return Subject.of(run("pixels", 1, 1));
  }

  /** A ring whose size tells the label. */
  static ImageRow image(int id, int label, int predicted) {
    List<Float> pixels = new ArrayList<>();
    for (int p = 0; p < PIXELS; p++) {
      double distance = Math.hypot(Math.floorDiv(p, SIDE) - 13.5, p % SIDE - 13.5);
      double value = Math.max(0, 1 - Math.abs(distance - 3 - label * 0.7) / 2);
      pixels.add(Math.round(value * 255) / 255f);
    }
    return new ImageRow(
        id,
        label,
        predicted,
        predicted,
        null,
        label == predicted,
        1.5,
        "AUDITED",
        "p" + id,
        pixels);
  }

  static Specimen specimen(int id, int label, int attackable) {
    Random random = new Random(id);
    ImageRow image = image(id, label, label);
    List<List<Integer>> orders = new ArrayList<>();
    for (int metric = 0; metric < 3; metric++) {
      List<Integer> order = new ArrayList<>(IntStream.range(0, PIXELS).boxed().toList());
      Collections.shuffle(order, random);
      orders.add(order);
    }
    List<PixelAttackRow> rows = new ArrayList<>();
    List<Specimen.Ranks> ranks = new ArrayList<>();
    for (int p = 0; p < PIXELS; p++) {
      int[] rank = {orders.get(0).get(p), orders.get(1).get(p), orders.get(2).get(p)};
      ranks.add(new Specimen.Ranks(p, rank[0], rank[1], rank[2]));
      if (rank[2] % 50 == 0 && rank[2] / 50 < attackable) {
        rows.add(violated(image, p, rank, (label + 1) % 10));
      }
    }
    return new Specimen(
        image, PIXELS, ranks, rows, single(image, rows), pairs(image), 0, pairRows(image));
  }

  static PixelAttackRow violated(ImageRow image, int pixel, int[] rank, int label) {
    float after = image.pixels().get(pixel) < 0.5f ? 0.875f : 0.0625f;
    return witnessed(image, pixel, rank, label, Rational.of(after).toString(), "FLOAT");
  }

  static PixelAttackRow witnessed(
      ImageRow image, int pixel, int[] rank, int label, String witness, String kind) {
    double before = image.pixels().get(pixel);
    double change = Math.abs(Rational.parse(witness).nearestDouble() - before);
    return new PixelAttackRow(
        image.image(),
        pixel,
        pixel / SIDE,
        pixel % SIDE,
        null,
        "PATTERN",
        "REAL",
        "Violated",
        null,
        null,
        null,
        false,
        "GEOMETRY",
        false,
        rank[0],
        rank[1],
        rank[2],
        image.predicted(),
        label,
        "1/3",
        0.333,
        false,
        "1",
        1.0,
        true,
        "1/5",
        0.2,
        change,
        witness,
        kind,
        label);
  }

  static PixelAttackRow robust(ImageRow image, Specimen.Ranks ranks) {
    int pixel = ranks.pixel();
    return new PixelAttackRow(
        image.image(),
        pixel,
        pixel / SIDE,
        pixel % SIDE,
        null,
        "PATTERN",
        "REAL",
        "Robust",
        "GEOMETRY",
        null,
        null,
        false,
        "GEOMETRY",
        false,
        Objects.requireNonNull(ranks.abs()),
        Objects.requireNonNull(ranks.co()),
        Objects.requireNonNull(ranks.coi()),
        image.predicted(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  static PixelSummaryRow single(ImageRow image, List<PixelAttackRow> rows) {
    List<Integer> pixels = rows.stream().map(PixelAttackRow::pixel).distinct().sorted().toList();
    boolean none = rows.isEmpty();
    List<Long> perLabel = new ArrayList<>(Collections.nCopies(10, 0L));
    rows.forEach(r -> perLabel.set(r.label(), perLabel.get(r.label()) + 1));
    return new PixelSummaryRow(
        image.image(),
        1,
        "PATTERN",
        "REAL",
        null,
        "coi",
        image.label(),
        image.predicted(),
        PIXELS,
        pixels.size(),
        0,
        0,
        rows.stream().map(PixelAttackRow::label).distinct().sorted().toList(),
        perLabel,
        IntStream.range(0, PIXELS).mapToObj(p -> pixels.contains(p) ? 1L : 0L).toList(),
        none ? null : pixels.get(0),
        none ? null : rows.stream().mapToInt(PixelAttackRow::rankAbs).min().orElseThrow() + 1,
        none ? null : rows.stream().mapToInt(PixelAttackRow::rankCo).min().orElseThrow() + 1,
        none ? null : rows.stream().mapToInt(PixelAttackRow::rankCoi).min().orElseThrow() + 1,
        none ? null : rows.get(0).pixel(),
        null,
        none ? null : rows.get(0).label(),
        none ? null : rows.get(0).witness(),
        null,
        none ? null : "FLOAT");
  }

  static PixelSummaryRow pairs(ImageRow image) {
    TreeMap<Integer, Long> participation = new TreeMap<>();
    pairRows(image)
        .forEach(
            r -> {
              participation.merge(r.first(), 1L, Long::sum);
              participation.merge(r.second(), 1L, Long::sum);
            });
    return new PixelSummaryRow(
        image.image(),
        2,
        "PATTERN",
        "REAL",
        "top:5%",
        "coi",
        image.label(),
        image.predicted(),
        741,
        3,
        0,
        1,
        List.of((image.label() + 1) % 10),
        Collections.nCopies(10, 0L),
        IntStream.range(0, PIXELS).mapToObj(p -> participation.getOrDefault(p, 0L)).toList(),
        null,
        null,
        null,
        4,
        400,
        401,
        (image.label() + 1) % 10,
        "1",
        "1/3",
        "RATIONAL");
  }

  static List<PixelPairRow> pairRows(ImageRow image) {
    return List.of(
        pair(image, 400, 401, 1, 3, true),
        pair(image, 400, 430, 1, 7, false),
        pair(image, 401, 430, 3, 7, false));
  }

  private static PixelPairRow pair(
      ImageRow image, int first, int second, int firstRank, int secondRank, boolean isNew) {
    int label = (image.label() + 1) % 10;
    return new PixelPairRow(
        image.image(),
        first,
        second,
        firstRank,
        secondRank,
        "PATTERN",
        "REAL",
        "Violated",
        null,
        null,
        isNew,
        List.of(label),
        "GEOMETRY",
        false,
        image.predicted(),
        label,
        "1",
        "1/3",
        "RATIONAL",
        null);
  }

  static ImportanceRow importance(int image, Specimen.Ranks r) {
    return new ImportanceRow(
        image,
        r.pixel(),
        r.pixel() / SIDE,
        r.pixel() % SIDE,
        0.5,
        null,
        0.5,
        0.5,
        0.25,
        r.abs(),
        r.co(),
        r.coi());
  }
}
