package org.assay.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.assay.jobs.report.Sheet.Column;

/** Writes sheets as aligned plain text for a terminal, and as CSV. */
public final class TerminalTables {

  private static final int WIDEST_CELL = 60;
  private static final String GAP = "  ";
  private static final String LINE_END = "\n";

  private TerminalTables() {}

  /**
   * The sheet as lines of aligned columns, each ended by a newline. Control characters become
   * spaces, so that no cell can move the cursor; a cell of more than 60 characters is cut with
   * three full stops.
   */
  public static String text(Sheet sheet) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(sheet.columns().stream().map(Column::name).toList());
    for (List<String> row : sheet.rows()) {
      lines.add(row.stream().map(TerminalTables::cell).toList());
    }
    int[] widths = widths(lines, sheet.columns().size());
    StringBuilder out = new StringBuilder();
    if (!sheet.title().isEmpty()) {
      out.append(printable(sheet.title())).append(LINE_END);
    }
    appendLine(out, sheet.columns(), lines.get(0), widths);
    appendLine(out, sheet.columns(), rule(widths), widths);
    for (List<String> line : lines.subList(1, lines.size())) {
      appendLine(out, sheet.columns(), line, widths);
    }
    if (!sheet.note().isEmpty()) {
      out.append(printable(sheet.note())).append(LINE_END);
    }
    return out.toString();
  }

  /** The sheet as CSV (RFC 4180, newline-ended lines, headings first), nothing cut. */
  public static String csv(Sheet sheet) {
    StringBuilder out = new StringBuilder();
    out.append(csvLine(sheet.columns().stream().map(Column::name).toList()));
    for (List<String> row : sheet.rows()) {
      out.append(csvLine(row));
    }
    return out.toString();
  }

  /** The text with every control character replaced by a space. */
  public static String printable(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}]", " ");
  }

  private static String cell(String text) {
    String line = printable(text);
    return line.codePointCount(0, line.length()) <= WIDEST_CELL
        ? line
        : line.substring(0, line.offsetByCodePoints(0, WIDEST_CELL - 3)) + "...";
  }

  private static int[] widths(List<List<String>> lines, int columns) {
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int c = 0; c < columns; c++) {
        String text = line.get(c);
        widths[c] = Math.max(widths[c], text.codePointCount(0, text.length()));
      }
    }
    return widths;
  }

  private static List<String> rule(int[] widths) {
    List<String> rule = new ArrayList<>();
    for (int width : widths) {
      rule.add("-".repeat(width));
    }
    return rule;
  }

  private static void appendLine(
      StringBuilder out, List<Column> columns, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < cells.size(); c++) {
      String text = cells.get(c);
      String fill = " ".repeat(widths[c] - text.codePointCount(0, text.length()));
      line.append(c == 0 ? "" : GAP);
      line.append(columns.get(c).number() ? fill + text : text + fill);
    }
    out.append(line.toString().stripTrailing()).append(LINE_END);
  }

  private static String csvLine(List<String> cells) {
    return cells.stream().map(TerminalTables::quoted).collect(Collectors.joining(",")) + LINE_END;
  }

  private static String quoted(String text) {
    return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + text.replace("\"", "\"\"") + '"'
        : text;
  }
}
