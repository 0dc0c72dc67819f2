/** Tests of programs written for solvers in floating point. */
@NullMarked
package org.assay.mip;

import org.jspecify.annotations.NullMarked;
