/** Running a network: in the element type in a stated order, and in exact rationals. */
@NullMarked
package org.assay.eval;

import org.jspecify.annotations.NullMarked;
