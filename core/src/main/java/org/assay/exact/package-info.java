/** Exact rational numbers: the arithmetic every verdict finally rests on. */
@NullMarked
package org.assay.exact;

import org.jspecify.annotations.NullMarked;
