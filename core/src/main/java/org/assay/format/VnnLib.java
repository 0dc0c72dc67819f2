package org.assay.format;

import org.assay.query.Property;

/**
 * Reads properties in VNN-LIB 1.0 (<a href="https://www.vnnlib.org">vnnlib.org</a>), the part of
 * SMT-LIB that the competition of verifiers of neural networks uses.
 *
 * <p>A file declares every input {@code X_0, X_1, ...} and every output {@code Y_0, Y_1, ...} of a
 * network as Real and asserts what must not come together: {@code and} and {@code or}, nested as
 * they like, of comparisons ({@code <= >= < > =}) of linear terms ({@code + - *}). Comments go from
 * a semicolon to the end of the line.
 *
 * <p>Decimals, with or without an exponent, are taken as exact rationals. What is asserted is
 * brought into cases, in the order of the file; in every case each input must have a least and a
 * greatest value, stated by comparisons of it alone, which become its box. A strict such comparison
 * is a condition besides. A case that an inequality of mere numbers rules out is left out. Nesting,
 * numbers, cases and what they take together are limited, so that no file takes all the memory.
 */
public final class VnnLib {

  private VnnLib() {}

  /**
   * Reads a property of a network.
   *
   * @param name of the file, for messages
   * @param inputs how many inputs the network has
   * @param outputs how many outputs it has
   * @throws ModelFormatException if the bytes are no VNN-LIB file, or not about such a network
   */
  public static Property read(String name, byte[] file, int inputs, int outputs) {
    try {
      VnnFormula.And assertions = new VnnParser(file, inputs, outputs).read();
      return new Property(VnnCases.of(assertions, inputs));
    } catch (ModelFormatException e) {
      throw new ModelFormatException(name + ": " + e.getMessage(), e);
    }
  }
}
