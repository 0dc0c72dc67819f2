@NullMarked
package org.assay.symbolic;

import org.jspecify.annotations.NullMarked;
