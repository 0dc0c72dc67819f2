/** Functions from networks to networks: rounded ones, and biases changed to force examples. */
@NullMarked
package org.assay.repair;

import org.jspecify.annotations.NullMarked;
