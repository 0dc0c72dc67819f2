package org.assay.format;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.assay.format.VnnFormula.And;
import org.assay.format.VnnFormula.Atom;
import org.assay.format.VnnFormula.Or;
import org.assay.query.Property.Box;
import org.assay.query.Property.Case;
import org.assay.query.Property.Condition;
import org.jspecify.annotations.Nullable;

/**
 * Brings what a file asserts into cases. What holds of all cases is kept apart, so that cases that
 * say nothing more about inputs share one box.
 */
final class VnnCases {

  /** More cases than this are refused. */
  static final int MOST_CASES = 1 << 17;

  /** Comparisons and ends of boxes of all cases together; more are refused. */
  static final int MOST_NUMBERS = 1 << 24;

  private final int inputs;
  private final VnnBox shared;
  private @Nullable Box sharedBox;
  private final List<Atom> common = new ArrayList<>();
  private final List<Or> choices = new ArrayList<>();
  private long left = MOST_NUMBERS;

  private VnnCases(int inputs) {
    this.inputs = inputs;
    this.shared = VnnBox.of(inputs);
  }

  static List<Case> of(And assertions, int inputs) {
    VnnCases cases = new VnnCases(inputs);
    cases.sort(assertions);
    List<List<Atom>> choices = cases.product(cases.choices);
    return cases.finished(choices);
  }

  /** Tells apart what always holds and what is a choice. */
  private void sort(VnnFormula formula) {
    if (formula instanceof And and) {
      and.parts().forEach(this::sort);
    } else if (formula instanceof Or or && or.parts().size() > 1) {
      choices.add(or);
    } else if (formula instanceof Or or) {
      sort(or.parts().get(0));
    } else if (formula instanceof Atom atom) {
      common.add(atom);
    }
  }

  private List<List<Atom>> cases(VnnFormula formula) {
    if (formula instanceof And and) {
      return product(and.parts());
    }
    if (formula instanceof Or or) {
      List<List<Atom>> all = new ArrayList<>();
      for (VnnFormula part : or.parts()) {
        List<List<Atom>> some = cases(part);
        limit((long) all.size() + some.size());
        all.addAll(some);
      }
      return all;
    }
    take(1);
    return List.of(List.of((Atom) formula));
  }

  /** One choice of each part, in every combination; the first part's choices vary slowest. */
  private List<List<Atom>> product(List<? extends VnnFormula> parts) {
    List<List<Atom>> chosen = List.of(List.of());
    for (VnnFormula part : parts) {
      List<List<Atom>> next = cases(part);
      if (chosen.size() == 1 && chosen.get(0).isEmpty()) {
        chosen = next;
      } else if (next.size() == 1) {
        chosen = joined(chosen, next);
      } else {
        limit((long) chosen.size() * next.size());
        chosen = joined(chosen, next);
      }
    }
    return chosen;
  }

  private List<List<Atom>> joined(List<List<Atom>> first, List<List<Atom>> second) {
    List<List<Atom>> all = new ArrayList<>(first.size() * second.size());
    for (List<Atom> a : first) {
      for (List<Atom> b : second) {
        take(a.size() + b.size());
        List<Atom> both = new ArrayList<>(a.size() + b.size());
        both.addAll(a);
        both.addAll(b);
        all.add(both);
      }
    }
    return all;
  }

  private static void limit(long cases) {
    if (cases > MOST_CASES) {
      throw new ModelFormatException(
          "its choices combine to %d cases, more than %d; split the property into several files"
              .formatted(cases, MOST_CASES));
    }
  }

  private void take(int numbers) {
    left -= numbers;
    if (left < 0) {
      throw new ModelFormatException(
          "its cases take more than %d numbers; split the property into several files"
              .formatted(MOST_NUMBERS));
    }
  }

  private List<Case> finished(List<List<Atom>> choices) {
    if (common.stream().anyMatch(Atom::isFalse)) {
      return List.of();
    }
    conditions(common, VnnBox::isBound).forEach(shared::narrow);
    List<Condition> always = conditions(common, VnnCases::isBeside);
    List<Case> cases = new ArrayList<>();
    for (int c = 0; c < choices.size(); c++) {
      List<Atom> chosen = choices.get(c);
      if (chosen.stream().noneMatch(Atom::isFalse)) {
        String of = choices.size() == 1 ? "" : " in case " + (c + 1) + " of " + choices.size();
        List<Condition> conditions = new ArrayList<>(always);
        conditions.addAll(conditions(chosen, VnnCases::isBeside));
        cases.add(new Case(box(conditions(chosen, VnnBox::isBound), of), conditions));
      }
    }
    return cases;
  }

  private Box box(List<Condition> bounds, String of) {
    if (bounds.isEmpty()) {
      sharedBox = sharedBox == null ? shared.finished(of) : sharedBox;
      return sharedBox;
    }
    take(2 * inputs);
    VnnBox own = shared.copy();
    bounds.forEach(own::narrow);
    return own.finished(of);
  }

  /** Whether a box does not say all of a condition. */
  private static boolean isBeside(Condition condition) {
    return !condition.terms().isEmpty() && !(VnnBox.isBound(condition) && !condition.strict());
  }

  private static List<Condition> conditions(List<Atom> atoms, Predicate<Condition> wanted) {
    return atoms.stream().map(Atom::condition).filter(wanted).toList();
  }
}
