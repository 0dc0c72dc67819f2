package org.assay.jobs.job;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.assay.exact.Rational;
import org.assay.importance.Metric;
import org.assay.importance.PixelLayout;
import org.assay.importance.PixelRanking;
import org.assay.jobs.run.SharedNetwork;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.pixels.AskedImage;
import org.assay.pixels.PixelDecider;
import org.assay.pixels.PixelGeometry;
import org.assay.pixels.PixelSolver;
import org.assay.query.Budget;
import org.assay.query.Recheck;
import org.assay.query.Verdict;
import org.assay.query.Witness;
import org.assay.query.WitnessCheck;
import org.assay.smt.Z3Session;
import org.assay.symbolic.Trace;
import org.jspecify.annotations.Nullable;

/**
 * Judges what stored rows claim of an image, from the network and the image alone: witnesses by an
 * exact run, robustness by the engine that did not decide it.
 *
 * @param terms what an attack has to be
 * @param pairs as asked; null for single pixels
 * @param timeout for each question to an engine
 */
public record ClaimJudge(
    int channels,
    int rows,
    int columns,
    @Nullable Integer channel,
    WitnessCheck.Terms terms,
    @Nullable String pairs,
    Metric metric,
    long seed,
    Duration timeout)
    implements Serializable {

  /**
   * What is found of a claim.
   *
   * @param image that it is about; of table {@code verify} the row's number
   * @param robust whether robustness was claimed
   * @param outcome RIGHT, WRONG, or OPEN where the other engine could not tell
   * @param detail what is wrong, or why it is open; empty where there is no more to say
   */
  public record Judged(String table, int image, boolean robust, String outcome, String detail) {}

  /** Judges all claims about one image. */
  List<Judged> judge(SharedNetwork network, List<Float> pixels, List<StoredClaim> claims) {
    Tensor image = image(pixels);
    List<Judged> judged = new ArrayList<>();
    Recheck recheck = new Recheck(network.network(), terms);
    for (StoredClaim claim : claims) {
      if (claim.label() != null) {
        Optional<String> wrong = recheck.wrong(image, claim(claim, claim.label(), layout(image)));
        judged.add(judged(claim, wrong.isEmpty() ? "RIGHT" : "WRONG", wrong.orElse("")));
      }
    }
    List<StoredClaim> robust = claims.stream().filter(claim -> claim.label() == null).toList();
    if (!robust.isEmpty()) {
      judged.addAll(judgeRobust(network, image, robust));
    }
    return judged;
  }

  private Tensor image(List<Float> pixels) {
    double[] values = pixels.stream().mapToDouble(Float::doubleValue).toArray();
    return Tensor.of(Shape.of(channels, rows, columns), values);
  }

  private PixelLayout layout(Tensor image) {
    PixelLayout layout = PixelLayout.of(image.shape());
    return channel == null ? layout : layout.channel(channel);
  }

  private static Judged judged(StoredClaim claim, String outcome, String detail) {
    return new Judged(claim.table(), claim.image(), claim.label() == null, outcome, detail);
  }

  private static Recheck.Claim claim(StoredClaim claim, int label, PixelLayout layout) {
    List<Witness.Change> changes = new ArrayList<>();
    for (int i = 0; i < claim.pixels().size(); i++) {
      int[] positions = layout.positions(claim.pixels().get(i));
      String[] values = claim.values().get(i).split(",", -1);
      for (int c = 0; c < positions.length; c++) {
        changes.add(new Witness.Change(positions[c], Rational.parse(values[c])));
      }
    }
    changes.sort(Comparator.comparingInt(Witness.Change::index));
    return new Recheck.Claim(
        claim.predicted(), label, Optional.ofNullable(claim.orderedLabel()), changes);
  }

  private List<Judged> judgeRobust(SharedNetwork network, Tensor image, List<StoredClaim> claims) {
    Trace trace = Trace.of(network.traced(), image);
    AskedImage asked =
        new AskedImage(trace, WitnessCheck.of(network.network()), layout(image), terms);
    List<Judged> judged = new ArrayList<>();
    try (Z3Session session = new Z3Session()) {
      PixelSolver solver = PixelSolver.of(asked, session);
      PixelGeometry geometry = PixelGeometry.of(asked, network::bounded);
      for (StoredClaim claim : claims) {
        int[] pixels =
            pairs == null ? new int[] {claim.pixels().get(0)} : drawn(claim, asked, pairs);
        if (pixels.length == 0) {
          continue;
        }
        boolean bySolver = claim.method().equals("GEOMETRY");
        judged.add(
            bySolver || asked.layout().channels() <= 3 - pixels.length
                ? judged(claim, bySolver ? solver : geometry, pixels)
                : judged(claim, "OPEN", "geometry does not know pixels of so many channels"));
      }
    }
    return judged;
  }

  private Judged judged(StoredClaim claim, PixelDecider other, int[] pixels) {
    Budget.Timer timer = Budget.of(timeout).start();
    Verdict verdict =
        pixels.length == 1
            ? other.pixel(pixels[0], timer).verdict()
            : other.pair(pixels[0], pixels[1], timer).verdict();
    String units = "pixels " + Arrays.toString(pixels);
    return verdict.match(
        robust -> judged(claim, "RIGHT", ""),
        violated ->
            judged(
                claim, "WRONG", units + " are said to be robust, the other engine has a witness"),
        undecided -> judged(claim, "OPEN", units + ": " + undecided.reason()));
  }

  /** Two of the pixels that were looked at, at least one in no attack; none if there are none. */
  private int[] drawn(StoredClaim claim, AskedImage image, String which) {
    int[] order = PixelRanking.of(image.trace(), metric, image.layout()).order();
    int among = PixelsQuestion.among(which, order.length);
    Set<Integer> quiet = Set.copyOf(claim.pixels());
    int[] candidates =
        IntStream.range(0, among).map(rank -> order[rank]).filter(quiet::contains).toArray();
    if (candidates.length == 0 || among < 2) {
      return new int[0];
    }
    Random random = new Random(seed * 1_000_003 + claim.image());
    int first = candidates[random.nextInt(candidates.length)];
    int second = order[random.nextInt(among)];
    while (second == first) {
      second = order[random.nextInt(among)];
    }
    return new int[] {first, second};
  }
}
