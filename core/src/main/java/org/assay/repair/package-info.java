/** Functions from networks to networks: rounded ones. */
@NullMarked
package org.assay.repair;

import org.jspecify.annotations.NullMarked;
