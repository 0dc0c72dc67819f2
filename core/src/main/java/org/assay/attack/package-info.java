/**
 * Heuristic attacks: searches for inputs with another label, of which finding none says nothing.
 */
@NullMarked
package org.assay.attack;

import org.jspecify.annotations.NullMarked;
