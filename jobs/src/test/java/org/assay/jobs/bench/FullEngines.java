package org.assay.jobs.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.assay.bounds.BoundedNetwork;
import org.assay.pixels.AskedImage;
import org.assay.pixels.FullGeometry;
import org.assay.pixels.FullSmt;
import org.assay.pixels.PairTally;
import org.assay.query.Budget;
import org.assay.query.Scope;
import org.assay.smt.Z3Session;

/**
 * Full scope on one core: geometry with all its preparation over all lines of an image against one
 * question a line to Z3 about the whole network, on a seeded choice of the same lines; and all
 * pairs of an image by geometry.
 */
final class FullEngines implements Measurement {

  private static final int IMAGES = 20;
  private static final int LINES = 40;
  private static final int PAIR_IMAGES = 50;
  private static final int WARM_UP = 30;

  private final Budget.Timer timer = Budget.UNLIMITED.start();

  @Override
  public String name() {
    return "full-engines";
  }

  @Override
  public String description() {
    return "full scope: geometry against Z3 on lines; all pairs of an image";
  }

  @Override
  public List<Result> run(Setting setting) {
    Audited audited = new Audited(setting);
    BoundedNetwork network = BoundedNetwork.of(setting.network());
    int pixels = setting.network().inputs();
    for (int i = 0; i < WARM_UP; i++) {
      lines(audited.image(IMAGES + i, Scope.FULL), network, pixels);
    }
    double[] geometry = new double[IMAGES];
    double[] smt = new double[IMAGES];
    double[] ratio = new double[IMAGES];
    for (int i = 0; i < IMAGES; i++) {
      long start = System.nanoTime();
      boolean[] attackable = lines(audited.image(i, Scope.FULL), network, pixels);
      geometry[i] = (System.nanoTime() - start) / 1e3 / pixels;
      smt[i] = bySolver(audited.image(i, Scope.FULL), attackable, setting.seed() + i);
      ratio[i] = smt[i] / geometry[i];
    }
    double[] pairs = new double[PAIR_IMAGES];
    for (int i = 0; i < PAIR_IMAGES; i++) {
      pairs[i] = pairs(audited, i, network, pixels);
    }
    String same = "%d images x %d lines".formatted(IMAGES, LINES);
    String all = "%d images x %d lines".formatted(IMAGES, pixels);
    String planes = "%d images x %,d pairs".formatted(PAIR_IMAGES, pixels * (pixels - 1) / 2);
    return List.of(
        new Result("full scope, geometry with trace", all, Spread.of(geometry), "us/line", ""),
        new Result("full scope, Z3", same, Spread.of(smt), "us/line", ""),
        new Result("full scope, Z3 : geometry", same, Spread.of(ratio), "ratio", "> 1,000"),
        new Result("full scope, all pairs", planes, Spread.of(pairs), "s/image", "< 5"));
  }

  private boolean[] lines(AskedImage image, BoundedNetwork network, int pixels) {
    FullGeometry geometry = new FullGeometry(image, network);
    boolean[] attackable = new boolean[pixels];
    for (int pixel = 0; pixel < pixels; pixel++) {
      attackable[pixel] = geometry.pixel(pixel, timer).attackable();
    }
    return attackable;
  }

  private double bySolver(AskedImage image, boolean[] attackable, long seed) {
    List<Integer> chosen = new ArrayList<>(IntStream.range(0, attackable.length).boxed().toList());
    Collections.shuffle(chosen, new Random(seed));
    try (Z3Session session = new Z3Session()) {
      FullSmt smt = new FullSmt(image, session);
      smt.pixel(chosen.get(LINES), timer);
      long start = System.nanoTime();
      for (int pixel : chosen.subList(0, LINES)) {
        if (smt.pixel(pixel, timer).attackable() != attackable[pixel]) {
          throw new IllegalStateException("engines differ on pixel " + pixel);
        }
      }
      return (System.nanoTime() - start) / 1e3 / LINES;
    }
  }

  private double pairs(Audited audited, int id, BoundedNetwork network, int pixels) {
    int[] order = IntStream.range(0, pixels).toArray();
    long start = System.nanoTime();
    AskedImage image = audited.image(id, Scope.FULL);
    PairTally tally =
        new FullGeometry(image, network).tally(order, 0, pixels, timer, Optional.empty());
    if (tally.undecided() > 0) {
      throw new IllegalStateException("undecided pairs: " + tally);
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
