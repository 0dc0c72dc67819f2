/** Complete answers about all inputs within a distance of an image. */
@NullMarked
package org.assay.verify;

import org.jspecify.annotations.NullMarked;
