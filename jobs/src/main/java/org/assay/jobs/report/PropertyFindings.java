package org.assay.jobs.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs of {@code verify} say of instances that belong together: those of one list, of one
 * plan's network, or asked one by one. Of several rows of an instance the newest that is decided
 * counts, and where none is decided the newest.
 *
 * @param title what was asked about
 * @param arithmetic of the verdicts
 * @param total of the rows that count
 * @param runs each with its own answers, in the order they were started
 * @param networks the rows that count, by network
 * @param series the times of the latest runs, for a drawing
 * @param lists some of the instances, each list with those that matter first
 */
record PropertyFindings(
    String title,
    String arithmetic,
    Answers total,
    List<RunAnswers> runs,
    List<NetworkAnswers> networks,
    List<Series> series,
    Lists lists) {

  /**
   * A row of table {@code verify}, the numbers of its witness left out. An instance is a network
   * and property at a place of its list.
   */
  public record Instance(
      String run,
      int row,
      String network,
      String property,
      @Nullable String verdict,
      String answer,
      @Nullable String reason,
      @Nullable String detail,
      @Nullable String method,
      double seconds,
      double timeout,
      @Nullable String float32Replay) {

    boolean isDecided() {
      return "Holds".equals(verdict) || "Violated".equals(verdict);
    }

    /** Whether the violation was not shown by the network's own floats. */
    boolean isRealOnly() {
      return "Violated".equals(verdict) && !"HOLDS".equals(float32Replay);
    }
  }

  /** How many instances have which answer. */
  record Answers(long sat, long unsat, long unknown, long timeout, long error) {

    static Answers of(List<Instance> instances) {
      return new Answers(
          count(instances, "sat"),
          count(instances, "unsat"),
          count(instances, "unknown"),
          count(instances, "timeout"),
          count(instances, "error"));
    }

    private static long count(List<Instance> instances, String answer) {
      return instances.stream().filter(i -> i.answer().equals(answer)).count();
    }

    long instances() {
      return sat + unsat + unknown + timeout + error;
    }
  }

  /** A run with its answers. */
  record RunAnswers(String name, Answers answers, double seconds) {}

  /** A network with the answers about it. */
  record NetworkAnswers(String network, Answers answers, double worstSeconds) {}

  /**
   * The times of the instances that were decided, ascending.
   *
   * @param instances how many were asked
   * @param limit the longest time that one had
   */
  record Series(String name, List<Double> seconds, long instances, double limit) {

    Series {
      seconds = List.copyOf(seconds);
    }
  }

  /**
   * Some instances.
   *
   * @param slowest those that took longest
   * @param undecided without a verdict although they could be asked, with the reason
   * @param errors that could not be asked, or where deciding crashed
   * @param realOnly violated at a point at which the network's own floats do not show it
   */
  record Lists(
      List<Instance> slowest,
      List<Instance> undecided,
      List<Instance> errors,
      List<Instance> realOnly) {

    Lists {
      slowest = List.copyOf(slowest);
      undecided = List.copyOf(undecided);
      errors = List.copyOf(errors);
      realOnly = List.copyOf(realOnly);
    }
  }

  PropertyFindings {
    runs = List.copyOf(runs);
    networks = List.copyOf(networks);
    series = List.copyOf(series);
  }
}
