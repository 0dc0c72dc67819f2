/** Looks for sums whose value rounding decides, in a network's weights and on images. */
@NullMarked
package org.assay.numerics;

import org.jspecify.annotations.NullMarked;
