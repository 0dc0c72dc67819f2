package org.assay.jobs.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.assay.jobs.bench.KnownAnswer.Outcome;
import org.assay.jobs.job.Decider;
import org.assay.jobs.job.VerifyTask;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.table.VerifyRow;

/**
 * Every instance of which the answer is known, 60 seconds each, two at once: how many of each
 * benchmark are decided, and how long they take. What contradicts the known answer without a
 * checked witness fails the bench; with one it is a finding, which is printed.
 */
final class Truth implements Measurement {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int THREADS = 2;

  @Override
  public String name() {
    return "truth";
  }

  @Override
  public String description() {
    return "instances of VNN-COMP with known answers, 60 s each, 2 at once";
  }

  /** An instance with its answer. */
  private record Answered(KnownAnswer known, VerifyRow row, Outcome outcome) {}

  @Override
  public List<Result> run(Setting setting) throws Exception {
    Path data = setting.data().resolve("..").normalize();
    List<Answered> all = answered(KnownAnswer.read(data));
    Map<String, List<Answered>> families = new TreeMap<>();
    all.forEach(a -> families.computeIfAbsent(a.known().family(), f -> new ArrayList<>()).add(a));
    List<Result> results = new ArrayList<>();
    families.forEach((family, of) -> results.add(result(family, of)));
    long wrong = count(all, Outcome.WRONG);
    if (wrong > 0) {
      throw new IllegalStateException(wrong + " answers contradict what is known; see above");
    }
    return results;
  }

  private static List<Answered> answered(List<KnownAnswer> known) throws Exception {
    ConcurrentLinkedQueue<KnownAnswer> open = new ConcurrentLinkedQueue<>(known);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      Callable<List<Answered>> work = () -> answeredByOne(open);
      List<Future<List<Answered>>> parts = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        parts.add(threads.submit(work));
      }
      List<Answered> all = new ArrayList<>();
      for (Future<List<Answered>> part : parts) {
        all.addAll(part.get());
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Answered> answeredByOne(ConcurrentLinkedQueue<KnownAnswer> open)
      throws Exception {
    List<Answered> mine = new ArrayList<>();
    try (VerifyTask task = new VerifyTask(new FileStore(new Configuration()), Decider.AUTO, 1)) {
      for (KnownAnswer next = open.poll(); next != null; next = open.poll()) {
        VerifyRow row = task.decide(next.instance(1, TIMEOUT)).row();
        Answered answered = new Answered(next, row, next.judge(row));
        mine.add(answered);
        if (answered.outcome() != Outcome.AGREES) {
          print(answered);
        }
      }
    }
    return mine;
  }

  private static Result result(String family, List<Answered> of) {
    List<Answered> scored = of.stream().filter(a -> !a.known().truth().equals("unclear")).toList();
    long decided = scored.size() - count(scored, Outcome.OPEN) - count(scored, Outcome.WRONG);
    long contradict = count(scored, Outcome.WRONG) + count(scored, Outcome.FINDING);
    return new Result(
        "%s %d of %d, %d contradict".formatted(family, decided, scored.size(), contradict),
        "decided; of %d unclear ones %d"
            .formatted(of.size() - scored.size(), count(of, Outcome.NEW)),
        Spread.of(scored.stream().mapToDouble(a -> a.row().seconds()).toArray()),
        "s",
        "");
  }

  private static long count(List<Answered> of, Outcome outcome) {
    return of.stream().filter(a -> a.outcome() == outcome).count();
  }

  private static void print(Answered answered) {
    VerifyRow row = answered.row();
    System.out.printf(
        "%-8s %s: %s %s %.1f s %s%n",
        answered.outcome(),
        answered.known(),
        row.answer(),
        row.verdict(),
        row.seconds(),
        row.detail() == null ? "" : row.detail());
  }
}
