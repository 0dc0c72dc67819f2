package org.assay.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.PixelAttackRow;
import org.junit.jupiter.api.Test;

class PaperTablesTest {

  /** Three attackable pixels; one of them reaches two labels. */
  private static Specimen known() {
    ImageRow image = Samples.image(5, 6, 6);
    List<PixelAttackRow> rows =
        List.of(
            Samples.violated(image, 486, new int[] {38, 77, 234}, 5),
            Samples.violated(image, 486, new int[] {38, 77, 234}, 8),
            Samples.violated(image, 500, new int[] {39, 78, 235}, 5),
            Samples.violated(image, 700, new int[] {700, 0, 10}, 5));
    List<Specimen.Ranks> ranks = new ArrayList<>();
    ranks.add(new Specimen.Ranks(486, 38, 77, 234));
    ranks.add(new Specimen.Ranks(500, 39, 78, 235));
    ranks.add(new Specimen.Ranks(700, 700, 0, 10));
    return new Specimen(
        image,
        784,
        ranks,
        rows,
        Samples.single(image, rows),
        Samples.pairs(image),
        0,
        Samples.pairRows(image));
  }

  @Test
  void sharesOf784AreThePapers() {
    assertThat(PaperTables.SHARES.stream().map(s -> Specimen.top(784, s)))
        .containsExactly(39, 78, 235);
  }

  @Test
  void tableTwoCountsPixelsNotLabels() {
    assertThat(PaperTables.singlePixels(List.of(known())).rows())
        .containsExactly(List.of("6", "5", "3", "5,8", "486"));
  }

  @Test
  void tableThreeTellsNewPairs() {
    assertThat(PaperTables.pairs(List.of(known())).rows())
        .containsExactly(List.of("6", "5", "741", "3", "1", "7"));
  }

  @Test
  void tableFourIsTheShareOfAttackablePixelsAmongTheBest() {
    assertThat(PaperTables.importantAndAttackable(List.of(known())).rows())
        .containsExactly(
            List.of(
                "6", "3", "33.3", "33.3", "33.3", "66.7", "66.7", "33.3", "66.7", "100.0", "66.7"));
  }

  @Test
  void tablesFiveAndSixCountTheBestPixels() {
    assertThat(PaperTables.exploredPixels(List.of(known())).rows())
        .containsExactly(List.of("6", "39 (5.0%)", "1 (0.1%)", "11 (1.4%)"));
    assertThat(PaperTables.exploredPairs(List.of(known())).rows())
        .containsExactly(List.of("6", "coi", "4"));
  }

  @Test
  void anImageWithoutAttacksHasDashes() {
    Specimen none = Samples.specimen(1, 2, 0);
    assertThat(PaperTables.singlePixels(List.of(none)).rows())
        .containsExactly(List.of("2", "1", "0", "-", "-"));
    assertThat(PaperTables.exploredPixels(List.of(none)).rows())
        .containsExactly(List.of("2", "-", "-", "-"));
    assertThat(PaperTables.importantAndAttackable(List.of(none)).rows().get(0)).endsWith("-", "-");
  }

  @Test
  void onlyTablesThatWereAskedForAreShown() {
    Specimen s = known();
    Specimen singleOnly =
        new Specimen(s.image(), 784, s.ranks(), s.attacks(), s.single(), null, 0, List.of());
    assertThat(PaperTables.of(List.of(singleOnly)))
        .extracting(sheet -> sheet.title().substring(0, sheet.title().indexOf('.')))
        .containsExactly("Table II", "Table IV", "Table V");
    assertThat(PaperTables.of(List.of(s))).hasSize(5);
    assertThat(PaperTables.of(List.of(Samples.specimen(1, 2, 0))))
        .extracting(sheet -> sheet.title().substring(0, sheet.title().indexOf('.')))
        .containsExactly("Table II", "Table III", "Table VI");
  }
}
