package org.assay.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assay.jobs.report.Sheet.Column;
import org.junit.jupiter.api.Test;

class TerminalTablesTest {

  private static final List<Column> COLUMNS = List.of(Column.text("name"), Column.number("count"));

  @Test
  void numbersLineUpAtTheRight() {
    Sheet sheet =
        new Sheet("Fruit", COLUMNS, List.of(List.of("fig", "1"), List.of("banana", "1,200")), "");
    assertThat(TerminalTables.text(sheet))
        .isEqualTo(
            """
            Fruit
            name    count
            ------  -----
            fig         1
            banana  1,200
            """);
  }

  @Test
  void noCellMovesTheCursor() {
    Sheet sheet = new Sheet("", COLUMNS, List.of(List.of("a\u001b[2Jb\nc\u202e", "1")), "");
    assertThat(TerminalTables.text(sheet)).contains("a [2Jb c  ").doesNotContain("\u001b");
  }

  @Test
  void longCellsAreCutOnTheTerminalOnly() {
    Sheet sheet = new Sheet("", COLUMNS, List.of(List.of("x".repeat(100), "1")), "");
    assertThat(TerminalTables.text(sheet)).contains("x".repeat(57) + "...  ");
    assertThat(TerminalTables.csv(sheet)).contains("x".repeat(100));
  }

  @Test
  void csvQuotesWhatNeedsIt() {
    Sheet sheet =
        new Sheet(
            "", COLUMNS, List.of(List.of("say \"a,b\"", "1"), List.of("two\nlines", "2")), "");
    assertThat(TerminalTables.csv(sheet))
        .isEqualTo("name,count\n\"say \"\"a,b\"\"\",1\n\"two\nlines\",2\n");
  }

  @Test
  void aRowOfAnotherWidthIsRefused() {
    assertThatThrownBy(() -> new Sheet("Fruit", COLUMNS, List.of(List.of("fig")), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Fruit");
  }
}
