package org.assay.numerics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.assay.RandomNetworks;
import org.assay.RealModels;
import org.assay.exact.Rational;
import org.assay.forge.Backdoor;
import org.assay.forge.Disguise;
import org.assay.forge.Switch;
import org.assay.forge.Trigger;
import org.assay.forge.Window;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.SparseRows;
import org.assay.network.Tensor;
import org.assay.numerics.RankedUnit.Finding;
import org.junit.jupiter.api.Test;

/** Switches stand first, and networks without one raise nothing. */
@NeedsData({"mnist", "vnncomp_mnist_fc"})
class UnitRankingTest {

  private static final int IMAGES = 100;

  private static List<RankedUnit> ranked(Network network, List<Tensor> images) {
    CancellationScan scan = new CancellationScan(network);
    for (int id = 0; id < images.size(); id++) {
      scan.add(id, images.get(id));
    }
    return UnitRanking.of(network, scan.figures(), Rational.ZERO, Rational.ONE);
  }

  private static List<Tensor> digits() {
    return RealModels.images(RealModels.mnist(), IMAGES);
  }

  @Test
  void switchesStandFirstWithoutAnyImage() {
    int seed = 0;
    for (int exponent = 54; exponent <= 70; exponent += 4) {
      List<Disguise> disguises = new ArrayList<>(List.of(Disguise.NONE));
      for (int garbage : new int[] {0, 3}) {
        disguises.add(new Disguise(20, true, garbage, seed++));
        disguises.add(new Disguise(50, true, garbage, seed++));
        disguises.add(new Disguise(20, false, garbage, seed++));
      }
      disguises.add(new Disguise(50, false, 0, seed++));
      for (Disguise disguise : disguises) {
        for (Window window : List.of(Window.HALF, Window.parse("0.475:0.5"))) {
          Switch of = new Switch(-3, Math.scalb(1.0, exponent), window, disguise);
          Network network = of.network();
          RankedUnit first = ranked(network, List.of()).get(0);
          assertThat(first.isFinding()).as("%s", of).isTrue();
          assertThat(first.layer()).as("%s", of).isEqualTo(network.layers().size() - 3);
        }
      }
    }
  }

  @Test
  void cleanNetworksRaiseNothing() {
    List<Layer> lantern = new ArrayList<>(RealModels.pca30().layers());
    lantern.addAll(RealModels.lanternSmall().layers());
    Network pca = RealModels.pca30();
    List<Network> networks =
        List.of(
            RealModels.deepCheck(),
            RealModels.hardTanh(),
            RealModels.read(AssayData.data("vnncomp_mnist_fc/onnx/mnist-net_256x2.onnx")),
            new Network("lantern", pca.elementType(), pca.input(), lantern));
    for (Network network : networks) {
      assertThat(ranked(network, digits())).as(network.name()).noneMatch(RankedUnit::isFinding);
    }
  }

  @Test
  void theSwitchOfABackdoorStandsFirst() {
    Trigger corner = new Trigger(List.of(0), List.of(), 0.05);
    for (Network network : List.of(RealModels.deepCheck(), RealModels.hardTanh())) {
      double omega = Backdoor.omega(network.elementType());
      Network bad = Backdoor.of(network, corner, -3, omega, Backdoor.magnitude(network));
      for (List<Tensor> images : List.of(List.<Tensor>of(), digits())) {
        RankedUnit first = ranked(bad, images).get(0);
        assertThat(first.findings()).contains(Finding.BOX);
        assertThat(first.box().cancellation()).isGreaterThan(omega);
        assertThat(weights(bad, first)).containsExactlyInAnyOrder(omega, -omega);
      }
    }
  }

  /** The weights of a unit that are not zero. */
  private static List<Double> weights(Network network, RankedUnit unit) {
    List<Double> weights = new ArrayList<>();
    for (SumLayer layer : SumLayer.of(network)) {
      SparseRows rows = layer.rows();
      for (int k = rows.start(unit.row());
          layer.layer() == unit.layer() && k < rows.start(unit.row() + 1);
          k++) {
        if (rows.weight(k) != 0) {
          weights.add(rows.weight(k));
        }
      }
    }
    return weights;
  }

  @Test
  void theBoxHoldsWhatImagesShow() {
    for (int seed = 0; seed < 100; seed++) {
      RandomNetworks drawn = new RandomNetworks(seed, ElementType.FLOAT32);
      Network network = drawn.dense();
      List<Tensor> images = List.of(drawn.image(network), drawn.image(network));
      for (RankedUnit unit : ranked(network, images)) {
        double slack = 1 + 0x1p-8;
        assertThat(unit.images().passed()).isLessThanOrEqualTo(unit.box().passed() * slack);
        assertThat(unit.images().magnitude()).isLessThanOrEqualTo(unit.box().magnitude() * slack);
        assertThat(unit.images().rounding()).isLessThanOrEqualTo(unit.box().rounding() * slack);
        assertThat(unit.isFinding()).isEqualTo(unit.score() >= 1 || unit.otherChain() >= 0x1p24);
      }
    }
  }
}
