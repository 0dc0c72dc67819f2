package org.assay.jobs.report;

import java.util.List;

/**
 * A table for people: the same rows go to the terminal, to CSV and to the page.
 *
 * @param title one line, without a full stop
 * @param columns left to right
 * @param rows top to bottom, one text a column; null is not allowed, an absent value is {@link
 *     #NONE}
 * @param note what a reader must know to read it; may be empty
 */
public record Sheet(String title, List<Column> columns, List<List<String>> rows, String note) {

  /** What stands for an absent value. */
  public static final String NONE = "-";

  /** A column's heading, and whether it holds numbers, which line up at the right. */
  public record Column(String name, boolean number) {

    public static Column text(String name) {
      return new Column(name, false);
    }

    public static Column number(String name) {
      return new Column(name, true);
    }
  }

  public Sheet {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "table \"%s\" has %d columns, a row has %d cells"
                .formatted(title, columns.size(), row.size()));
      }
    }
  }
}
