package org.assay.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.ElementType;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NnetReaderTest {

  private static final String HEAD = "// made\n2,2,1,3,\n2,3,1,\n0,\n-1,-1,\n1,1,\n";
  private static final String BODY = "1,2,\n3,4,\n-5,6e-1,\n0.1,\n0.2,\n0.3,\n1,2,3,\n-4,\n";

  private static Imported read(String text) {
    return NnetReader.read("made", text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void normalisationSurroundsTheLayers() {
    Imported imported = read(HEAD + "0.5,0.25,1,\n2,4,8,\n" + BODY);
    assertThat(imported.network().layers()).hasSize(5);
    assertThat(imported.network().elementType()).isEqualTo(ElementType.FLOAT64);
    assertThat(imported.notes())
        .containsExactly(
            "inputs are stated to lie from -1.0 to 1.0; this is no part of the network",
            "input normalisation by means and ranges became a layer, 1/range and -mean/range"
                + " rounded once to FLOAT64",
            "output range 8.0 and mean 1.0 became a layer");
    Random random = new Random(2);
    for (int i = 0; i < 100; i++) {
      double x = random.nextInt(-64, 64) / 32.0;
      double y = random.nextInt(-64, 64) / 32.0;
      Rational logit = ExactSemantics.logits(imported.network(), Tensor.of(Shape.of(2), x, y))[0];
      assertThat(logit.nearestDouble()).isCloseTo(byHand(x, y), offset(1e-12));
    }
  }

  /** The network of the made file as its format's definition says, written out. */
  private static double byHand(double x, double y) {
    double a = (x - 0.5) / 2;
    double b = (y - 0.25) / 4;
    double p = Math.max(0, a + 2 * b + 0.1);
    double q = Math.max(0, 3 * a + 4 * b + 0.2);
    double r = Math.max(0, -5 * a + 0.6 * b + 0.3);
    return (p + 2 * q + 3 * r - 4) * 8 + 1;
  }

  @Test
  void anIdentityIsNoLayer() {
    assertThat(read(HEAD + "0,0,0,\n1,1,1,\n" + BODY).network().layers()).hasSize(3);
    assertThat(read(HEAD + "0\n0\n" + BODY).network().layers()).hasSize(3);
    assertThat(read(HEAD + "0,0,\n1,1,\n" + BODY).notes())
        .contains("no mean and range is stated for the output; it is taken as it is");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0,0,0 | 1,0,1 | a range is 0",
        "0,0,0 | 1,1   | 3 means and 2 ranges do not go with 2 inputs",
        "1     | 1     | 1 means and 1 ranges do not go with 2 inputs",
        "0,0,x | 1,1,1 | line 7: the means: 'x' is no finite number",
        "0,0,1e999 | 1,1,1 | line 7: the means: '1e999' is no finite number",
        "0,0,NaN | 1,1,1 | 'NaN' is no finite number",
        "0,0,0,0 | 1,1,1 | the means should be at most 3 numbers",
        "0,0,0 | 1e-320,1,1 | a range is too small to divide by"
      })
  void oddNormalisationIsRefused(String means, String ranges, String message) {
    refused(HEAD + means + "\n" + ranges + "\n" + BODY, message);
  }

  @Test
  void whatDoesNotFitIsRefusedWithItsLine() {
    String head = HEAD + "0\n0\n";
    refused("", "ends after line 0");
    refused("3\n1,2\n", "line 2: the layer sizes should be 4 numbers, not 2");
    refused("1\n0,2\n", "line 2: a layer size is 0.0");
    refused("1\n1.5,2\n", "a layer size is 1.5");
    refused("99999999\n", "the number of layers is 9.9999999E7");
    refused("1,3,2\n2,2\n", "layers from 2 to 2 do not go with the header's 3.0 to 2.0");
    refused("1\n16000000,16000000\n0\n0\n0\n0\n0\n", "is more than a file of");
    refused(head + "1,2\n3\n", "line 10: row 1 of layer 1 should be 2 numbers, not 1");
    refused(head + "1,2\n3,,4\n", "line 10: row 1 of layer 1");
    refused(head + BODY + "1\n", "the file goes on after the last bias");
    refused(head + BODY.substring(0, 20), "ends after line");
  }

  private static void refused(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("made: ")
        .hasMessageContaining(message);
  }
}
