/** Tests of audit plans. */
@NullMarked
package org.assay.jobs.conf;

import org.jspecify.annotations.NullMarked;
