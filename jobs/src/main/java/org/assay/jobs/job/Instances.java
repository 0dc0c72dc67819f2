package org.assay.jobs.job;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.NetworkSource;
import org.jspecify.annotations.Nullable;

/**
 * The instances of a benchmark.
 *
 * @param path of the file that names them
 * @param file its bytes
 */
public record Instances(String path, ByteBuffer file, List<VerifyInstance> all) {

  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

  public Instances {
    all = List.copyOf(all);
  }

  /** Whether a path is that of a list of instances, by its name. */
  public static boolean isList(String path) {
    return FileStore.unpackedName(path).toLowerCase(Locale.ROOT).endsWith(".csv");
  }

  /** Of the network that stands before that of a single instance; null for none, or no instance. */
  @Nullable String pre() {
    return all.isEmpty() ? null : all.get(0).network().pre();
  }

  /** A single instance. */
  public static Instances of(
      FileStore files, NetworkSource network, String property, Duration timeout) {
    byte[] file = files.readUnpacked(property);
    return new Instances(
        property,
        ByteBuffer.wrap(file),
        List.of(new VerifyInstance(1, network, property, timeout)));
  }

  /**
   * Reads a benchmark's list as the competition of verifiers writes it: a line an instance, {@code
   * network,property,seconds}, with paths relative to the list.
   *
   * @param networks the folder of the networks, where they lie elsewhere: each by its path below
   *     it, else by its name in it; null for the list's own paths
   * @param timeout instead of the list's; null for the list's
   */
  public static Instances read(
      FileStore files, String path, @Nullable String networks, @Nullable Duration timeout) {
    byte[] file = files.readUnpacked(path);
    String folder = path.substring(0, path.lastIndexOf('/') + 1);
    List<VerifyInstance> all = new ArrayList<>();
    int number = 0;
    for (String line : new String(file, StandardCharsets.UTF_8).split("\n", -1)) {
      number++;
      if (!line.isBlank()) {
        String place = path + ", line " + number;
        String[] cells = line.strip().split(",", -1);
        if (cells.length != 3) {
          throw new BadInput(
              place + ": " + cells.length + " values; a line is network,property,seconds");
        }
        Duration stated = seconds(place, cells[2].strip());
        String network =
            networks == null
                ? beside(folder, cells[0].strip())
                : within(files, networks, cells[0].strip());
        all.add(
            new VerifyInstance(
                all.size() + 1,
                new NetworkSource(network, null),
                beside(folder, cells[1].strip()),
                timeout == null ? stated : timeout));
      }
    }
    if (all.isEmpty()) {
      throw new BadInput(path + ": no line with an instance; is it the right file?");
    }
    return new Instances(path, ByteBuffer.wrap(file), all);
  }

  private static String beside(String folder, String path) {
    boolean absolute = path.startsWith("/") || path.contains(":/");
    return absolute ? path : folder + (path.startsWith("./") ? path.substring(2) : path);
  }

  private static String within(FileStore files, String networks, String path) {
    String below = networks + "/" + path;
    return files.exists(below) || files.exists(below + ".gz")
        ? below
        : networks + "/" + path.substring(path.lastIndexOf('/') + 1);
  }

  private static Duration seconds(String place, String text) {
    if (!SECONDS.matcher(text).matches() || new BigDecimal(text).signum() == 0) {
      throw new BadInput(
          "%s: '%s' is no number of seconds above 0, such as 60".formatted(place, text));
    }
    return Duration.ofNanos(new BigDecimal(text).multiply(NANOS).longValue());
  }

  /** SHA-256 of the file, hexadecimal. */
  public String hash() {
    byte[] bytes = new byte[file.remaining()];
    file.duplicate().get(bytes);
    return FileHash.of(bytes);
  }
}
