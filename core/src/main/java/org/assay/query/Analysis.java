package org.assay.query;

/** A way to answer queries. Every kind of question that it does not know is Undecided. */
public interface Analysis {

  /** The answer to a query; Undecided with a reason where the budget did not suffice. */
  Answer decide(Query query, Budget budget);
}
