/**
 * Whole networks and questions about them written down for a solver, in whatever terms it takes.
 */
@NullMarked
package org.assay.encoding;

import org.jspecify.annotations.NullMarked;
