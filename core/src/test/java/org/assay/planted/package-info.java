/** Violations of the law of packages, planted so that the architecture test can be seen to fail. */
@NullMarked
package org.assay.planted;

import org.jspecify.annotations.NullMarked;
