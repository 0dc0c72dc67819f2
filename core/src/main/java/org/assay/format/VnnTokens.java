package org.assay.format;

import java.nio.charset.StandardCharsets;

/**
 * The tokens of a VNN-LIB file: parentheses, and words between them. Blanks are passed over, and
 * comments from a semicolon to the end of the line.
 */
final class VnnTokens {

  private final byte[] text;
  private int at;
  private int line = 1;

  VnnTokens(byte[] text) {
    this.text = text;
  }

  boolean isAtEnd() {
    while (at < text.length) {
      byte b = text[at];
      if (b == ';') {
        while (at < text.length && text[at] != '\n') {
          at++;
        }
      } else if (b == ' ' || b == '\t' || b == '\r' || b == '\n') {
        line += b == '\n' ? 1 : 0;
        at++;
      } else {
        return false;
      }
    }
    return true;
  }

  /** Takes an opening parenthesis if one is next. */
  boolean opens() {
    return takes('(');
  }

  /** Takes a closing parenthesis if one is next. */
  boolean closes() {
    return takes(')');
  }

  private boolean takes(char parenthesis) {
    if (!isAtEnd() && text[at] == parenthesis) {
      at++;
      return true;
    }
    return false;
  }

  /** Takes an opening parenthesis, or refuses. */
  void open(String what) {
    if (!opens()) {
      throw expected("a '(' before " + what);
    }
  }

  /** Takes a closing parenthesis, or refuses. */
  void close(String what) {
    if (!closes()) {
      throw expected("a ')' after " + what);
    }
  }

  /** The next word, or a refusal that tells what it should be. */
  String word(String what) {
    int from = isAtEnd() ? at : wordEnd();
    if (from == at) {
      throw expected(what);
    }
    String word = new String(text, at, from - at, StandardCharsets.UTF_8);
    at = from;
    return word;
  }

  private int wordEnd() {
    int end = at;
    while (end < text.length && (text[end] > ' ' || text[end] < 0) && !isDelimiter(text[end])) {
      end++;
    }
    return end;
  }

  private static boolean isDelimiter(byte b) {
    return b == '(' || b == ')' || b == ';';
  }

  private ModelFormatException expected(String what) {
    if (isAtEnd()) {
      return refuse("the file ends where " + what + " should be; is it complete?");
    }
    int from = at;
    int end = Math.max(wordEnd(), at + 1);
    String found = new String(text, from, end - from, StandardCharsets.UTF_8);
    return refuse("%s should be here, not %s".formatted(what, ModelFormatException.quote(found)));
  }

  /** A refusal at the line of the token that was taken last, or looked at. */
  ModelFormatException refuse(String why) {
    return new ModelFormatException("line " + line + ": " + why);
  }
}
