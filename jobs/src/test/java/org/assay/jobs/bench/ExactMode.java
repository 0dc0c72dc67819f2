package org.assay.jobs.bench;

import java.util.List;
import org.assay.network.Tensor;
import org.assay.symbolic.Trace;
import org.assay.symbolic.TracedNetwork;

/** Exact mode of importance and trace: seconds an image on one core, preparation left out. */
final class ExactMode implements Measurement {

  private static final int IMAGES = 30;

  @Override
  public String name() {
    return "exact";
  }

  @Override
  public String description() {
    return "importance and trace in rationals, seconds an image";
  }

  @Override
  public List<Result> run(Setting setting) throws Exception {
    TracedNetwork network = TracedNetwork.of(setting.network());
    double[] importance = new double[IMAGES];
    double[] trace = new double[IMAGES];
    for (int i = 0; i < IMAGES; i++) {
      Tensor image = setting.images().example(i).image();
      long start = System.nanoTime();
      Trace scores = Trace.of(network, image);
      scores.exactCoefficients(scores.logitRow(scores.label()));
      long between = System.nanoTime();
      Trace whole = Trace.of(network, image);
      for (int row = 0; row < whole.rows(); row++) {
        whole.exactValue(row);
        whole.exactCoefficients(row);
      }
      importance[i] = (between - start) / 1e9;
      trace[i] = (System.nanoTime() - between) / 1e9;
    }
    String input = Setting.NETWORK + ", images 0.." + (IMAGES - 1);
    return List.of(
        new Result("exact importance", input, Spread.of(importance), "s/image", "< 1"),
        new Result("exact trace, every row", input, Spread.of(trace), "s/image", "< 1"));
  }
}
