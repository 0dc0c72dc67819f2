package org.assay.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.assay.dataset.ImageSet;
import org.assay.jobs.table.RecordEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same two images of 2 x 2 pixels, labels 7 and 3, from every kind of file. */
class ImageSourceTest {

  private static final byte[] FIRST = {0, (byte) 255, 51, 102};
  private static final byte[] SECOND = {1, 2, 3, 4};

  @TempDir private Path folder = Path.of("");

  private ImageSet read(String path) {
    return new ImageSource(path, false, false)
        .read(SharedSession.get(), Sessions.files(SharedSession.get()));
  }

  private void assertImages(String path) {
    ImageSet images = read(path);
    assertThat(images.size()).isEqualTo(2);
    assertThat(images.label(0)).isEqualTo(7);
    assertThat(images.label(1)).isEqualTo(3);
    assertThat(images.pixels(0)).containsExactly(0f, 1f, 51 / 255f, 102 / 255f);
    assertThat(images.pixels(1)).containsExactly(1 / 255f, 2 / 255f, 3 / 255f, 4 / 255f);
  }

  private String write(String name, byte[] bytes) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    return file.toString();
  }

  private static byte[] idxImages() {
    return ByteBuffer.allocate(24)
        .putInt(0x803)
        .putInt(2)
        .putInt(2)
        .putInt(2)
        .put(FIRST)
        .put(SECOND)
        .array();
  }

  private static byte[] idxLabels() {
    return ByteBuffer.allocate(10).putInt(0x801).putInt(2).put((byte) 7).put((byte) 3).array();
  }

  private static byte[] zipped(byte[] bytes) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }

  @Test
  void mnistFolderTestSetAndTrainingSet() throws Exception {
    write("t10k-images-idx3-ubyte.gz", zipped(idxImages()));
    write("t10k-labels-idx1-ubyte.gz", zipped(idxLabels()));
    assertImages(folder.toString());
    assertThatThrownBy(
            () ->
                new ImageSource(folder.toString(), true, false)
                    .read(SharedSession.get(), Sessions.files(SharedSession.get())))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("train-images-idx3-ubyte");
    write("train-images-idx3-ubyte", idxImages());
    write("train-labels-idx1-ubyte", idxLabels());
    ImageSet train =
        new ImageSource(folder.toString(), true, true)
            .read(SharedSession.get(), Sessions.files(SharedSession.get()));
    assertThat(train.pixels(0)).containsExactly(0f, 51 / 255f, 1f, 102 / 255f);
  }

  @Test
  void idxPair() throws Exception {
    String images = write("digits-idx3-ubyte", idxImages());
    String labels = write("names-idx1-ubyte", idxLabels());
    assertImages(images + "," + labels);
    assertThatThrownBy(() -> read(images))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("no file of labels beside it");
  }

  @Test
  void csv() throws Exception {
    String text = "label,a,b,c,d\n7,0,255,51,102\n3,1,2,3,4\n";
    assertImages(write("digits.csv", text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void npyWithLabelsBesideIt() throws Exception {
    byte[] pixels =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).put(FIRST).put(SECOND).array();
    write("labels.npy", npy("|u1", "(2,)", new byte[] {7, 3}));
    assertImages(write("images.npy", npy("|u1", "(2, 2, 2)", pixels)));
  }

  private static byte[] npy(String type, String shape, byte[] data) {
    String header = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, shape);
    String padded = header + " ".repeat(118 - 1 - header.length()) + "\n";
    return ByteBuffer.allocate(128 + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
        .putShort((short) 118)
        .put(padded.getBytes(StandardCharsets.US_ASCII))
        .put(data)
        .array();
  }

  @Test
  void pngByLabelInTheOrderOfLabels() throws Exception {
    png("3/b.png", SECOND);
    png("7/a.png", FIRST);
    ImageSet images = read(folder.toString());
    assertThat(images.label(0)).isEqualTo(3);
    assertThat(images.pixels(1)).containsExactly(0f, 1f, 51 / 255f, 102 / 255f);
  }

  private void png(String name, byte[] grey) throws Exception {
    BufferedImage picture = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setDataElements(0, 0, 2, 2, grey);
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(picture, "png", file.toFile());
  }

  @Test
  void parquetInTheOrderOfItsRows() {
    List<ParquetImages.Labelled> rows =
        List.of(
            new ParquetImages.Labelled(7, List.of(0f, 1f, 51 / 255f, 102 / 255f)),
            new ParquetImages.Labelled(3, List.of(1 / 255f, 2 / 255f, 3 / 255f, 4 / 255f)));
    String path = folder.resolve("digits.parquet").toString();
    SharedSession.get()
        .createDataset(rows, RecordEncoder.of(ParquetImages.Labelled.class))
        .coalesce(1)
        .write()
        .parquet(path);
    assertImages(path);
  }

  @Test
  void parquetOfOtherTypesAndNames() {
    String path = folder.resolve("others").toString();
    SharedSession.get()
        .sql("select array(0.0d, 1.0d) as values, 7L as label")
        .write()
        .parquet(path);
    ImageSet images = read(path);
    assertThat(images.label(0)).isEqualTo(7);
    assertThat(images.pixels(0)).containsExactly(0f, 1f);
    String wrong = folder.resolve("wrong.parquet").toString();
    SharedSession.get().sql("select 'x' as name, true as b, 1.5 as c").write().parquet(wrong);
    assertThatThrownBy(() -> read(wrong))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("needed are label and an array of pixels");
  }

  @Test
  void parquetWithMissingValuesIsRefused() {
    String path = folder.resolve("missing").toString();
    SharedSession.get()
        .sql("select array(0.0d, null) as values, 7L as label")
        .write()
        .parquet(path);
    assertThatThrownBy(() -> read(path))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("missing pixels");
  }

  @Test
  void whatIsNoDataSetIsRefused() throws Exception {
    String wrong = write("wrong.csv", "seven,1,2\n".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> read(wrong))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("wrong.csv");
  }
}
