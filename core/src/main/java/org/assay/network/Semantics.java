package org.assay.network;

/**
 * A meaning for networks over states {@code S}: what a linear map and what a clip does to a state.
 * Numbers in some arithmetic, boxes, symbolic expressions and solver terms are all such states.
 */
public interface Semantics<S> {

  S linear(Linear layer, S input);

  S clip(Clip layer, S input);
}
