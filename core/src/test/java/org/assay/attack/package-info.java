@NullMarked
package org.assay.attack;

import org.jspecify.annotations.NullMarked;
