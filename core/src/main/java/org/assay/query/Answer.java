package org.assay.query;

import java.time.Duration;

/**
 * A verdict and what it took.
 *
 * @param method what decided: a name for people and for the tables
 * @param elapsed time spent; no part of the verdict
 */
public record Answer(Verdict verdict, String method, Duration elapsed) {}
