package org.assay.verify;

import java.time.Duration;
import org.assay.query.PropertyVerdict;

/**
 * An answer to a property.
 *
 * @param method what brought the verdict: empty (no case has a point), bounds, attack or cases
 */
public record PropertyAnswer(PropertyVerdict verdict, String method, Duration elapsed) {}
