/**
 * Concolic traces: activation pattern, path condition and coefficients of every unit; translation
 * to a program.
 */
@NullMarked
package org.assay.symbolic;

import org.jspecify.annotations.NullMarked;
