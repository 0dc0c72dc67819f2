package org.assay.jobs.bench;

/**
 * One line of the bench's table.
 *
 * @param quantity what was measured, or compared with what
 * @param input on which network and how many images, pixels or pairs
 * @param unit of the spread
 * @param aim what is hoped for; empty where there is no aim
 */
record Result(String quantity, String input, Spread spread, String unit, String aim) {}
