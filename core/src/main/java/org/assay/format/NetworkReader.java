package org.assay.format;

import java.util.Locale;

/** Reads a network of any supported format, told apart by the file's name, else by its content. */
public final class NetworkReader {

  private static final int SAMPLE = 256;

  private NetworkReader() {}

  /**
   * Reads an ONNX or .nnet file.
   *
   * @param fileName with or without folders; the network is named after it, without its extension
   * @param external reads the files beside an ONNX model
   * @throws ModelFormatException if the bytes are no network of a supported format
   */
  public static Imported read(String fileName, byte[] file, ExternalData external) {
    String base = fileName.substring(fileName.lastIndexOf('/') + 1);
    String lower = base.toLowerCase(Locale.ROOT);
    int dot = base.lastIndexOf('.');
    String name = dot > 0 ? base.substring(0, dot) : base;
    boolean nnet = lower.endsWith(".nnet") || (!lower.endsWith(".onnx") && isText(file));
    return nnet ? NnetReader.read(name, file) : OnnxReader.read(name, file, external);
  }

  private static boolean isText(byte[] file) {
    for (int i = 0; i < Math.min(SAMPLE, file.length); i++) {
      if (file[i] < ' ' && file[i] != '\n' && file[i] != '\r' && file[i] != '\t') {
        return false;
      }
    }
    return file.length > 0;
  }
}
