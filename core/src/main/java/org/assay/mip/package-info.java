/** Questions about networks as mixed-integer linear programs, for solvers in floating point. */
@NullMarked
package org.assay.mip;

import org.jspecify.annotations.NullMarked;
