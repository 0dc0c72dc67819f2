/** Linear programs in doubles, whose answers have to be checked by whoever asks. */
@NullMarked
package org.assay.simplex;

import org.jspecify.annotations.NullMarked;
