package org.assay.jobs.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assay.pixels.AskedImage;
import org.assay.pixels.PairTally;
import org.assay.pixels.PatternGeometry;
import org.assay.pixels.PatternSmt;
import org.assay.query.Budget;
import org.assay.smt.Z3Session;

/**
 * Geometry against one Z3 question a pair, on the same pairs: all pairs among a seeded choice of
 * pixels of some images, on one core. Both engines' preparation of the image is left out of the
 * first ratio; the second holds geometry with all its preparation, over all pairs of an image.
 */
final class PairEngines implements Measurement {

  private static final int IMAGES = 8;
  private static final int PIXELS = 32;
  private static final int WARM_UP = 20;
  private static final int REPEATS = 200;

  private final Budget.Timer timer = Budget.UNLIMITED.start();

  @Override
  public String name() {
    return "engines";
  }

  @Override
  public String description() {
    return "geometry against one Z3 question a pair";
  }

  @Override
  public List<Result> run(Setting setting) {
    Audited audited = new Audited(setting);
    int[] all = IntStream.range(0, setting.network().inputs()).toArray();
    for (int i = 0; i < WARM_UP; i++) {
      tally(new PatternGeometry(audited.image(IMAGES + i)), all);
    }
    double[] geometry = new double[IMAGES];
    double[] whole = new double[IMAGES];
    double[] smt = new double[IMAGES];
    double[] ratio = new double[IMAGES];
    double[] wholeRatio = new double[IMAGES];
    for (int i = 0; i < IMAGES; i++) {
      int[] order = choice(all.length, setting.seed() + i);
      whole[i] = wholeImage(audited, i, all);
      geometry[i] = byGeometry(audited.image(i), order);
      smt[i] = bySolver(audited.image(i), order);
      ratio[i] = smt[i] / geometry[i];
      wholeRatio[i] = smt[i] / whole[i];
    }
    String same = "%d images x %,d pairs".formatted(IMAGES, pairs(PIXELS));
    String full = "%d images x %,d pairs".formatted(IMAGES, pairs(all.length));
    return List.of(
        new Result("geometry, deciding", same, Spread.of(geometry), "ns/pair", ""),
        new Result("Z3, a question a pair", same, Spread.of(smt), "ns/pair", ""),
        new Result("Z3 : geometry", same, Spread.of(ratio), "ratio", "> 10,000"),
        new Result("geometry, trace and tables too", full, Spread.of(whole), "ns/pair", ""),
        new Result("Z3 : geometry with those", full, Spread.of(wholeRatio), "ratio", "> 10,000"));
  }

  private double wholeImage(Audited audited, int id, int[] all) {
    long start = System.nanoTime();
    tally(new PatternGeometry(audited.image(id)), all);
    return (double) (System.nanoTime() - start) / pairs(all.length);
  }

  private double byGeometry(AskedImage image, int[] order) {
    PatternGeometry geometry = new PatternGeometry(image);
    tally(geometry, order);
    long start = System.nanoTime();
    for (int i = 0; i < REPEATS; i++) {
      tally(geometry, order);
    }
    return (double) (System.nanoTime() - start) / REPEATS / pairs(order.length);
  }

  private double bySolver(AskedImage image, int[] order) {
    PairTally tally = tally(new PatternGeometry(image), order);
    long attackable = 0;
    try (Z3Session session = new Z3Session()) {
      PatternSmt smt = new PatternSmt(image, session);
      smt.pair(order[0], order[1], timer);
      long start = System.nanoTime();
      for (int high = 1; high < order.length; high++) {
        for (int low = 0; low < high; low++) {
          attackable += smt.pair(order[low], order[high], timer).attackable() ? 1 : 0;
        }
      }
      double nanos = (double) (System.nanoTime() - start) / pairs(order.length);
      if (attackable != tally.attackable()) {
        throw new IllegalStateException(
            "engines differ: %d and %d attackable pairs".formatted(tally.attackable(), attackable));
      }
      return nanos;
    }
  }

  private PairTally tally(PatternGeometry geometry, int[] order) {
    return geometry.tally(order, 1, order.length, timer);
  }

  private static int[] choice(int pixels, long seed) {
    List<Integer> shuffled = new ArrayList<>(IntStream.range(0, pixels).boxed().toList());
    Collections.shuffle(shuffled, new Random(seed));
    return shuffled.stream().limit(PIXELS).mapToInt(Integer::intValue).toArray();
  }

  private static int pairs(int pixels) {
    return pixels * (pixels - 1) / 2;
  }
}
