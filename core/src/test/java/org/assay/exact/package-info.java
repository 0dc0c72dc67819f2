@NullMarked
package org.assay.exact;

import org.jspecify.annotations.NullMarked;
