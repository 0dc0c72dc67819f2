package org.assay.jobs.job;

import java.util.List;
import java.util.stream.IntStream;
import org.assay.eval.ExactSemantics;
import org.assay.jobs.table.ImplantRow;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.repair.Demand;
import org.assay.repair.TamperRadius;
import org.assay.smt.Z3Session;

/** Finds tamper radii one after another, with a solver opened once. For one thread. Close it. */
final class ImplantTask implements UnitIterator.Closeable {

  private final ImplantQuestion asked;
  private final Demands demands;
  private final ImplantRows rows;
  private final Z3Session session = new Z3Session();
  private final TamperRadius radii = new TamperRadius(session);

  ImplantTask(ImplantQuestion asked, Demands demands) {
    this.asked = asked;
    this.demands = demands;
    this.rows = new ImplantRows(asked, demands);
  }

  /** The row of the unit at a place; a fault of the program becomes Undecided(CRASHED). */
  ImplantRow row(int place, EffortSum effort) {
    ImplantQuestion.Unit unit = asked.units().get(place);
    long before = session.checks();
    try {
      ImplantRow row = row(unit);
      effort.add(new Effort(1, 0, 0, 0, 0, session.checks() - before, 0, 0, 0));
      return row;
    } catch (RuntimeException | StackOverflowError e) {
      return crashed(place, e, effort);
    }
  }

  /** The row of a unit whose search broke off. */
  ImplantRow crashed(int place, Throwable cause, EffortSum effort) {
    ImplantQuestion.Unit unit = asked.units().get(place);
    String detail = Crash.detail(cause);
    effort.add(Crash.effort(1));
    effort.addCrash("image " + unit.image() + ", set " + unit.set(), detail);
    return rows.crashed(unit, detail);
  }

  private ImplantRow row(ImplantQuestion.Unit unit) {
    long before = session.checks();
    Budget.Timer timer = Budget.of(asked.terms().timeout()).start();
    Tensor input = input(unit.image());
    int present = ExactSemantics.label(ExactSemantics.logits(demands.network(), input));
    Integer to = asked.to();
    if (to != null && to == present) {
      return rows.already(unit, present);
    }
    List<Integer> targets =
        IntStream.range(0, demands.network().labels())
            .filter(label -> label != present && (to == null || label == to))
            .boxed()
            .toList();
    TamperRadius.Question question =
        new TamperRadius.Question(
            demands.network(),
            unit.keep().stream()
                .map(kept -> new Demand.Label(input(kept), rows.label(kept)))
                .toList(),
            input,
            targets,
            asked.free(),
            asked.terms().bound(),
            asked.terms().precision());
    TamperRadius.Answer answer = radii.answer(question, Budget.of(asked.terms().timeout()));
    return rows.of(
        unit, present, new ImplantRows.Found(answer, session.checks() - before, timer.elapsed()));
  }

  private Tensor input(int image) {
    return demands.input(new PrescribedImage(image, null, ""));
  }

  @Override
  public void close() {
    session.close();
  }
}
