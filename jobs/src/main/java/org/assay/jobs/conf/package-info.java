/** Audit plans: the only reader of configuration keys. */
@NullMarked
package org.assay.jobs.conf;

import org.jspecify.annotations.NullMarked;
