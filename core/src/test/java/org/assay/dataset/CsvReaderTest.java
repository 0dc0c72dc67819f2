package org.assay.dataset;

import static org.assay.dataset.SampleFiles.csv;
import static org.assay.dataset.SampleFiles.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CsvReaderTest {

  @Test
  void integersWithOneAboveOneAre8Bit() {
    ImageSet set = CsvReader.read(csv("7,0,1,0\n2,0,255,51\n"));
    assertThat(set.size()).isEqualTo(2);
    assertThat(set.label(0)).isEqualTo(7);
    assertThat(set.pixels(0)).containsExactly(0f, 1 / 255f, 0f);
    assertThat(set.pixels(1)).containsExactly(0f, 1f, 0.2f);
  }

  @Test
  void aSingleDecimalAnywhereMakesAllDecimals() {
    ImageSet set = CsvReader.read(csv("7,0,1,200\n2,0,.5,-1e-3\n1,3,4,5"));
    assertThat(set.pixels(0)).containsExactly(0f, 1f, 200f);
    assertThat(set.pixels(1)).containsExactly(0f, 0.5f, -0.001f);
    assertThat(set.pixels(2)).containsExactly(3f, 4f, 5f);
  }

  @Test
  void zerosAndOnesAreNot8Bit() {
    assertThat(CsvReader.read(csv("1,0,1\n")).pixels(0)).containsExactly(0f, 1f);
    assertThat(CsvReader.read(csv("1,0,256\n")).pixels(0)).containsExactly(0f, 256f);
    assertThat(CsvReader.read(csv("1,0,-1,3\n")).pixels(0)).containsExactly(0f, -1f, 3f);
    assertThat(CsvReader.read(csv("1,0.0,51.0\n")).pixels(0)).containsExactly(0f, 0.2f);
  }

  @Test
  void decimalsGoToTheNearestFloat() {
    assertThat(CsvReader.read(csv("1,0.1,16777217,1e-46\n")).pixels(0))
        .containsExactly(0.1f, 16777216f, 0f);
    assertThat(CsvReader.read(csv("1,1.00000017881393432617187499\n")).pixels(0))
        .containsExactly(1.0000001f);
  }

  @Test
  void headingsBlankLinesReturnsAndGzipAreTaken() {
    byte[] file = csv("label,\"pixel 1\",pixel2\r\n\r\n3, 1 ,2\r\n4,5,6\r\n\n");
    for (byte[] bytes : new byte[][] {file, gzip(file)}) {
      ImageSet set = CsvReader.read(bytes);
      assertThat(set.size()).isEqualTo(2);
      assertThat(set.pixels(1)).containsExactly(5 / 255f, 6 / 255f);
    }
  }

  @Test
  void saysWhatIsWrongAndWhere() {
    assertWrong("", "no line");
    assertWrong("label,pixel\n", "no line");
    assertWrong("1,2,3\n4,5\n", "line 2", "1 pixels", "first line has 2");
    assertWrong("1,2\n4,5,6\n", "line 2", "more than the 1 pixels");
    assertWrong("1\n", "line 1", "0 pixels");
    assertWrong("1,2,\n", "line 1", "'' is no number");
    assertWrong("\n1,2,x3\n", "line 2", "'x3' is no number");
    assertWrong("1,NaN\n", "'NaN'", "decimals");
    assertWrong("1,1e39\n", "'1e39'", "within float32");
    assertWrong("1,0x1p3\n", "'0x1p3'");
    assertWrong("1.5,2\n", "label is 1.5");
    assertWrong("-1,2\n", "label is -1");
    assertWrong("1," + "9".repeat(1000) + "\n", "999...");
    assertWrong("1;2;3\n", "'1;2;3'", "commas");
  }

  @Test
  void dataPackedToFillAllMemoryAreRefused() {
    byte[] bomb = gzip(new byte[1 << 27]);
    assertThatThrownBy(() -> CsvReader.read(bomb))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("unpack to more than");
    assertThatThrownBy(() -> IdxReader.read(bomb, bomb)).isInstanceOf(DataFormatException.class);
  }

  private static void assertWrong(String text, String... parts) {
    assertThatThrownBy(() -> CsvReader.read(csv(text)))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContainingAll(parts);
  }
}
