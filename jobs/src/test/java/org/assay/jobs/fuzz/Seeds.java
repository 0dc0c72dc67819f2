package org.assay.jobs.fuzz;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.assay.AssayData;
import org.assay.RandomNetworks;
import org.assay.exact.Rational;
import org.assay.format.OnnxWriter;
import org.assay.jobs.conf.AuditPlan;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.repair.BiasPatch;
import org.assay.repair.Demand;
import org.assay.repair.FreeBiases;
import org.assay.repair.PatchProof;

/** Good files, small ones of the data sets and such as are made here. */
record Seeds(
    List<byte[]> onnx,
    List<byte[]> nnet,
    List<byte[]> properties,
    Pair idx,
    Pair npy,
    List<byte[]> csv,
    List<byte[]> png,
    List<byte[]> plans,
    List<byte[]> instances,
    List<byte[]> prescribed) {

  private static final long LONGEST = 20_000;

  /** Files of images and of labels; the first two go together. */
  record Pair(List<byte[]> images, List<byte[]> labels) {}

  static Seeds read() throws IOException {
    List<byte[]> onnx = new ArrayList<>();
    onnx.addAll(stored(AssayData.data("marabou_resources/onnx"), ".onnx"));
    onnx.addAll(stored(AssayData.data("vnncomp2021_test"), ".onnx"));
    onnx.addAll(stored(AssayData.models(), ".onnx"));
    RandomNetworks networks = new RandomNetworks(3, ElementType.FLOAT32);
    for (int i = 0; i < 6; i++) {
      onnx.add(OnnxWriter.write(i % 2 == 0 ? networks.convolutional() : networks.dense()));
    }
    List<byte[]> nnet = new ArrayList<>();
    nnet.addAll(stored(AssayData.data("neuralverification_jl_nnet"), ".nnet"));
    nnet.addAll(stored(AssayData.data("marabou_resources/nnet/twin"), ".nnet"));
    List<byte[]> properties = new ArrayList<>();
    properties.addAll(stored(AssayData.data("acasxu"), ".vnnlib"));
    properties.addAll(stored(AssayData.data("vnncomp2021_test"), ".vnnlib"));
    return new Seeds(
        onnx,
        nnet,
        properties,
        new Pair(
            List.of(idx(0x803, new byte[2 * 4 * 4], 2, 4, 4), idx(0x803, new byte[27], 3, 3, 3)),
            List.of(idx(0x801, new byte[] {1, 2}, 2), idx(0x801, new byte[3], 3))),
        new Pair(
            List.of(
                npy(1, "<f4", "True", "2, 4, 2", 64),
                npy(1, "|u1", "False", "2, 3, 3, 3", 54),
                npy(3, ">i8", "False", "2, 1", 16)),
            List.of(npy(2, "<i8", "False", "2,", 16), npy(1, "|u1", "False", "2,", 2))),
        List.of(
            text("label,a,b,c\n1,0,255,3\n2,1,2.5,3e-3\n"),
            text("5,0,17,255,9\n0,3,4,5,6\n1,7,8,9,10\n")),
        Stream.of(
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_BYTE_INDEXED,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_BYTE_BINARY,
                BufferedImage.TYPE_3BYTE_BGR)
            .map(Seeds::png)
            .toList(),
        List.of(bundled("quickstart.conf"), bundled("reference.conf"), text(PLAN)),
        List.of(
            Files.readAllBytes(AssayData.data("vnncomp2021_test/test_instances.csv")),
            text("m.onnx,p.vnnlib,1.5\n./m.nnet,p.vnnlib.gz,60\n/a/b.onnx,p.vnnlib,7\n")),
        List.of(text("image,label\n5,7\n6,1\n"), text("1\n2\n3,4\n")));
  }

  private static final String PLAN =
      """
      networks = ["bundled:deepcheck"]
      datasets = [{ images = "bundled:digits", select = "0..9", domain = "0:1" }]
      questions = [{ ask = robustness, radius = [0.1, 8/255] }, { ask = accuracy }]
      base { a = 1 }
      seed = ${base.a}
      gates = ["accuracy >= 92.5%"]
      """;

  private static List<byte[]> stored(Path folder, String ending) throws IOException {
    List<byte[]> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(ending)).sorted().toList()) {
        if (Files.size(file) <= LONGEST) {
          found.add(Files.readAllBytes(file));
        }
      }
    }
    return found;
  }

  private static byte[] bundled(String name) throws IOException {
    try (var in = AuditPlan.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] idx(int magic, byte[] content, int... sizes) {
    ByteBuffer file = ByteBuffer.allocate(4 + 4 * sizes.length + content.length).putInt(magic);
    for (int size : sizes) {
      file.putInt(size);
    }
    return file.put(content).array();
  }

  private static byte[] npy(int version, String type, String byColumns, String shape, int bytes) {
    byte[] header =
        text(
            "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }\n"
                .formatted(type, byColumns, shape));
    ByteBuffer file = ByteBuffer.allocate(12 + header.length + bytes);
    file.order(ByteOrder.LITTLE_ENDIAN).put((byte) 0x93).put(text("NUMPY"));
    file.put((byte) version).put((byte) 0);
    if (version == 1) {
      file.putShort((short) header.length);
    } else {
      file.putInt(header.length);
    }
    file.put(header);
    byte[] whole = new byte[file.position() + bytes];
    System.arraycopy(file.array(), 0, whole, 0, file.position());
    return whole;
  }

  private static byte[] png(int type) {
    BufferedImage image = new BufferedImage(9, 7, type);
    for (int i = 0; i < 63; i++) {
      image.setRGB(i % 9, i / 9, 0xFF000000 | i * 0x030405);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** The files of an impossible patch's artifact, one after the other. */
  byte[] proof(List<String> names, String between) {
    Network network = new RandomNetworks(5, ElementType.FLOAT32).convolutional();
    Random random = new Random(1);
    double[] values = new double[network.inputs()];
    java.util.Arrays.setAll(values, i -> random.nextInt(9) / 8.0);
    Tensor input = Tensor.of(network.input(), values);
    int label = Demand.kept(network, input).label();
    Map<String, String> texts =
        PatchProof.of(
                new BiasPatch.Question(
                    network,
                    List.of(),
                    List.of(new Demand.Label(input, (label + 1) % network.labels())),
                    FreeBiases.all(network),
                    Rational.of(1, 1000),
                    Rational.of(1, 1000)))
            .texts();
    String of = Objects.requireNonNull(texts.get(PatchProof.NETWORK));
    StringBuilder manifest = new StringBuilder("impossible-patch 1\n");
    manifest.append(of.lines().findFirst().orElseThrow()).append("\ndecided Z3\n");
    List<String> parts = new ArrayList<>();
    for (String name : names.subList(1, names.size())) {
      String part = Objects.requireNonNull(texts.get(name));
      manifest.append("sha256 ").append(sha256(part)).append(' ').append(name).append('\n');
      parts.add(part);
    }
    return text(manifest + between + String.join(between, parts));
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text(text)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
