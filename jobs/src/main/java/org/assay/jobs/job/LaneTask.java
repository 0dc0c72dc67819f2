package org.assay.jobs.job;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assay.dataset.Example;
import org.assay.eval.ExactSemantics;
import org.assay.eval.LaneSemantics;
import org.assay.eval.Summation;
import org.assay.exact.Rational;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.LaneRow;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.OrderRun;
import org.jspecify.annotations.Nullable;

/** Runs inputs in every arithmetic. For one thread. Close it. */
final class LaneTask implements UnitIterator.Closeable {

  private final Network network;
  private final @Nullable OnnxRuntimeLane onnxruntime;
  private final @Nullable String cpuFlags = Processor.flags();

  /**
   * A task.
   *
   * @param withOnnxruntime whether onnxruntime takes the network's file
   */
  LaneTask(SharedNetwork network, boolean withOnnxruntime) {
    this.network = network.network();
    this.onnxruntime = withOnnxruntime ? OnnxRuntimeLane.open(network) : null;
  }

  /** The row of an image. */
  LaneRow row(Example example) {
    List<Rational> input = List.of(ExactSemantics.exact(example.image()));
    LanePoint itself = new LanePoint("images", example.id(), null, "", null, List.of(), "");
    return row(itself, example.label(), null, input);
  }

  /**
   * The row of a stored witness.
   *
   * @param original the image's row; null for a property's witness
   */
  LaneRow row(LanePoint point, @Nullable ImageRow original, String run) {
    return row(point, original == null ? null : original.label(), run, point.input(original));
  }

  private LaneRow row(
      LanePoint point, @Nullable Integer label, @Nullable String run, List<Rational> input) {
    OrderRun orders = OrderRun.of(network, input);
    boolean single = network.elementType() == ElementType.FLOAT32;
    Tensor nearest =
        Tensor.of(network.input(), input.stream().mapToDouble(Rational::nearestDouble).toArray());
    Integer said = onnxruntime == null ? null : (Integer) onnxruntime.label(nearest);
    int exact = orders.exactLabel();
    @Nullable Integer[] lanes = {
      label(nearest, ElementType.FLOAT64, Summation.BIAS_LAST),
      label(nearest, ElementType.FLOAT32, Summation.BIAS_LAST),
      label(nearest, ElementType.FLOAT32, Summation.BIAS_FIRST),
      label(nearest, ElementType.FLOAT32, Summation.PAIRWISE),
      label(nearest, ElementType.FLOAT32, Summation.FUSED),
      label(nearest, ElementType.FLOAT32, Summation.FLUSHED)
    };
    boolean agree =
        Arrays.stream(lanes).allMatch(lane -> Objects.equals(lane, exact))
            && Stream.ofNullable(said).allMatch(lane -> lane == exact);
    return new LaneRow(
        point.source(),
        run,
        point.image() < 0 ? null : (Integer) point.image(),
        point.row(),
        point.place().isEmpty() ? null : point.place(),
        label,
        point.storedLabel(),
        !input.stream().allMatch(x -> single ? x.isFloat() : x.isDouble()),
        network.elementType().name(),
        exact,
        orders.isFinite() && orders.keeps(exact) ? (Integer) exact : null,
        lanes[0],
        lanes[1],
        lanes[2],
        lanes[3],
        lanes[4],
        lanes[5],
        said,
        agree,
        orders.lead(exact),
        orders.rounding(exact),
        onnxruntime == null ? null : onnxruntime.version(),
        cpuFlags);
  }

  private @Nullable Integer label(Tensor image, ElementType type, Summation how) {
    int label = Prediction.of(new LaneSemantics(type, how).run(network, image)).label();
    return label < 0 ? null : (Integer) label;
  }

  @Override
  public void close() {
    if (onnxruntime != null) {
      onnxruntime.close();
    }
  }
}
