/** Trigger scans: pixels of which one range of values flips the labels of many images. */
@NullMarked
package org.assay.triggers;

import org.jspecify.annotations.NullMarked;
