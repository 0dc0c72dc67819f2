package org.assay.jobs.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.assay.checker.ProofCheck;
import org.assay.checker.Rejection;
import org.assay.format.ModelFormatException;
import org.assay.format.VnnLib;
import org.assay.jobs.conf.AuditPlan;
import org.assay.jobs.fuzz.Format.Reader;
import org.assay.jobs.fuzz.Format.Refused;
import org.assay.jobs.job.Instances;
import org.assay.jobs.job.PrescribedImages;
import org.assay.jobs.job.VerifyInstance;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.ImageSource;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.SharedSession;

/** Every format of files that others may have made, read as commands read it. */
final class Formats {

  private static final int PROPERTY_INPUTS = 5;
  private static final String PARTS = "\f";
  private static final List<String> PROOF =
      List.of("manifest.txt", "network.txt", "question.txt", "units.txt", "query.smt2");

  private final Path folder;
  private final FileStore files = new FileStore(new Configuration());

  private Formats(Path folder) {
    this.folder = folder;
  }

  /** The formats; files are read from a folder, which is all that is written to. */
  static List<Format> of(Path folder) throws IOException {
    Formats formats = new Formats(folder);
    Files.write(folder.resolve("weights.bin"), new byte[4096]);
    Seeds seeds = Seeds.read();
    return List.of(
        formats.network("onnx", 24, "m.onnx", random -> OnnxMutations.of(random, seeds.onnx())),
        formats.network(
            "onnx-bytes", 6, "m.onnx", random -> ByteMutations.of(random, seeds.onnx())),
        formats.network("onnx-gz", 4, "m.onnx.gz", packed(seeds.onnx(), ByteMutations::of)),
        formats.network("nnet", 10, "m.nnet", random -> TextMutations.of(random, seeds.nnet())),
        formats.vnnLib("vnnlib", 12, "p.vnnlib", r -> TextMutations.of(r, seeds.properties())),
        formats.vnnLib(
            "vnnlib-gz", 2, "p.vnnlib.gz", packed(seeds.properties(), TextMutations::of)),
        formats.pair("idx", 7, List.of("i-images", "i-labels"), seeds.idx(), false),
        formats.pair("idx-gz", 3, List.of("i-images.gz", "i-labels.gz"), seeds.idx(), true),
        formats.pair("npy", 7, List.of("i.npy", "l.npy"), seeds.npy(), false),
        formats.images("csv", 6, "i.csv", random -> TextMutations.of(random, seeds.csv())),
        formats.images("csv-gz", 2, "i.csv.gz", packed(seeds.csv(), TextMutations::of)),
        formats.pictures(6, seeds.png()),
        new Format(
            "plan",
            4,
            random -> TextMutations.of(random, seeds.plans()),
            formats.reader("p.conf", formats::plan)),
        new Format(
            "instances",
            3,
            random -> TextMutations.of(random, seeds.instances()),
            formats.reader("i.csv", formats::instances)),
        new Format(
            "prescribed",
            2,
            random -> TextMutations.of(random, seeds.prescribed()),
            formats.reader("l.csv", path -> PrescribedImages.read(formats.files, "--keep", path))),
        new Format(
            "proof",
            2,
            random -> TextMutations.of(random, List.of(seeds.proof(PROOF, PARTS))),
            Formats::proof));
  }

  /** Damage below the packing, or to the packing itself, or a bomb. */
  private static Function<Random, byte[]> packed(List<byte[]> seeds, Mutation mutation) {
    byte[] bomb = ByteMutations.bomb(seeds.get(0), seeds.get(0)[0] == 0 ? 0 : '\n');
    List<byte[]> zipped = seeds.stream().map(ByteMutations::gzip).toList();
    return random -> {
      int kind = random.nextInt(200);
      return kind == 0
          ? bomb
          : kind < 60
              ? ByteMutations.of(random, zipped)
              : ByteMutations.gzip(mutation.of(random, seeds));
    };
  }

  private interface Mutation {
    byte[] of(Random random, List<byte[]> seeds);
  }

  private interface Command {
    void read(String path) throws IOException;
  }

  private Reader reader(String name, Command command) {
    return file -> {
      Path path = folder.resolve(name);
      Files.write(path, file);
      try {
        command.read(path.toString());
      } catch (BadInput e) {
        throw new Refused(e);
      }
    };
  }

  private Format network(String name, int share, String file, Function<Random, byte[]> changed) {
    return new Format(name, share, changed, reader(file, this::network));
  }

  private void network(String path) {
    SharedNetwork network = new NetworkSource(path, null).read(files);
    network.network().contentHash();
    if (path.endsWith(".onnx")) {
      network.withBiases(network.network());
    }
  }

  private Format vnnLib(String name, int share, String file, Function<Random, byte[]> changed) {
    Reader reader =
        reader(
            file,
            path -> {
              try {
                VnnLib.read(path, files.readUnpacked(path), PROPERTY_INPUTS, PROPERTY_INPUTS);
              } catch (ModelFormatException e) {
                throw new BadInput(String.valueOf(e.getMessage()), e);
              }
            });
    return new Format(name, share, changed, reader);
  }

  private Format images(String name, int share, String file, Function<Random, byte[]> changed) {
    return new Format(name, share, changed, reader(file, this::images));
  }

  private void images(String path) {
    new ImageSource(path, false, false).read(SharedSession.get(), files);
  }

  /** Files of images and labels, one of which is changed; the first byte says which. */
  private Format pair(
      String name, int share, List<String> names, Seeds.Pair seeds, boolean zipped) {
    Function<Random, byte[]> images = changed(seeds.images(), zipped);
    Function<Random, byte[]> labels = changed(seeds.labels(), zipped);
    List<byte[]> good =
        List.of(
            zipped ? ByteMutations.gzip(seeds.images().get(0)) : seeds.images().get(0),
            zipped ? ByteMutations.gzip(seeds.labels().get(0)) : seeds.labels().get(0));
    return new Format(
        name,
        share,
        random -> {
          int which = random.nextInt(3) == 0 ? 1 : 0;
          byte[] made = (which == 0 ? images : labels).apply(random);
          byte[] input = new byte[made.length + 1];
          input[0] = (byte) which;
          System.arraycopy(made, 0, input, 1, made.length);
          return input;
        },
        input -> {
          int which = input[0];
          byte[] made = java.util.Arrays.copyOfRange(input, 1, input.length);
          Files.write(folder.resolve(names.get(1 - which)), good.get(1 - which));
          String both = folder.resolve(names.get(0)) + "," + folder.resolve(names.get(1));
          reader(names.get(which), path -> images(both)).read(made);
        });
  }

  private static Function<Random, byte[]> changed(List<byte[]> seeds, boolean zipped) {
    return zipped ? packed(seeds, ByteMutations::of) : random -> ByteMutations.of(random, seeds);
  }

  private Format pictures(int share, List<byte[]> seeds) throws IOException {
    Files.createDirectories(folder.resolve("png/3"));
    return new Format(
        "png",
        share,
        random -> {
          byte[] file = ByteMutations.of(random, seeds);
          return random.nextInt(4) == 0 ? file : ByteMutations.withChecksums(file);
        },
        reader("png/3/a.png", path -> images(folder.resolve("png").toString())));
  }

  private void plan(String path) {
    AuditPlan.read(files, path);
  }

  private void instances(String path) {
    int read = 0;
    for (VerifyInstance instance : Instances.read(files, path, null, null).all()) {
      if (read++ < 3) {
        instance.network().read(files);
      }
    }
  }

  private static void proof(byte[] input) throws Refused {
    String[] parts = new String(input, StandardCharsets.UTF_8).split(PARTS, -1);
    Map<String, byte[]> contents = new HashMap<>();
    for (int i = 0; i < Math.min(parts.length, PROOF.size()); i++) {
      contents.put(PROOF.get(i), parts[i].getBytes(StandardCharsets.UTF_8));
    }
    try {
      ProofCheck.check(contents);
    } catch (Rejection e) {
      throw new Refused(e);
    }
  }
}
