package org.assay.verify;

import java.time.Duration;
import org.assay.query.PropertyVerdict;

/**
 * An answer to a property.
 *
 * @param method what brought the verdict: bounds (with a look at the middle of the box), attack or
 *     cases
 */
public record PropertyAnswer(PropertyVerdict verdict, String method, Duration elapsed) {}
