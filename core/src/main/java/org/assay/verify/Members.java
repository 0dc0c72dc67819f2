package org.assay.verify;

import java.util.Arrays;
import org.assay.network.ElementType;
import org.assay.query.Inputs;

/**
 * The numbers that an input may be changed to where not every real number counts: those of the
 * element type, or b/255 rounded to it. Immutable.
 */
final class Members {

  private static final int LEVELS = 255;

  private final ElementType type;

  /** The members where they are few, ascending; else empty. Never changed once made. */
  private final double[] grid;

  private Members(ElementType type, double[] grid) {
    this.type = type;
    this.grid = grid;
  }

  /** The members of FLOAT or GRID inputs. */
  static Members of(Inputs inputs, ElementType type) {
    return switch (inputs) {
      case REAL -> throw new IllegalArgumentException("every real number is a member of REAL");
      case FLOAT -> new Members(type, new double[0]);
      case GRID -> {
        double[] grid = new double[LEVELS + 1];
        for (int b = 0; b < grid.length; b++) {
          grid[b] = type.round(b / (double) LEVELS);
        }
        yield new Members(type, grid);
      }
    };
  }

  /** The least member that is not below a number; positive infinity where there is none. */
  double ceiling(double number) {
    if (grid.length > 0) {
      int place = Arrays.binarySearch(grid, number);
      int above = place >= 0 ? place : -place - 1;
      return above < grid.length ? grid[above] : Double.POSITIVE_INFINITY;
    }
    double rounded = type.round(number);
    return rounded >= number ? rounded : Math.nextUp((float) rounded);
  }

  /** The greatest member that is not above a number; negative infinity where there is none. */
  double floor(double number) {
    if (grid.length > 0) {
      int place = Arrays.binarySearch(grid, number);
      int below = place >= 0 ? place : -place - 2;
      return below >= 0 ? grid[below] : Double.NEGATIVE_INFINITY;
    }
    double rounded = type.round(number);
    return rounded <= number ? rounded : Math.nextDown((float) rounded);
  }
}
