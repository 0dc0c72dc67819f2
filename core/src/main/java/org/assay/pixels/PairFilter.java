package org.assay.pixels;

/**
 * The float filter: decides for two free positions and one label whether somewhere on the closure
 * of the pattern's region all leads of the label are positive, or says that doubles cannot tell.
 *
 * <p><b>Method.</b> The rectangle of the two offsets is clipped by the label's leads and by the
 * half-planes of the path condition; those that can be shown not to cut the rectangle are passed
 * over. A half-plane is evaluated at a vertex as a double g, and r bounds its error ({@link
 * PatternTable}).
 *
 * <p><b>NO is proved.</b> Invariant: there is an exact convex polygon W whose vertices are, in
 * order, the computed ones but for displacements that r covers, and W contains every point of the
 * region at which no lead is negative. At first W is the rectangle, rounded outward. To clip, a
 * vertex is dropped if g &lt; -r, so that the exact function is negative there. On an edge from a
 * kept vertex with value g to a dropped one with value d, the new vertex lies the part t of the
 * way, where t is at least (g + r) / (g - d) and at most 1; the exact function there is at most (1
 * - t) (g + r) + t (d + r) &lt;= 0. So each chain of dropped vertices together with its two new
 * ones spans a part of W on which the function is nowhere positive, and positive nowhere but, at
 * most, zero on the new edge: nothing of the region's part with positive leads is lost, and the
 * rest of W is convex. A new vertex inherits the displacement of its edge's ends, being a mean of
 * them, and rounding adds less than {@link PatternTable#MOST_STEPS} units of the greatest offset.
 * If no vertex is left, every one was dropped with a strictly negative value: the largest margin is
 * negative, so that there is no tie either.
 *
 * <p><b>YES is proved.</b> The mean of the vertices, kept within the rectangle rounded inward, is
 * put into every half-plane that was not passed over: g - r must be at least zero for the path
 * condition and positive for leads.
 *
 * <p>Allocates nothing once made. For one thread.
 */
final class PairFilter {

  static final int NO = -1;
  static final int UNSURE = 0;
  static final int YES = 1;

  private static final double OUTWARD = 1 + 0x1p-49;

  private final PatternTable table;
  private final LeadTable leads;
  private final int label;
  private double[] x;
  private double[] y;
  private double[] nextX;
  private double[] nextY;
  private final double[] at;
  private int size;
  private final double[] cutConstant;
  private final double[] cutA;
  private final double[] cutB;
  private final double[] cutError;
  private int cuts;
  private int leadCuts;
  private double pointX;
  private double pointY;

  /**
   * A filter on an image's tables.
   *
   * @param label the label to be left
   */
  PairFilter(PatternTable table, int label) {
    this.table = table;
    this.leads = new LeadTable(table);
    this.label = label;
    int most = table.spaces + table.labels;
    int vertices = 2 * most + 8;
    x = new double[vertices];
    y = new double[vertices];
    nextX = new double[vertices];
    nextY = new double[vertices];
    at = new double[vertices];
    cutConstant = new double[most];
    cutA = new double[most];
    cutB = new double[most];
    cutError = new double[most];
  }

  /** The offset of the first position at which the last YES was shown. */
  double pointX() {
    return pointX;
  }

  /** The offset of the second position at which the last YES was shown. */
  double pointY() {
    return pointY;
  }

  /** An upper bound of what a position can add to a label's lead over the one to be left. */
  double gain(int k, int position) {
    int i = position * table.labels;
    double a = table.logitSlope[i + k] - table.logitSlope[i + label];
    return Math.max(a * table.low[position], a * table.high[position])
        + table.leadSlopeError(k, label, position);
  }

  /** An upper bound of a label's lead at the original over the one to be left. */
  double lead(int k) {
    return table.logit[k] - table.logit[label] + table.leadError(k, label);
  }

  /** Whether the greatest gains of p and q leave it open that label k's logit becomes greater. */
  boolean candidate(int p, int q, int k) {
    return !(table.usable() && lead(k) + gain(k, p) + gain(k, q) < 0);
  }

  /**
   * YES if label {@code k} can be the one largest while positions p and q move; NO if, wherever
   * they move, some other logit is greater than k's.
   */
  int decide(int p, int q, int k) {
    if (!table.usable()) {
      return UNSURE;
    }
    leads.select(k);
    leads.fill(p);
    leads.fill(q);
    rectangle(p, q);
    cuts = 0;
    cutByLead(p, q, label);
    for (int j = 0; j < table.labels && size > 0; j++) {
      int i = p * table.labels + j;
      int m = q * table.labels + j;
      double worst = leads.constant[j] - leads.constantError[j] + leads.least[i] + leads.least[m];
      if (!(worst > 0) && j != k && j != label) {
        cutByLead(p, q, j);
      }
    }
    leadCuts = cuts;
    if (size > 0) {
      cutByPath(table.slopes(p), table.slopes(q));
    }
    // A slope may have turned out too large for doubles just now.
    if (!table.usable()) {
      return UNSURE;
    }
    return size == 0 ? NO : verified(p, q) ? YES : UNSURE;
  }

  private void rectangle(int p, int q) {
    size = 4;
    x[0] = table.low[p];
    x[1] = table.high[p];
    x[2] = x[1];
    x[3] = x[0];
    y[0] = table.low[q];
    y[1] = y[0];
    y[2] = table.high[q];
    y[3] = y[2];
  }

  private void cutByLead(int p, int q, int j) {
    int i = p * table.labels + j;
    int m = q * table.labels + j;
    clip(
        leads.constant[j],
        leads.slope[i],
        leads.slope[m],
        leads.constantError[j] + leads.slopeError[i] + leads.slopeError[m]);
  }

  private void cutByPath(PatternTable.Slopes p, PatternTable.Slopes q) {
    double[] leastP = p.least();
    double[] leastQ = q.least();
    double[] slack = table.slack;
    double[] slackError = table.slackError;
    for (int h = 0; h < slack.length && size > 0; h++) {
      double worst = slack[h] - slackError[h] + leastP[h] + leastQ[h];
      if (!(worst >= 0)) {
        clip(slack[h], p.slope()[h], q.slope()[h], slackError[h] + p.error()[h] + q.error()[h]);
      }
    }
  }

  /** Clips the polygon by {@code c + a x + b y >= 0}, whose evaluations err by at most r. */
  private void clip(double c, double a, double b, double r) {
    cutConstant[cuts] = c;
    cutA[cuts] = a;
    cutB[cuts] = b;
    cutError[cuts++] = r;
    double lowest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      at[i] = c + a * x[i] + b * y[i];
      lowest = Math.min(lowest, at[i]);
    }
    // A half-plane that is not used leaves the polygon too large, which is sound.
    if (lowest >= -r || 2 * size > nextX.length) {
      return;
    }
    int kept = 0;
    int before = size - 1;
    for (int i = 0; i < size; i++) {
      boolean keep = at[i] >= -r;
      if (keep != at[before] >= -r) {
        kept = keep ? cross(i, before, r, kept) : cross(before, i, r, kept);
      }
      if (keep) {
        nextX[kept] = x[i];
        nextY[kept++] = y[i];
      }
      before = i;
    }
    swap(kept);
  }

  private int cross(int inside, int outside, double r, int kept) {
    double part = (at[inside] + r) / (at[inside] - at[outside]) * OUTWARD;
    double t = Math.min(1, part);
    nextX[kept] = x[inside] + t * (x[outside] - x[inside]);
    nextY[kept] = y[inside] + t * (y[outside] - y[inside]);
    return kept + 1;
  }

  private void swap(int kept) {
    double[] swapX = x;
    x = nextX;
    nextX = swapX;
    double[] swapY = y;
    y = nextY;
    nextY = swapY;
    size = kept;
  }

  private boolean verified(int p, int q) {
    double sumX = 0;
    double sumY = 0;
    for (int i = 0; i < size; i++) {
      sumX += x[i];
      sumY += y[i];
    }
    pointX = Math.max(table.innerLow[p], Math.min(table.innerHigh[p], sumX / size));
    pointY = Math.max(table.innerLow[q], Math.min(table.innerHigh[q], sumY / size));
    boolean holds =
        pointX >= table.innerLow[p]
            && pointX <= table.innerHigh[p]
            && pointY >= table.innerLow[q]
            && pointY <= table.innerHigh[q];
    for (int i = 0; i < cuts && holds; i++) {
      double sure = cutConstant[i] + cutA[i] * pointX + cutB[i] * pointY - cutError[i];
      holds = i < leadCuts ? sure > 0 : sure >= 0;
    }
    return holds;
  }
}
