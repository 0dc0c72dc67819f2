/** Readers against onnxruntime, on real files, made cases and hostile bytes. */
@NullMarked
package org.assay.format;

import org.jspecify.annotations.NullMarked;
