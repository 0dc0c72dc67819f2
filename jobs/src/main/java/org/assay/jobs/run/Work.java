package org.assay.jobs.run;

import java.util.List;
import java.util.function.BiFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoder;
import org.jspecify.annotations.Nullable;

/**
 * Units to be decided, each of which is found once and kept: what {@link Run#decided} takes.
 *
 * @param name for people, while it runs
 * @param question key of all that the units share and that what is found depends on
 * @param units what tells each from the others, the example itself included
 * @param encoder of what is found of a unit
 * @param task finds it, from the units' numbers from 0: one a unit, in their order
 * @param undecided a condition on the columns of what is found; null where nothing can stay so
 * @param crashed stands for a unit that takes its process with it, from its number and why
 */
public record Work<W>(
    String name,
    String question,
    List<String> units,
    Encoder<W> encoder,
    MapPartitionsFunction<Long, W> task,
    @Nullable String undecided,
    BiFunction<Long, Throwable, W> crashed) {

  public Work {
    units = List.copyOf(units);
  }

  /** Work of which nothing stays undecided. */
  public static <W> Work<W> of(
      String name,
      String question,
      List<String> units,
      Encoder<W> encoder,
      MapPartitionsFunction<Long, W> task,
      BiFunction<Long, Throwable, W> crashed) {
    return new Work<>(name, question, units, encoder, task, null, crashed);
  }

  /** The same with a condition on what is found, such as {@code rows[0].verdict = 'Undecided'}. */
  public Work<W> undecidedWhere(String condition) {
    return new Work<>(name, question, units, encoder, task, condition, crashed);
  }

  /** The key under which its batches lie: the question, and the columns of what is found. */
  String key() {
    return Key.of(question, encoder.schema().toDDL());
  }

  /** The key of each unit. */
  List<String> keys() {
    String shared = key();
    return units.stream().map(unit -> Key.of(shared, unit)).toList();
  }
}
