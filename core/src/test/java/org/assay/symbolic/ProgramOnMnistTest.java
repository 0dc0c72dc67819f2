package org.assay.symbolic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.assay.dataset.IdxReader;
import org.assay.dataset.ImageSet;
import org.assay.format.OnnxReader;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of three networks on the first MNIST test images. */
@NeedsData({"mnist", "wk17a"})
class ProgramOnMnistTest {

  private static List<Tensor> mnist(int count) throws Exception {
    ImageSet set =
        IdxReader.read(
            Files.readAllBytes(AssayData.data("mnist/t10k-images-idx3-ubyte.gz")),
            Files.readAllBytes(AssayData.data("mnist/t10k-labels-idx1-ubyte.gz")));
    List<Tensor> images = new ArrayList<>();
    for (int id = 0; id < count; id++) {
      images.add(set.example(id).image());
    }
    return images;
  }

  private static Network wk17a() throws Exception {
    byte[] file = Files.readAllBytes(AssayData.data("wk17a/derived/wk17a_linf0.1.onnx"));
    return OnnxReader.read("wk17a", file).network();
  }

  @Test
  void deepCheck(@TempDir Path one, @TempDir Path two) throws Exception {
    Network network = ProgramComparison.model("deepcheck-784-10-10-10-10.onnx");
    ProgramComparison.compare(network, mnist(100), one);
    ProgramComparison.compareCoefficients(network, mnist(10), two);
  }

  @Test
  void hardTanh(@TempDir Path one, @TempDir Path two) throws Exception {
    Network network = ProgramComparison.model("hardtanh-784-10-10-10.onnx");
    ProgramComparison.compare(network, mnist(100), one);
    ProgramComparison.compareCoefficients(network, mnist(10), two);
  }

  @Test
  void wk17aOfConvolutions(@TempDir Path one, @TempDir Path two) throws Exception {
    Network network = wk17a();
    ProgramComparison.compare(network, mnist(100), one);
    ProgramComparison.compareCoefficients(network, mnist(2), two);
  }
}
