package org.assay.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assay.network.Affine;
import org.assay.network.Shape;
import org.junit.jupiter.api.Test;

class InputLayersTest {

  private static Imported image() {
    return OnnxReader.read("made", MadeModel.of(13, "N", 3, 2, 2).node("Relu", "_").bytes());
  }

  @Test
  void channelsAreScaledAndShiftedEachByItsOwnNumbers() {
    Imported normalised =
        InputLayers.normalise(
            image(), new double[] {0.485, 0.456, 0.406}, new double[] {0.229, 0.224, 0.225});
    Affine layer = (Affine) normalised.network().layers().get(0);
    assertThat(layer.input()).isEqualTo(Shape.of(3, 2, 2));
    assertThat(layer.scale().at(0)).isEqualTo((float) (1 / 0.229));
    assertThat(layer.scale().at(11)).isEqualTo((float) (1 / 0.225));
    assertThat(layer.shift().at(4)).isEqualTo((float) (-0.456 / 0.224));
    assertThat(normalised.notes().get(0)).contains("rounded once to FLOAT32");
  }

  @Test
  void oneNumberServesEveryInput() {
    Imported normalised = InputLayers.normalise(image(), new double[] {0.5}, new double[] {0.25});
    Affine layer = (Affine) normalised.network().layers().get(0);
    assertThat(layer.scale().at(7)).isEqualTo(4);
    assertThat(layer.shift().at(7)).isEqualTo(-2);
  }

  @Test
  void whatDoesNotGoWithTheInputIsRefused() {
    refused(new double[] {0.5, 0.5}, new double[] {1, 1}, "2 means and 2 deviations");
    refused(new double[] {0.5}, new double[] {1, 1}, "1 means and 2 deviations");
    refused(new double[] {}, new double[] {}, "0 means and 0 deviations");
    refused(new double[] {0.5}, new double[] {0}, "mean 0.5 and deviation 0.0");
    refused(new double[] {Double.NaN}, new double[] {1}, "mean NaN");
    refused(new double[] {1}, new double[] {1e-300}, "overflows");
  }

  private static void refused(double[] mean, double[] std, String message) {
    Imported image = image();
    assertThatThrownBy(() -> InputLayers.normalise(image, mean, std))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(message);
  }
}
