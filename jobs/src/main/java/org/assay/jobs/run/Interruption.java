package org.assay.jobs.run;

/** Something that is still done when the process is stopped from outside, as by Ctrl-C. */
final class Interruption implements AutoCloseable {

  private final Thread hook;

  private Interruption(Thread hook) {
    this.hook = hook;
  }

  static Interruption watch(Runnable last) {
    Thread hook = new Thread(last, "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    return new Interruption(hook);
  }

  /** Where the process is being stopped, waits for its end, since failures are then no news. */
  void await() {
    if (isStopping()) {
      while (true) {
        try {
          Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
          // There is nothing left to do; the process ends all the same.
        }
      }
    }
  }

  private boolean isStopping() {
    try {
      Thread probe = new Thread(() -> {});
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  @Override
  public void close() {
    if (!isStopping()) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
