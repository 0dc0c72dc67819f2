/** Pixels ranked by what they mean to the predicted label. */
@NullMarked
package org.assay.importance;

import org.jspecify.annotations.NullMarked;
