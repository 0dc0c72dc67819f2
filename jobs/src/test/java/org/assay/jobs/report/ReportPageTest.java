package org.assay.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assay.jobs.report.ClassStatistics.Quantity;
import org.assay.jobs.report.Findings.Evidence;
import org.assay.jobs.report.ReportPage.TableSize;
import org.junit.jupiter.api.Test;

class ReportPageTest {

  static Findings findings() {
    List<Specimen> specimens =
        IntStream.range(0, 10).mapToObj(l -> Samples.specimen(l, l, l % 7)).toList();
    List<Attack> gallery = new ArrayList<>();
    for (Specimen s : specimens) {
      s.smallestAttack()
          .map(a -> Attack.of(s.image(), a, Samples.subject()))
          .ifPresent(gallery::add);
    }
    gallery.add(
        Attack.of(
            specimens.get(0).image(),
            Samples.pairs(specimens.get(0).image()),
            Samples.subject(),
            0));
    SortedMap<Integer, List<Long>> confusion = new TreeMap<>();
    for (int l = 0; l < 10; l++) {
      int label = l;
      confusion.put(
          l,
          LongStream.range(0, 10).mapToObj(p -> p == label ? 930L : (p * 7 + label) % 13).toList());
    }
    return new Findings(
        Samples.subject(),
        List.of(Samples.run("pixels", 1, 10_000), Samples.run("pixels", 2, 10_000)),
        confusion,
        new TreeMap<>(Map.of("AUDITED", 9_998L, "TIED", 2L)),
        List.of(statistics(1), statistics(2)),
        List.of(
            new Evidence(
                Samples.question(1), "Robust", "GEOMETRY", "GEOMETRY", false, null, 7_000_000),
            new Evidence(
                Samples.question(1), "Violated", "FLOAT", "GEOMETRY", false, true, 42_000)),
        specimens,
        specimens.subList(1, 3),
        List.of(
            new PatternMisses(
                Samples.question(1),
                List.of(
                    new PatternMisses.ByLabel(0, 900, 90, 110, 1_000, 1_340),
                    new PatternMisses.ByLabel(1, 800, 0, 1, 0, 5)))),
        new Findings.Gallery(List.of(Samples.question(1), Samples.question(2)), gallery),
        Optional.of(TriggerSamples.scan()),
        List.of(RobustnessSectionTest.findings()),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        NoiseFiguresTest.rows());
  }

  private static ClassStatistics statistics(int count) {
    Map<Quantity, SortedMap<Integer, Distribution>> quantities = new EnumMap<>(Quantity.class);
    SortedMap<Integer, List<Long>> among = new TreeMap<>();
    for (int label = 0; label < 10; label++) {
      for (Quantity q : Quantity.values()) {
        SortedMap<Long, Long> counts = new TreeMap<>();
        for (long v = q.name().startsWith("EXPLORE") ? 1 : 0; v < 60; v += 1 + label) {
          counts.put(v * count * count, 1000 / (v + 1) + label);
        }
        quantities.computeIfAbsent(q, k -> new TreeMap<>()).put(label, new Distribution(counts));
      }
      if (count == 1) {
        among.put(label, List.of(1000L, 200L, 250L, 400L, 300L, 350L, 600L, 700L, 650L, 800L));
      }
    }
    return new ClassStatistics(Samples.question(count), quantities, among);
  }

  private static String page(Findings findings) {
    return ReportPage.of(
        "/data/<out>",
        List.of(findings),
        new ReportPage.OfNone(
            List.of(PropertySectionTest.findings()), List.of(), List.of(NoiseFiguresTest.kind())),
        List.of(new TableSize("images", "an image", 10_000)));
  }

  @Test
  void nothingOnThePageNeedsANetwork() {
    String page = page(findings());
    assertThat(page).doesNotContain("http://").doesNotContain("https://").doesNotContain("<script");
    assertThat(page).doesNotContainPattern("(src|href)=\"(?!data:)");
    assertThat(page).contains("default-src &#x27;none&#x27;");
  }

  @Test
  void whatThePatternMissesIsTold() {
    assertThat(page(findings()))
        .contains("What the pattern misses: one pixel")
        .contains("pattern scope misses 21 of them, and 345 of 1,345 attackable pixels");
    assertThat(PatternMisses.TITLE).isEqualTo("What the pattern misses");
    assertThat(findings().misses().get(0).sheet().rows())
        .containsExactly(
            List.of("0", "900", "90", "110", "1,000", "1,340", "1.34"),
            List.of("1", "800", "0", "1", "0", "5", "-"),
            List.of("all", "1,700", "90", "111", "1,000", "1,345", "1.35"));
  }

  @Test
  void namesAreEscaped() {
    assertThat(page(findings()))
        .contains("data/&lt;mnist&gt;&amp;co")
        .doesNotContain("<mnist>")
        .doesNotContain("<out>");
  }

  @Test
  void everyPictureHasAnAlternativeText() {
    String page = page(findings());
    int pictures = page.split("<img ", -1).length - 1;
    assertThat(pictures).isGreaterThan(100);
    assertThat(page.split("alt=\"[^\"]+\"", -1)).hasSize(pictures + 1);
  }

  @Test
  void thePageIsSmallAndAlwaysTheSame() {
    String page = page(findings());
    assertThat(page.length()).isLessThan(600_000);
    assertThat(page(findings())).isEqualTo(page);
  }

  @Test
  void enginesThatDifferAreShouted() {
    assertThat(page(findings())).contains("which agree on all").doesNotContain("ENGINES DIFFER");
  }

  @Test
  void anEmptyFolderHasAPageToo() {
    assertThat(
            ReportPage.of(
                "o", List.of(), new ReportPage.OfNone(List.of(), List.of(), List.of()), List.of()))
        .contains("no finished run");
  }
}
