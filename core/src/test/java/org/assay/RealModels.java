package org.assay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.dataset.IdxReader;
import org.assay.dataset.ImageSet;
import org.assay.format.OnnxReader;
import org.assay.network.Network;
import org.assay.network.Tensor;

/** The networks of the papers and MNIST's images, for tests that are marked {@link NeedsData}. */
public final class RealModels {

  private RealModels() {}

  /** DeepCheck's network, 784-10-10-10-10. */
  public static Network deepCheck() {
    return read(AssayData.models("deepcheck-784-10-10-10-10.onnx"));
  }

  /** The network with HardTanh, 784-10-10-10. */
  public static Network hardTanh() {
    return read(AssayData.models("hardtanh-784-10-10-10.onnx"));
  }

  /** Lantern's small network, 30-10-10, of the output of {@link #pca30}. */
  public static Network lanternSmall() {
    return read(AssayData.models("lantern-small-30-10-10.onnx"));
  }

  /** The first 30 principal components of an image. */
  public static Network pca30() {
    return read(AssayData.models("pca30.onnx"));
  }

  /** WK17a, of two convolutions and 4,804 units. */
  public static Network wk17a() {
    return read(AssayData.data("wk17a/derived/wk17a_linf0.1.onnx"));
  }

  /** Any ONNX file. */
  public static Network read(Path file) {
    return OnnxReader.read(file.getFileName().toString(), bytes(file)).network();
  }

  /** MNIST's 10,000 test images. */
  public static ImageSet mnist() {
    return IdxReader.read(
        bytes(AssayData.data("mnist/t10k-images-idx3-ubyte.gz")),
        bytes(AssayData.data("mnist/t10k-labels-idx1-ubyte.gz")));
  }

  /** The first images of a set. */
  public static List<Tensor> images(ImageSet set, int count) {
    return IntStream.range(0, count).mapToObj(id -> set.example(id).image()).toList();
  }

  /** The bytes of a file. */
  public static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
