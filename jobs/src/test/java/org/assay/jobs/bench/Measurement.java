package org.assay.jobs.bench;

import java.util.List;

/** One of the bench's measurements. */
interface Measurement {

  /** By which it is asked for on the command line. */
  String name();

  /** What it measures, in a line. */
  String description();

  List<Result> run(Setting setting) throws Exception;
}
