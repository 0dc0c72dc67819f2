package org.assay.query;

/** A way to answer the kinds of queries that it knows; others it refuses as bad arguments. */
public interface Analysis {

  /** The answer to a query; Undecided with a reason where the budget did not suffice. */
  Answer decide(Query query, Budget budget);
}
