package org.assay.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.SparkSession;
import org.assay.jobs.table.RecordEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each unit is found once and kept, whoever asks; what takes its process with it stays alone. */
class BatchesTest {

  private static final AtomicInteger FOUND = new AtomicInteger();

  @TempDir private Path out = Path.of("");

  private final SparkSession spark = SharedSession.get();

  /** What is found of a unit. */
  public record Square(String unit, long square, String verdict) {}

  private static Work<Square> work(String question, List<String> units, int poisoned) {
    return Work.of(
            "squares",
            question,
            units,
            RecordEncoder.of(Square.class),
            (MapPartitionsFunction<Long, Square>) mine -> squares(mine, units, poisoned),
            (place, cause) ->
                new Square(units.get(Math.toIntExact(place)), -1, "crashed: " + cause))
        .undecidedWhere("verdict = 'Undecided'");
  }

  private static Iterator<Square> squares(Iterator<Long> mine, List<String> units, int poisoned) {
    return new Iterator<>() {

      @Override
      public boolean hasNext() {
        return mine.hasNext();
      }

      @Override
      public Square next() {
        String unit = units.get(Math.toIntExact(mine.next()));
        long number = Long.parseLong(unit);
        if (number == poisoned) {
          throw new AssertionError("poisoned");
        }
        FOUND.incrementAndGet();
        return new Square(unit, number * number, number % 5 == 0 ? "Undecided" : "Robust");
      }
    };
  }

  private List<Square> decided(Work<Square> work, Batches.Terms terms) {
    FOUND.set(0);
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    FileStore files = Sessions.files(spark);
    Console console = new Console(nowhere, nowhere, Console.Display.NONE);
    try (OutputFolder folder = OutputFolder.open(files, out.toString(), "test")) {
      Run run = new Run(new Runner(spark, files, console, 0), folder.begin("key"), terms);
      return new ArrayList<>(run.decided(work).collectAsList());
    }
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  private static Batches.Terms terms(String command, boolean rerun) {
    return new Batches.Terms(command, 4, rerun);
  }

  @Test
  void onlyWhatIsNewIsFound() {
    List<Square> first = decided(work("q", numbers(0, 10), -1), terms("c1", false));
    assertThat(FOUND).hasValue(10);
    assertThat(first)
        .extracting(Square::square)
        .containsExactlyInAnyOrder(0L, 1L, 4L, 9L, 16L, 25L, 36L, 49L, 64L, 81L);
    assertThat(decided(work("q", numbers(3, 12), -1), terms("c2", false)))
        .extracting(Square::unit)
        .containsExactlyInAnyOrderElementsOf(numbers(3, 12));
    assertThat(FOUND).hasValue(2);
    decided(work("another", numbers(0, 10), -1), terms("c2", false));
    assertThat(FOUND).hasValue(10);
  }

  @Test
  void undecidedOnesAreFoundAnewOnceACommand() {
    decided(work("q", numbers(0, 10), -1), terms("c1", false));
    decided(work("q", numbers(0, 10), -1), terms("c2", true));
    assertThat(FOUND).hasValue(2);
    assertThat(decided(work("q", numbers(0, 10), -1), terms("c2", true))).hasSize(10);
    assertThat(FOUND).hasValue(0);
  }

  @Test
  void dataWithoutAManifestDoNotCount() throws IOException {
    decided(work("q", numbers(0, 10), -1), terms("c1", false));
    Path manifest;
    try (var entries = Files.walk(out.resolve(".units"))) {
      manifest = entries.filter(p -> p.toString().endsWith(".batch")).findFirst().orElseThrow();
    }
    long lost =
        Files.readAllLines(manifest).stream()
            .filter(line -> line.matches("(unit|open) .*"))
            .count();
    byte[] whole = Files.readAllBytes(manifest);
    Files.write(manifest, java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThat(decided(work("q", numbers(0, 10), -1), terms("c2", false))).hasSize(10);
    assertThat(FOUND).hasValue((int) lost);
    assertThat(lost).isBetween(1L, 4L);
  }

  @Test
  void aPoisonedUnitCrashesAlone() {
    List<Square> squares = decided(work("q", numbers(1, 20), 7), terms("c1", false));
    assertThat(squares).hasSize(19);
    assertThat(squares)
        .filteredOn(square -> square.square() < 0)
        .singleElement()
        .satisfies(
            square ->
                assertThat(square.unit() + " " + square.verdict())
                    .startsWith("7 crashed: ")
                    .contains("its process ended 3 times"));
  }

  @Test
  void noMemoryAndNoStackAreTheUnitsFaultToo() {
    for (String kind : List.of("memory", "stack")) {
      System.setProperty("assay.fault.unit", kind + ":6:squares");
      List<Square> squares;
      try {
        squares = decided(work(kind, numbers(1, 20), -1), terms("c1", false));
      } finally {
        System.clearProperty("assay.fault.unit");
      }
      assertThat(squares)
          .hasSize(19)
          .filteredOn(square -> square.square() < 0)
          .singleElement()
          .satisfies(
              square -> assertThat(square.unit() + " " + square.verdict()).startsWith("7 crashed"));
    }
  }

  @Test
  void whatIsWrongWithManyUnitsFailsTheRun() {
    List<String> many = IntStream.range(0, 18).mapToObj(i -> "0".repeat(i) + "7").toList();
    assertThatThrownBy(() -> decided(work("q", many, 7), terms("c1", false)))
        .hasStackTraceContaining("poisoned");
  }
}
