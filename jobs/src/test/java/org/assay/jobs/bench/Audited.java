package org.assay.jobs.bench;

import org.assay.importance.PixelLayout;
import org.assay.pixels.AskedImage;
import org.assay.query.PixelDomain;
import org.assay.query.Scope;
import org.assay.query.WitnessCheck;
import org.assay.symbolic.Trace;
import org.assay.symbolic.TracedNetwork;

/** Test images made ready to be asked about; shared by threads, what it makes is for one. */
final class Audited {

  private final Setting setting;
  private final TracedNetwork network;
  private final WitnessCheck check;

  Audited(Setting setting) {
    this.setting = setting;
    this.network = TracedNetwork.of(setting.network());
    this.check = WitnessCheck.of(setting.network());
  }

  /** Traces an image and makes it ready. */
  AskedImage image(int id) {
    return image(id, Scope.PATTERN);
  }

  /** Traces an image and makes it ready to be asked about in a scope. */
  AskedImage image(int id, Scope scope) {
    return new AskedImage(
        Trace.of(network, setting.images().example(id).image()),
        check,
        PixelLayout.of(setting.images().shape()),
        WitnessCheck.Terms.exact(PixelDomain.UNIT, scope));
  }
}
