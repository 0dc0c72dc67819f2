package org.assay.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
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

  private static Imported doubled(Object... shape) {
    return OnnxReader.read(
        "doubled", MadeModel.of(13, shape).weights("two").node("Mul", "_,two").bytes());
  }

  @Test
  void layersOfANetworkBeforeAnotherComeFirst() {
    Imported composed = InputLayers.behind(image(), doubled("N", 12));
    assertThat(composed.network().input()).isEqualTo(Shape.of(12));
    assertThat(composed.network().layers()).hasSize(2);
    assertThat(composed.network().layers().get(0)).isInstanceOf(Affine.class);
    assertThat(composed.network().layers().get(1)).isEqualTo(image().network().layers().get(0));
    assertThat(composed.notes()).contains("doubled stands before it: layers 0 to 0");
  }

  @Test
  void whatDoesNotFitBeforeANetworkIsRefused() {
    Imported image = image();
    Imported small = doubled("N", 11);
    assertThatThrownBy(() -> InputLayers.behind(image, small))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("takes 12 values, but doubled, which stands before it, gives 11");
    Imported wide =
        OnnxReader.read(
            "wide", MadeModel.of(13, DataType.DOUBLE, "N", 12).node("Relu", "_").bytes());
    assertThatThrownBy(() -> InputLayers.behind(image, wide))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("is of FLOAT32, but wide, which stands before it, of FLOAT64");
  }

  private static void refused(double[] mean, double[] std, String message) {
    Imported image = image();
    assertThatThrownBy(() -> InputLayers.normalise(image, mean, std))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(message);
  }
}
