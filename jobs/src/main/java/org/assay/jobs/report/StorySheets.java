package org.assay.jobs.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.assay.exact.Rational;
import org.assay.importance.Metric;
import org.assay.jobs.report.Sheet.Column;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.ImportanceRow;
import org.assay.jobs.table.PixelAttackRow;
import org.assay.jobs.table.PixelPairRow;
import org.assay.jobs.table.PixelSummaryRow;
import org.assay.query.Inputs;
import org.assay.query.Scope;
import org.jspecify.annotations.Nullable;

/** One image's story as sentences and sheets, the same on the terminal and on its page. */
final class StorySheets {

  private static final int MOST_IMPORTANT = 10;
  private static final int MOST_ATTACKS = 50;
  private static final int MOST_PAIRS = 20;

  private StorySheets() {}

  /** What the network says of the image. */
  static List<String> sentences(ImageStory story) {
    ImageRow image = story.specimen().image();
    Replay original = story.original();
    List<String> lines = new ArrayList<>();
    lines.add(
        "The true label is %d, the network says %d: %s."
            .formatted(image.label(), image.predicted(), image.correct() ? "right" : "wrong"));
    lines.add(
        "Its margin over the next label is %s in ORDERED arithmetic and %s in EXACT arithmetic%s."
            .formatted(
                Double.toString(original.orderedMargin()),
                Double.toString(original.margin().nearestDouble()),
                original.label() == image.predicted()
                    ? ""
                    : ", where the label is " + original.label()));
    if (image.onnxruntimeLabel() != null) {
      lines.add("onnxruntime says " + image.onnxruntimeLabel() + ".");
    }
    if (!image.status().equals("AUDITED") && !image.status().equals("PREDICTED")) {
      lines.add("It was not audited: " + image.status() + ".");
    }
    lines.addAll(counts(story.stored().answers()));
    lines.addAll(ranges(story.stored().answers()));
    shown(story.specimen()).ifPresent(lines::add);
    story.attacks().forEach(a -> lines.addAll(attack(story.subject(), a)));
    return lines;
  }

  private static List<String> counts(List<PixelSummaryRow> answers) {
    List<String> lines = new ArrayList<>();
    for (PixelSummaryRow s : answers) {
      lines.add(
          "In %s, of %s %s %s attackable%s, %s undecided; labels reached: %s."
              .formatted(
                  Question.range(s.scope(), s.inputs()),
                  Numbers.whole(s.units()),
                  s.count() == 1 ? "pixels" : "pairs of pixels (" + s.pairs() + ")",
                  Numbers.whole(s.attackable()),
                  s.count() == 1 ? "" : ", " + Numbers.whole(s.newAttacks()) + " of them new",
                  Numbers.whole(s.undecided()),
                  Numbers.list(s.labels())));
    }
    return lines;
  }

  /** Which of several answers the rest of the story tells. */
  private static Optional<String> shown(Specimen specimen) {
    PixelSummaryRow summary = specimen.single() == null ? specimen.pairs() : specimen.single();
    return Optional.ofNullable(summary)
        .map(s -> "What follows are the answers in " + Question.range(s.scope(), s.inputs()) + ".");
  }

  /** What the scopes and inputs that were asked about mean for these answers. */
  private static List<String> ranges(List<PixelSummaryRow> answers) {
    List<String> lines = new ArrayList<>();
    if (answers.stream().anyMatch(s -> Scope.PATTERN.name().equals(s.scope()))) {
      lines.add(
          "Pattern scope: only values that keep this image's activation pattern; what is robust"
              + " there may be attackable elsewhere.");
    }
    if (answers.stream().anyMatch(s -> Scope.FULL.name().equals(s.scope()))) {
      lines.add(
          "Full scope: all values, over all activation patterns; what is neither attackable nor"
              + " undecided there is proved robust.");
    }
    if (answers.stream().anyMatch(s -> Inputs.GRID.name().equals(s.inputs()))) {
      lines.add("Grid inputs: only the 256 values b/255 that a pixel of 8 bits can have.");
    }
    return lines;
  }

  /** What an attack changes, and what the network says of it when run again. */
  static List<String> attack(Subject subject, ImageStory.ShownAttack shown) {
    Attack attack = shown.attack();
    Replay replay = shown.replay();
    List<String> lines = new ArrayList<>();
    lines.add(
        "Attack with %s: %s. Run again: EXACT label %d, ahead by %s%s."
            .formatted(
                shown.name().replace('-', ' '),
                GallerySection.changes(subject, attack),
                replay.label(),
                Double.toString(replay.margin().nearestDouble()),
                replay.orderedLabel() == null
                    ? "; the witness is not float32"
                    : "; ORDERED label " + replay.orderedLabel()));
    lines.add(
        shown.onGrid()
            ? "The picture shows the witness exactly."
            : "The picture has 8 bits a pixel and so rounds the witness; of the rounded picture"
                + " ORDERED arithmetic says %d (%s)."
                    .formatted(
                        shown.pictureLabel(),
                        shown.pictureLabel() == attack.image().predicted()
                            ? "no longer an attack"
                            : "still an attack"));
    return lines;
  }

  /** All sheets for which there are rows. */
  static List<Sheet> of(ImageStory story) {
    List<Sheet> sheets = new ArrayList<>(List.of(logits(story)));
    importance(story).ifPresent(sheets::add);
    if (!story.specimen().attacks().isEmpty()) {
      sheets.add(attacks(story.specimen()));
    }
    if (!story.specimen().pairAttacks().isEmpty()) {
      sheets.add(pairs(story.specimen()));
    }
    if (!story.attacks().isEmpty()) {
      sheets.add(witnesses(story));
    }
    return sheets;
  }

  static Sheet logits(ImageStory story) {
    List<Double> ordered = story.original().ordered();
    List<List<String>> rows = new ArrayList<>();
    for (int label = 0; label < story.original().exact().size(); label++) {
      rows.add(
          List.of(
              String.valueOf(label),
              ordered == null ? Sheet.NONE : Double.toString(ordered.get(label)),
              Double.toString(story.original().exact().get(label).nearestDouble())));
    }
    return new Sheet(
        "Logits",
        List.of(Column.number("label"), Column.number("ORDERED"), Column.number("EXACT")),
        rows,
        "EXACT: the nearest double.");
  }

  private static Optional<Sheet> importance(ImageStory story) {
    List<Metric> metrics = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      if (story.specimen().ranked(metric)) {
        metrics.add(metric);
      }
    }
    if (metrics.isEmpty()) {
      return Optional.empty();
    }
    List<Column> columns = new ArrayList<>(List.of(Column.number("rank")));
    metrics.forEach(m -> columns.add(Column.text(Numbers.word(m) + ": pixel")));
    List<List<String>> rows = new ArrayList<>();
    for (int rank = 0; rank < Math.min(MOST_IMPORTANT, story.subject().pixels()); rank++) {
      List<String> row = new ArrayList<>(List.of(String.valueOf(rank)));
      for (Metric metric : metrics) {
        row.add(ranked(story, metric, rank));
      }
      rows.add(row);
    }
    return Optional.of(
        new Sheet(
            "The most important pixels",
            columns,
            rows,
            story.stored().importance().isEmpty() ? "" : "In brackets: the score."));
  }

  private static String ranked(ImageStory story, Metric metric, int rank) {
    for (Specimen.Ranks r : story.specimen().ranks()) {
      if (Objects.equals(r.by(metric), rank)) {
        return r.pixel() + score(story.stored().importance(), metric, r.pixel());
      }
    }
    return Sheet.NONE;
  }

  private static String score(List<ImportanceRow> rows, Metric metric, int pixel) {
    return rows.stream()
        .filter(r -> r.pixel() == pixel)
        .map(
            r ->
                switch (metric) {
                  case ABS -> r.abs();
                  case CO -> r.co();
                  case COI -> r.coi();
                })
        .filter(Objects::nonNull)
        .findFirst()
        .map(score -> " (" + Numbers.measure(score) + ")")
        .orElse("");
  }

  static Sheet attacks(Specimen specimen) {
    List<List<String>> rows = new ArrayList<>();
    for (PixelAttackRow row : specimen.attacks()) {
      if (rows.size() < MOST_ATTACKS) {
        rows.add(
            List.of(
                String.valueOf(row.pixel()),
                row.row() + ", " + row.column(),
                Numbers.measure(specimen.image().pixels().get(row.pixel())),
                Numbers.orNone(row.label()),
                interval(row),
                measure(row.infimumDouble()),
                measure(row.floatChange()),
                row.rankAbs() + ", " + row.rankCo() + ", " + row.rankCoi()));
      }
    }
    String cut =
        specimen.attacks().size() > rows.size()
            ? " The first %d of %d rows.".formatted(rows.size(), specimen.attacks().size())
            : "";
    return new Sheet(
        "Attackable pixels" + range(specimen.single()),
        List.of(
            Column.number("pixel"),
            Column.text("row, column"),
            Column.number("is"),
            Column.number("label"),
            Column.text("values that attack"),
            Column.number("infimum"),
            Column.number("float32"),
            Column.text("ranks abs, co, coi")),
        rows,
        "infimum: of the change over the values that attack. float32: the smallest change to a"
            + " float32 value that was checked. Ranks count from 0."
            + cut);
  }

  /** Over what a sheet's rows range, where that is known. */
  private static String range(@Nullable PixelSummaryRow summary) {
    return summary == null ? "" : " in " + Question.range(summary.scope(), summary.inputs());
  }

  private static String measure(@Nullable Double value) {
    return value == null ? Sheet.NONE : Numbers.measure(value);
  }

  private static String interval(PixelAttackRow row) {
    if (row.lowDouble() == null || row.highDouble() == null) {
      return Sheet.NONE;
    }
    return (Boolean.TRUE.equals(row.lowClosed()) ? "[" : "(")
        + Numbers.measure(row.lowDouble())
        + ", "
        + Numbers.measure(row.highDouble())
        + (Boolean.TRUE.equals(row.highClosed()) ? "]" : ")");
  }

  static Sheet pairs(Specimen specimen) {
    List<List<String>> rows = new ArrayList<>();
    for (PixelPairRow row : specimen.pairAttacks()) {
      if (rows.size() < MOST_PAIRS) {
        rows.add(
            List.of(
                String.valueOf(row.first()),
                String.valueOf(row.second()),
                row.firstRank() + ", " + row.secondRank(),
                Numbers.list(row.labels()),
                row.newAttack() ? "new" : "",
                value(row.firstWitness()),
                value(row.secondWitness()),
                Numbers.orNone(row.label())));
      }
    }
    return new Sheet(
        "Attackable pairs" + range(specimen.pairs()),
        List.of(
            Column.number("first"),
            Column.number("second"),
            Column.text("ranks"),
            Column.text("labels"),
            Column.text("new"),
            Column.number("witness: first"),
            Column.number("second"),
            Column.number("label")),
        rows,
        specimen.pairAttacks().size() > rows.size()
            ? "The best ranked; show pixel_pairs has the others."
            : "");
  }

  private static String value(@Nullable String rational) {
    return rational == null
        ? Sheet.NONE
        : Numbers.measure(Rational.parse(rational).nearestDouble());
  }

  static Sheet witnesses(ImageStory story) {
    List<List<String>> rows = new ArrayList<>();
    for (ImageStory.ShownAttack shown : story.attacks()) {
      shown.attack().changes().stream()
          .sorted(Comparator.comparingInt(Attack.Change::pixel))
          .forEach(
              c ->
                  rows.add(
                      List.of(
                          shown.name(),
                          String.valueOf(c.pixel()),
                          Double.toString(c.before()),
                          Double.toString(c.after().nearestDouble()),
                          c.after().toString(),
                          Numbers.orNone(shown.attack().kind()))));
    }
    return new Sheet(
        "Witnesses",
        List.of(
            Column.text("attack"),
            Column.number("pixel"),
            Column.number("from"),
            Column.number("to"),
            Column.text("exactly"),
            Column.text("kind")),
        rows,
        "to: the nearest double; exactly: the value itself.");
  }
}
