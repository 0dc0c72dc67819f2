@NullMarked
package org.assay.importance;

import org.jspecify.annotations.NullMarked;
