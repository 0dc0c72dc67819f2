/** Tests of the cancellation scan. */
@NullMarked
package org.assay.numerics;

import org.jspecify.annotations.NullMarked;
