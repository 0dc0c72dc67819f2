@NullMarked
package org.assay.eval;

import org.jspecify.annotations.NullMarked;
