package org.assay.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.assay.jobs.report.Plot.Mark;
import org.assay.jobs.report.Plot.Series;
import org.junit.jupiter.api.Test;

/** What the library draws is what it was given, and fits into a page with others like it. */
class PlotTest {

  private static final String HOSTILE = "\"></svg><script>&{.2f} $x$";

  private static String steps(String first, String second) {
    return Plot.of("Steps " + HOSTILE)
        .counts(12)
        .powers("x", HOSTILE, -3, 1)
        .steps(
            List.of(
                new Series(first, List.of(1e-3, 0.1, 5.0, 10.0), List.of(0.0, 4.0, 9.0, 9.0)),
                new Series(second, List.of(1e-3, 2.0, 10.0), List.of(0.0, 3.0, 3.0))))
        .drawing()
        .render();
  }

  @Test
  void stepsGoOverBeforeTheyGoUp() {
    Drawing drawing = Drawing.first(steps("a", "b"));
    assertThat(drawing.corners("--accent")).startsWith(0.0).containsSubsequence(0.0, 4.0, 4.0, 9.0);
    assertThat(drawing.corners("--ink")).startsWith(0.0).containsSubsequence(0.0, 3.0);
    assertThat(drawing.texts())
        .contains("0", "3", "12", "0.001", "0.01", "0.1", "1", "10", "a", "b");
    assertThat(drawing.svg()).contains("stroke-dasharray");
  }

  @Test
  void seriesOfOneNameStayApart() {
    Drawing drawing = Drawing.first(steps("same", "same"));
    assertThat(drawing.corners("--ink")).contains(3.0).doesNotContain(9.0);
    assertThat(drawing.texts()).contains("same", "same (2)");
  }

  @Test
  void namesAreTextsAndNothingElse() {
    String svg = steps(HOSTILE, "b");
    assertThat(svg).doesNotContain("<script").contains("{.2f} $x$").containsOnlyOnce("</svg>");
    assertThat(svg).contains("aria-label=\"Steps &quot;&gt;&lt;/svg&gt;&lt;script&gt;&amp;");
  }

  @Test
  void equalPlotsAreEqualAndShareNoNames() {
    assertThat(steps("a", "b"))
        .isEqualTo(steps("a", "b"))
        .startsWith("<svg viewBox=\"0 0 480 ")
        .doesNotContain("<style", " id=", "url(", "rgb(")
        .doesNotContainPattern("\\d\\.\\d{3}\\d*\"");
  }

  @Test
  void marksStandAtTheirNumbers() {
    List<Double> x = List.of(0.0, 1.0, 2.0);
    Drawing drawing =
        Drawing.first(
            Plot.of("Marks")
                .percents(90, 100)
                .places("bits", x, List.of("1", "2", "all"))
                .brackets(x, List.of(91.0, 92.0, 93.0), List.of(92.0, 93.0, 94.0))
                .uprights(List.of(0.5))
                .across(99)
                .points(Mark.DOT, x, List.of(91.5, 92.5, 93.5))
                .points(Mark.RING, List.of(1.0), List.of(97.5))
                .drawing()
                .render());
    assertThat(drawing.heights("circle", "--accent")).containsExactly(91.5, 92.5, 93.5);
    assertThat(drawing.heights("circle", "--page")).containsExactly(97.5);
    assertThat(drawing.texts()).contains("90.0 %", "92.5 %", "100.0 %", "1", "2", "all", "bits");
    assertThat(drawing.svg()).contains("stroke=\"var(--soft)\"", "stroke-dasharray");
  }

  @Test
  void barsAreShares() {
    List<Double> numbers = List.of(-1.0, 0.1, 0.2, 0.9);
    Drawing drawing =
        Drawing.first(
            Plot.small("Bars")
                .shares()
                .places("", List.of(-1.0, 1.0), List.of("-1", "1"))
                .bars(numbers, -1, 0.5)
                .drawing()
                .render());
    assertThat(drawing.heights("rect", "--accent")).containsExactly(25.0, 0.0, 50.0, 25.0);
  }

  @Test
  void namesThatWouldMeetAreLeftOut() {
    List<Double> places = IntStream.range(0, 100).mapToObj(i -> (double) i).toList();
    List<String> names = IntStream.range(0, 100).mapToObj("2026-01-%02d"::formatted).toList();
    Drawing drawing =
        Drawing.first(
            Plot.of("Days")
                .percents(0, 100)
                .places("days", places, names)
                .across(50)
                .drawing()
                .render());
    assertThat(drawing.texts()).contains("2026-01-99").doesNotContain("2026-01-98");
    assertThat(drawing.texts().stream().filter(text -> text.startsWith("2026"))).hasSize(6);
  }

  @Test
  void nothingToDrawIsNoFailure() {
    assertThat(
            Plot.small("None")
                .shares()
                .places("", List.of(-1.0, 0.0, 1.0), List.of("-1", "0", "1"))
                .bars(List.of(), -1, 0.1)
                .drawing()
                .render())
        .contains("</svg>");
  }
}
