@NullMarked
package org.assay.query;

import org.jspecify.annotations.NullMarked;
