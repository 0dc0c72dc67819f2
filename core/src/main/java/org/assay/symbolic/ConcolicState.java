package org.assay.symbolic;

import java.util.List;

/**
 * A state of a concolic run.
 *
 * @param numbers the numbers at this point of the network
 * @param branches the inputs of all activations passed so far, in network order: what the program
 *     compares with its bounds
 */
public record ConcolicState(List<SymbolicNumber> numbers, List<SymbolicNumber> branches) {

  public ConcolicState {
    numbers = List.copyOf(numbers);
    branches = List.copyOf(branches);
  }
}
