@NullMarked
package org.assay.triggers;

import org.jspecify.annotations.NullMarked;
