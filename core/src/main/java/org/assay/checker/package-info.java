/**
 * Judges what others can check of an impossible patch, by code of its own: nothing here depends on
 * the rest of Assay.
 */
@NullMarked
package org.assay.checker;

import org.jspecify.annotations.NullMarked;
