package org.assay.jobs.report;

import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * What the tables of an output folder say, for people: one self-contained HTML page, and a summary
 * for the terminal. Both are made from the tables alone; equal tables give equal texts.
 */
public final class Report {

  /** Where the page lies below the output folder. */
  public static final String FILE = "report.html";

  private final String out;
  private final List<Findings> findings;
  private final List<PropertyFindings> properties;
  private final List<SheetSection> fooling;
  private final List<SwitchFigures.ByKind> switches;
  private final List<ReportPage.TableSize> sizes;

  private Report(
      String out,
      List<Findings> findings,
      List<PropertyFindings> properties,
      List<SheetSection> fooling,
      List<SwitchFigures.ByKind> switches,
      List<ReportPage.TableSize> sizes) {
    this.out = out;
    this.findings = List.copyOf(findings);
    this.properties = List.copyOf(properties);
    this.fooling = List.copyOf(fooling);
    this.switches = List.copyOf(switches);
    this.sizes = List.copyOf(sizes);
  }

  /** Reads the tables below an output folder, counting with Spark. */
  public static Report of(SparkSession spark, String out) {
    StoredTables tables = new StoredTables(spark, out);
    return new Report(
        out,
        new FindingsReader(tables).read(),
        new PropertyReader(tables).benchmarks(),
        new FoolingReader(tables).read(),
        new NoiseReader(tables).switches(),
        tables.sizes());
  }

  List<Findings> findings() {
    return findings;
  }

  /** Of lists of instances, which are about no one network. */
  List<PropertyFindings> properties() {
    return properties;
  }

  List<ReportPage.TableSize> sizes() {
    return sizes;
  }

  /** The page as UTF-8 text; it needs no other file and no network. */
  public String html() {
    return ReportPage.of(
        out, findings, new ReportPage.OfNone(properties, fooling, switches), sizes);
  }

  /** The figures that matter and the paper's tables, as lines for a terminal. */
  public String summary() {
    StringBuilder text = new StringBuilder();
    for (Findings f : findings) {
      text.append(SummaryText.of(f)).append('\n');
    }
    properties.forEach(found -> SummaryText.properties(text, found));
    fooling.forEach(section -> text.append('\n').append(section.terminal()));
    if (!switches.isEmpty()) {
      text.append(TerminalTables.text(SwitchFigures.sheet(switches, NoiseSection.DETECT)));
    }
    return text.isEmpty() ? "No finished run in " + out + ".\n" : text.toString();
  }
}
