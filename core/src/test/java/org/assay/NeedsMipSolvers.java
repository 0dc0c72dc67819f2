package org.assay;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test class that runs the programs {@code glpsol} and {@code cbc}, as Debian's packages
 * glpk-utils and coinor-cbc bring them. Where one is absent the class prints one line and its tests
 * are aborted.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(MipSolversCondition.class)
public @interface NeedsMipSolvers {}
