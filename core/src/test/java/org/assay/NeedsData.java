package org.assay;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a JUnit Jupiter test class that reads real data through {@link AssayData}.
 *
 * <p>Where the data are absent the class prints one line and its tests are aborted, and the end of
 * the run says how many classes were; with {@code -Dassay.data.required=true} the class fails
 * instead. Properties of jqwik run in an engine of their own and are not covered.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(DataCondition.class)
public @interface NeedsData {

  /** Folders below {@link AssayData#data()} that must exist; none means the data folder itself. */
  String[] value() default {};
}
