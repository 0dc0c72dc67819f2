package org.assay.eval;

import org.assay.network.Clip;

/** An activation of every number. */
record BlockActivation(Clip clip) implements BlockStep {

  @Override
  public float[] apply(float[] states, int block) {
    float[] output = new float[states.length];
    for (int i = 0; i < output.length; i++) {
      output[i] = (float) clip.apply(states[i]);
    }
    return output;
  }

  @Override
  public double[] apply(double[] states, int block) {
    double[] output = new double[states.length];
    for (int i = 0; i < output.length; i++) {
      output[i] = clip.apply(states[i]);
    }
    return output;
  }
}
