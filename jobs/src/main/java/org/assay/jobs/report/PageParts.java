package org.assay.jobs.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.img;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.assay.jobs.report.Sheet.Column;

/** The building blocks of the page. Every text is escaped by j2html. */
final class PageParts {

  private PageParts() {}

  /** A sheet as a table that scrolls sideways in its own box where the screen is narrow. */
  static DomContent sheet(Sheet sheet) {
    return div(
            title(sheet.title()),
            div(table(
                    thead(tr(each(sheet.columns(), PageParts::heading))),
                    tbody(each(sheet.rows(), row -> row(sheet.columns(), row)))))
                .withClass("scroll")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", sheet.title()),
            iff(!sheet.note().isEmpty(), p(sheet.note()).withClass("note")))
        .withClass("sheet");
  }

  /** What stands above a table; outside it, so that it does not scroll with it. */
  static DomContent title(String title) {
    return p(title).withClass("title");
  }

  private static DomContent heading(Column column) {
    return th(column.name()).attr("scope", "col").withClass(column.number() ? "number" : "text");
  }

  private static DomContent row(List<Column> columns, List<String> cells) {
    return tr(
        each(
            IntStream.range(0, cells.size()).boxed().toList(),
            c -> td(cells.get(c)).withClass(columns.get(c).number() ? "number" : "text")));
  }

  /** A picture with a caption below. */
  static DomContent picture(PixelPicture picture, int scale, String alt, String caption) {
    return figure(
        img()
            .withSrc(picture.dataUri(scale))
            .withAlt(alt)
            .attr("width", picture.columns() * scale)
            .attr("height", picture.rows() * scale),
        figcaption(caption));
  }

  /**
   * One bar of a bar chart.
   *
   * @param share of the whole width, from 0 to 1
   * @param text what stands beside the bar
   */
  record Bar(String name, double share, String text) {}

  /** A chart of horizontal bars. */
  static DomContent bars(String title, List<Bar> bars, String note) {
    return div(
            title(title),
            table(tbody(each(bars, PageParts::bar))).withClass("bars"),
            iff(!note.isEmpty(), p(note).withClass("note")))
        .withClass("sheet");
  }

  private static DomContent bar(Bar bar) {
    String width = String.format(Locale.ROOT, "width:%.2f%%", 100 * bar.share());
    return tr(
        th(bar.name()).attr("scope", "row"),
        td(div().withClass("bar").withStyle(width)).withClass("track"),
        td(bar.text()).withClass("number"));
  }

  /** A figure to remember: a number, and what it counts. */
  static DomContent key(String number, String meaning) {
    return div(span(number).withClass("figure"), span(meaning).withClass("meaning"))
        .withClass("key");
  }
}
