package org.assay.format;

import java.util.ArrayList;
import java.util.List;
import org.assay.network.Shape;

/** NumPy's broadcasting of shapes, aligned at the last axis. */
final class Broadcast {

  private Broadcast() {}

  /** The shape of an elementwise operation on two values. */
  static Shape shape(OnnxNode node, Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    List<Long> out = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      long p = dimension(a, i - (rank - a.rank()));
      long q = dimension(b, i - (rank - b.rank()));
      if (p != q && p != 1 && q != 1) {
        throw node.refuse("cannot combine the shapes " + a + " and " + b);
      }
      out.add(p == 1 ? q : p);
    }
    return OnnxTensors.shape(node.describe(), out);
  }

  private static int dimension(Shape shape, int axis) {
    return axis < 0 ? 1 : shape.dimension(axis);
  }

  /** The values of a constant repeated to fill a shape that it broadcasts to. */
  static double[] values(Constant constant, Shape target) {
    int rank = target.rank();
    int[] stride = new int[rank];
    int step = 1;
    for (int i = rank - 1; i >= 0; i--) {
      int d = dimension(constant.shape(), i - (rank - constant.shape().rank()));
      stride[i] = d == 1 ? 0 : step;
      step *= d;
    }
    double[] out = new double[target.size()];
    int[] index = new int[rank];
    int from = 0;
    for (int to = 0; to < out.length; to++) {
      out[to] = constant.at(from);
      for (int i = rank - 1; i >= 0; i--) {
        from += stride[i];
        if (++index[i] < target.dimension(i)) {
          break;
        }
        from -= stride[i] * index[i];
        index[i] = 0;
      }
    }
    return out;
  }
}
