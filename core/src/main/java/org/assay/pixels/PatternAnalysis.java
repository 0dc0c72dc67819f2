package org.assay.pixels;

import java.util.List;
import org.assay.importance.PixelLayout;
import org.assay.query.Analysis;
import org.assay.query.Answer;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.assay.query.Perturbation;
import org.assay.query.Query;
import org.assay.query.Reason;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.query.WitnessCheck;
import org.assay.smt.Z3Session;
import org.assay.symbolic.Trace;
import org.assay.symbolic.TracedNetwork;

/**
 * Answers single queries about free positions in pattern scope, over real inputs in exact
 * arithmetic: by geometry for one and two positions, by the solver for more or where it is chosen.
 *
 * <p>Guarantee: sound and complete within the budget. Cost: that of a trace of the image, besides
 * that of {@link PatternGeometry} or {@link PatternSmt}; where many questions are put to one image,
 * use {@link PixelAudit}. Source: DeepCheck, section IV-C.
 */
public final class PatternAnalysis implements Analysis {

  private final Engine engine;
  private final Z3Session session;

  /**
   * An analysis by an engine; AUTO is GEOMETRY where geometry knows the question.
   *
   * @param session the solver; opened and closed by the caller
   */
  public PatternAnalysis(Engine engine, Z3Session session) {
    this.engine = engine;
    this.session = session;
  }

  /**
   * The answer to a query.
   *
   * @throws IllegalArgumentException if the query is not about pixels in pattern scope over real
   *     inputs in exact arithmetic, or not about leaving the predicted label
   */
  @Override
  public Answer decide(Query query, Budget budget) {
    if (query.scope() != Scope.PATTERN
        || query.arithmetic() != Arithmetic.EXACT
        || query.inputs() != Inputs.REAL
        || !(query.perturbation() instanceof Perturbation.Pixels pixels)) {
      throw new IllegalArgumentException(
          "pattern analysis answers PATTERN, EXACT, REAL queries about pixels, not " + query);
    }
    Budget.Timer timer = budget.start();
    AskedImage image =
        new AskedImage(
            Trace.of(TracedNetwork.of(query.network()), query.image()),
            WitnessCheck.of(query.network()),
            new PixelLayout(query.image().size(), 0, 1),
            WitnessCheck.Terms.exact(pixels.domain(), Scope.PATTERN));
    if (image.refusal().isEmpty() && image.label() != query.label()) {
      throw new IllegalArgumentException(
          "the predicted label is %d, not %d".formatted(image.label(), query.label()));
    }
    boolean solver = engine == Engine.SMT || pixels.indexes().size() > 2;
    Verdict verdict =
        timer.expired()
            ? new Verdict.Undecided(Reason.TIMEOUT, "no time left")
            : solver
                ? new PatternSmt(image, session).attackable(pixels.indexes(), timer)
                : geometry(new PatternGeometry(image), pixels.indexes(), timer);
    return new Answer(verdict, solver ? "smt" : "geometry", timer.elapsed());
  }

  private static Verdict geometry(
      PatternGeometry geometry, List<Integer> positions, Budget.Timer timer) {
    return positions.size() == 1
        ? geometry.pixel(positions.get(0), timer).verdict()
        : geometry.pair(positions.get(0), positions.get(1), timer).verdict();
  }
}
