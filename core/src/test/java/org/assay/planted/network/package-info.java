@NullMarked
package org.assay.planted.network;

import org.jspecify.annotations.NullMarked;
