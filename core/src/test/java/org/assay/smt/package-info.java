@NullMarked
package org.assay.smt;

import org.jspecify.annotations.NullMarked;
