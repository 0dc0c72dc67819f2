package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assay.attack.Attack;
import org.assay.attack.AttackedImage;
import org.assay.attack.Attempt;
import org.assay.dataset.Example;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.jobs.table.AttackRow;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.OrderRun;
import org.assay.query.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Attacks some images at a time. What an attack claims is run again by the plain fold of the
 * network, and its place is judged in rationals. For one thread.
 */
final class AttackTask {

  /** Images that are run at once; more would leave the processor's cache. */
  static final int AT_ONCE = 32;

  static final String FOUND = "FOUND";
  static final String NOT_FOUND = "NOT_FOUND";
  static final String NOT_ATTACKED = "NOT_ATTACKED";

  private final Network network;
  private final AttackQuestion question;
  private final Setting setting;
  private final Attack attack;

  AttackTask(Network network, AttackQuestion question, Setting setting) {
    this.network = network;
    this.question = question;
    this.setting = setting;
    this.attack = question.attack(network, setting.domain());
  }

  /** What becomes of some images: for each its rows, radius by radius. */
  List<Decided<AttackRow>> decided(List<Example> examples) {
    try {
      return attacked(examples).stream()
          .map(rows -> new Decided<>(rows, Effort.of(1), List.of()))
          .toList();
    } catch (RuntimeException | StackOverflowError e) {
      if (examples.size() > 1) {
        // One of them is to blame; the others keep their rows.
        return examples.stream().flatMap(one -> decided(List.of(one)).stream()).toList();
      }
      return List.of(crashed(examples.get(0), e));
    }
  }

  /** An image whose attack broke off. */
  Decided<AttackRow> crashed(Example example, Throwable cause) {
    EffortSum effort = new EffortSum();
    String detail = Crash.detail(cause);
    effort.add(Crash.effort(1));
    effort.addCrash("image " + example.id(), detail);
    return effort.of(refused(example, Prediction.NONE.label(), Reason.CRASHED + ": " + detail));
  }

  private List<List<AttackRow>> attacked(List<Example> examples) {
    List<List<AttackRow>> rows = new ArrayList<>(Collections.nCopies(examples.size(), List.of()));
    List<Integer> open = new ArrayList<>();
    int[] predicted = new int[examples.size()];
    for (int n = 0; n < predicted.length; n++) {
      Example example = examples.get(n);
      predicted[n] = ordered(example.image());
      if (!isInDomain(example.image())) {
        rows.set(n, refused(example, predicted[n], Reason.OUT_OF_DOMAIN.name()));
      } else if (predicted[n] < 0) {
        rows.set(n, refused(example, predicted[n], Reason.OVERFLOW.name()));
      } else if (predicted[n] != example.label()) {
        // Its own witness, without an attack.
        int own = predicted[n];
        Attempt itself = new Attempt(true, true, 0, Optional.of(example.image()));
        rows.set(
            n, question.radii().stream().map(radius -> row(example, own, radius, itself)).toList());
      } else {
        open.add(n);
      }
    }
    List<List<Attempt>> attempts =
        open.isEmpty()
            ? List.of()
            : attack.on(open.stream().map(n -> about(examples.get(n))).toList(), question.radii());
    for (int k = 0; k < open.size(); k++) {
      int n = open.get(k);
      List<Attempt> mine = attempts.get(k);
      rows.set(
          n,
          IntStream.range(0, mine.size())
              .mapToObj(
                  r -> row(examples.get(n), predicted[n], question.radii().get(r), mine.get(r)))
              .toList());
    }
    return rows;
  }

  private AttackedImage about(Example example) {
    long seed = new SplittableRandom(setting.seed()).nextLong() ^ example.id();
    return new AttackedImage(example.image(), example.label(), seed);
  }

  private boolean isInDomain(Tensor image) {
    return IntStream.range(0, image.size())
        .allMatch(i -> setting.domain().contains(Rational.of(image.at(i))));
  }

  private int ordered(Tensor point) {
    return Prediction.of(OrderedSemantics.logits(network, point)).label();
  }

  private List<AttackRow> refused(Example example, int predicted, String reason) {
    return question.radii().stream()
        .map(radius -> row(example, predicted, radius, NOT_ATTACKED, reason, null))
        .toList();
  }

  private AttackRow row(Example example, int predicted, Rational radius, Attempt attempt) {
    hold(example, radius, attempt);
    return row(example, predicted, radius, attempt.found() ? FOUND : NOT_FOUND, null, attempt);
  }

  /** Runs a witness again. */
  private void hold(Example example, Rational radius, Attempt attempt) {
    if (attempt.point().isEmpty()) {
      if (attempt.found()) {
        throw new IllegalStateException("a point was found and is not there");
      }
      return;
    }
    Tensor point = attempt.point().get();
    int label = ordered(point);
    if (label < 0 || label == example.label()) {
      throw new IllegalStateException("a point that was found has label " + label);
    }
    for (int i = 0; attempt.found() && i < point.size(); i++) {
      Rational x = Rational.of(point.at(i));
      Rational change = x.minus(Rational.of(example.image().at(i))).abs();
      if (!x.isFloat() || change.compareTo(radius) > 0 || !setting.domain().contains(x)) {
        throw new IllegalStateException("value " + i + " of a point that was found is " + x);
      }
    }
  }

  private AttackRow row(
      Example example,
      int predicted,
      Rational radius,
      String outcome,
      @Nullable String reason,
      @Nullable Attempt attempt) {
    Tensor point = attempt == null ? null : attempt.point().orElse(null);
    return new AttackRow(
        example.id(),
        example.label(),
        predicted,
        radius.toString(),
        radius.nearestDouble(),
        question.method().name(),
        question.steps(),
        outcome,
        reason,
        outcome.equals(FOUND),
        attempt != null && attempt.last(),
        attempt == null ? 0 : attempt.steps(),
        point == null ? null : (Double) distance(example.image(), point),
        point == null ? List.of() : floats(point),
        point == null ? null : (Integer) ordered(point),
        point == null ? null : (Integer) exactLabel(point));
  }

  private int exactLabel(Tensor point) {
    return OrderRun.of(network, List.of(ExactSemantics.exact(point))).exactLabel();
  }

  private static double distance(Tensor image, Tensor point) {
    double most = 0;
    for (int i = 0; i < image.size(); i++) {
      most = Math.max(most, Math.abs(point.at(i) - image.at(i)));
    }
    return most;
  }

  private static List<Float> floats(Tensor point) {
    return IntStream.range(0, point.size()).mapToObj(i -> (float) point.at(i)).toList();
  }
}
