package org.assay.numerics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.assay.RandomNetworks;
import org.assay.RandomTrees;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.forge.Disguise;
import org.assay.forge.Switch;
import org.assay.forge.Window;
import org.assay.network.Clip;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.SparseRows;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Figures of sums against the same sums written out in rationals. */
class CancellationScanTest {

  private static final int NETWORKS = 200;
  private static final int IMAGES = 4;
  private static final int TREES = 10;

  /** How much more than the exact figure may be given. */
  private static final Rational SLACK = Rational.of(1 + 0x1p-8);

  /** Figures of one sum in rationals: no doubles, no bounds. */
  private static final class Written {

    private Rational magnitude = Rational.ZERO;
    private Rational passed = Rational.ZERO;
    private Rational cancellation = Rational.ZERO;
    private boolean vanishes;

    void add(SparseRows rows, int row, Rational[] input, SumLayer layer) {
      Rational sum = Rational.of(rows.bias(row));
      Rational sizes = sum.abs();
      for (int k = rows.start(row); k < rows.start(row + 1); k++) {
        Rational product = Rational.of(rows.weight(k)).times(input[rows.column(k)]);
        sum = sum.plus(product);
        sizes = sizes.plus(product.abs());
      }
      magnitude = magnitude.max(sizes);
      passed = passed.max(clipped(layer, sum).abs());
      if (sum.signum() != 0) {
        cancellation = cancellation.max(sizes.dividedBy(sum.abs()));
      } else {
        vanishes |= sizes.signum() != 0;
      }
    }
  }

  private static Rational clipped(SumLayer layer, Rational sum) {
    Clip clip = layer.clip();
    return clip == null
        ? sum
        : Rational.of(clip.low()).max(Double.isInfinite(clip.high()) ? sum : atMost(clip, sum));
  }

  private static Rational atMost(Clip clip, Rational sum) {
    return sum.min(Rational.of(clip.high()));
  }

  @ParameterizedTest
  @EnumSource
  void figuresAreThoseOfTheSumsWrittenOut(ElementType type) {
    int sums = 0;
    for (int seed = 0; seed < NETWORKS; seed++) {
      RandomNetworks drawn = new RandomNetworks(seed, type);
      Network network = seed % 5 == 0 ? drawn.convolutional() : drawn.dense();
      List<SumLayer> layers = SumLayer.of(network);
      CancellationScan scan = new CancellationScan(network);
      List<Written> written = new ArrayList<>();
      scan.figures().forEach(unit -> written.add(new Written()));
      for (int id = 0; id < IMAGES; id++) {
        Tensor image = drawn.image(network);
        scan.add(id, image);
        write(network, layers, image, written);
        sums += written.size();
      }
      for (UnitFigures unit : scan.figures()) {
        assertThat(unit.images()).isEqualTo(IMAGES);
        isBy(unit, written.get(unit.unit()));
        assertThat(unit.phaseSeen()).isLessThanOrEqualTo(unit.phaseOpen());
      }
    }
    assertThat(sums).isGreaterThan(20_000);
  }

  private static void write(
      Network network, List<SumLayer> layers, Tensor image, List<Written> written) {
    Rational[] state = ExactSemantics.exact(image);
    int number = 0;
    for (Layer layer : network.layers()) {
      if (layer instanceof Linear linear) {
        SumLayer of = layers.get(number++);
        for (int r = 0; r < of.size(); r++) {
          written.get(of.firstUnit() + r).add(linear.rows(), r, state, of);
        }
        state = new ExactSemantics().linear(linear, state);
      } else {
        state = new ExactSemantics().clip((Clip) layer, state);
      }
    }
  }

  private static void isBy(UnitFigures unit, Written written) {
    close(unit.magnitude(), written.magnitude);
    close(unit.passed(), written.passed);
    assertThat(Double.isInfinite(unit.cancellation())).isEqualTo(written.vanishes);
    if (!written.vanishes) {
      Rational found = Rational.of(unit.cancellation());
      assertThat(found.times(SLACK)).isGreaterThanOrEqualTo(written.cancellation);
      assertThat(found).isLessThanOrEqualTo(written.cancellation.times(SLACK));
    }
  }

  /** No less than the exact figure, and little more. */
  private static void close(double found, Rational exact) {
    assertThat(Rational.of(found))
        .isGreaterThanOrEqualTo(exact)
        .isLessThanOrEqualTo(exact.times(SLACK));
  }

  @ParameterizedTest
  @EnumSource
  void noOrderLeavesTheRounding(ElementType type) {
    for (int seed = 0; seed < NETWORKS; seed++) {
      RandomNetworks drawn = new RandomNetworks(seed, type);
      Network network = drawn.dense();
      SumLayer first = SumLayer.of(network).get(0);
      Tensor image = drawn.image(network);
      CancellationScan scan = new CancellationScan(network);
      scan.add(0, image);
      RandomTrees trees = new RandomTrees(type, seed);
      for (int r = 0; r < first.size(); r++) {
        Rational exact = ExactSemantics.row(first.rows(), r, ExactSemantics.exact(image));
        Rational rounding = Rational.of(scan.figures().get(r).rounding());
        for (int t = 0; t < TREES; t++) {
          Rational computed = Rational.of(trees.sum(first.rows(), r, image.toDoubles()));
          assertThat(clipped(first, computed).minus(clipped(first, exact)).abs())
              .isLessThanOrEqualTo(rounding);
        }
      }
    }
  }

  @Test
  void imagesMayBeTakenInParts() {
    RandomNetworks drawn = new RandomNetworks(5, ElementType.FLOAT32);
    Network network = drawn.convolutional();
    CancellationScan all = new CancellationScan(network);
    List<CancellationScan> parts =
        List.of(new CancellationScan(network), new CancellationScan(network));
    for (int id = 0; id < 10; id++) {
      Tensor image = drawn.image(network);
      all.add(id, image);
      parts.get(id % 2).add(id, image);
    }
    List<UnitFigures> both = new ArrayList<>(parts.get(1).figures());
    both.replaceAll(one -> one.plus(parts.get(0).figures().get(one.unit())));
    assertThat(both).isEqualTo(all.figures());
  }

  @Test
  void aSwitchTurnsWithTheOrder() {
    Network network = new Switch(-3, 0x1p54, Window.HALF, Disguise.NONE).network();
    CancellationScan scan = new CancellationScan(network);
    scan.add(7, Tensor.of(Shape.of(1), 0.25));
    UnitFigures turned = scan.figures().get(3);
    assertThat(turned.cancellation()).isBetween(0x1p55, 0x1p55 * (1 + 0x1p-10));
    assertThat(turned.cancellationImage()).isEqualTo(7);
    assertThat(turned.passed()).isEqualTo(1);
    assertThat(turned.rounding()).isGreaterThan(1);
    assertThat(turned.phaseSeen()).isEqualTo(1);
    assertThat(turned.labelSeen()).isEqualTo(1);
    assertThat(turned.labelImage()).isEqualTo(7);
    assertThat(scan.figures()).filteredOn(unit -> unit.labelSeen() > 0).hasSize(1);
  }
}
