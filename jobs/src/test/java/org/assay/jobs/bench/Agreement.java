package org.assay.jobs.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assay.pixels.AskedImage;
import org.assay.pixels.PairAnswer;
import org.assay.pixels.PatternGeometry;
import org.assay.pixels.PatternSmt;
import org.assay.pixels.PixelAnswer;
import org.assay.query.Budget;
import org.assay.query.Verdict;
import org.assay.smt.Z3Session;

/**
 * Both engines on every pixel of 200 images and on 1,000 seeded pairs of each: the same verdict and
 * the same reachable labels. Counts differences; an engine that could not decide differs, too.
 */
final class Agreement implements Measurement {

  private static final int IMAGES = 200;
  private static final int PAIRS = 1_000;

  @Override
  public String name() {
    return "agreement";
  }

  @Override
  public String description() {
    return "engines on 200 images x 784 pixels and 200,000 pairs";
  }

  /** Differences on one image. */
  private record Differences(int pixels, int pairs) {}

  @Override
  public List<Result> run(Setting setting) throws Exception {
    Audited audited = new Audited(setting);
    int cores = Runtime.getRuntime().availableProcessors();
    ExecutorService threads = Executors.newFixedThreadPool(cores);
    double pixels = 0;
    double pairs = 0;
    try {
      List<Future<Differences>> images = new ArrayList<>();
      for (int i = 0; i < IMAGES; i++) {
        int id = i;
        images.add(threads.submit(() -> compare(audited.image(id), setting.seed() + id)));
      }
      for (Future<Differences> image : images) {
        pixels += image.get().pixels();
        pairs += image.get().pairs();
      }
    } finally {
      threads.shutdownNow();
    }
    int inputs = setting.network().inputs();
    return List.of(
        new Result(
            "engines differ on pixels",
            "%d images x %,d pixels".formatted(IMAGES, inputs),
            Spread.of(pixels),
            "pixels",
            "0"),
        new Result(
            "engines differ on pairs",
            "%d images x %,d pairs".formatted(IMAGES, PAIRS),
            Spread.of(pairs),
            "pairs",
            "0"));
  }

  private static Differences compare(AskedImage image, long seed) {
    Budget.Timer timer = Budget.UNLIMITED.start();
    int pixels = image.layout().pixels();
    Random random = new Random(seed);
    int pixelsDiffer = 0;
    int pairsDiffer = 0;
    try (Z3Session session = new Z3Session()) {
      PatternGeometry geometry = new PatternGeometry(image);
      PatternSmt smt = new PatternSmt(image, session);
      for (int pixel = 0; pixel < pixels; pixel++) {
        PixelAnswer one = geometry.pixel(pixel, timer);
        PixelAnswer other = smt.pixel(pixel, timer);
        boolean agree = agree(one.verdict(), other.verdict());
        pixelsDiffer += agree && one.labels().equals(other.labels()) ? 0 : 1;
      }
      for (int i = 0; i < PAIRS; i++) {
        int first = random.nextInt(pixels);
        int second = (first + 1 + random.nextInt(pixels - 1)) % pixels;
        PairAnswer one = geometry.pair(first, second, timer);
        PairAnswer other = smt.pair(first, second, timer);
        boolean agree = agree(one.verdict(), other.verdict());
        pairsDiffer += agree && one.labels().equals(other.labels()) ? 0 : 1;
      }
    }
    return new Differences(pixelsDiffer, pairsDiffer);
  }

  private static boolean agree(Verdict one, Verdict other) {
    boolean robust = one instanceof Verdict.Robust && other instanceof Verdict.Robust;
    return robust || (one instanceof Verdict.Violated && other instanceof Verdict.Violated);
  }
}
