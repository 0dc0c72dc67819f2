package org.assay.jobs.table;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code forged}: one row an adversarial network of a suite, with all that it is made from
 * and what is true of its property: that class one is reached for some input of the box.
 *
 * @param place in the suite, from 0
 * @param name of its files
 * @param sigma slope of the transition
 * @param omega the large weight
 * @param layers of its disguise; 0 for none
 * @param exactProducts whether both products are equal as real numbers
 * @param garbage units a layer that never are active
 * @param windowLow null where the switch is on from the box's lower end
 * @param windowHigh up to which it is on
 * @param weightSeed of what was drawn for it
 * @param boxLow least input, exact
 * @param boxHigh greatest input, exact
 * @param networkHash its content hash
 * @param exact sat or unsat, over real inputs in real numbers
 * @param biasLast sat or unsat, over doubles in doubles, bias last
 * @param biasFirst sat or unsat, likewise, bias first
 */
public record ForgedRow(
    int place,
    String name,
    double sigma,
    double omega,
    int layers,
    boolean exactProducts,
    int garbage,
    @Nullable Double windowLow,
    double windowHigh,
    long weightSeed,
    String boxLow,
    String boxHigh,
    String networkHash,
    String exact,
    String biasLast,
    String biasFirst)
    implements Serializable {}
