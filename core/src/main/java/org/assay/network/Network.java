package org.assay.network;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A feed-forward classifier as data: its layers in order. States are flat and row-major; the output
 * holds one logit a label.
 *
 * @param name for people; no part of the content hash
 * @param elementType the type its arithmetic is meant in
 * @param input shape of one example, without a batch dimension
 */
public record Network(String name, ElementType elementType, Shape input, List<Layer> layers) {

  public Network {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("network " + name + " has no layer");
    }
    int size = input.size();
    for (Layer layer : layers) {
      if (layer.input().size() != size) {
        throw new IllegalArgumentException(
            "network %s: layer %s does not take the %d values before it"
                .formatted(name, layer.describe(), size));
      }
      size = layer.output().size();
    }
  }

  /** Number of pixels or features of an example. */
  public int inputs() {
    return input.size();
  }

  /** Number of logits. */
  public int labels() {
    return layers.get(layers.size() - 1).output().size();
  }

  /** Number of stored weights and biases. */
  public int parameters() {
    int sum = 0;
    for (Layer layer : layers) {
      sum += layer instanceof Linear linear ? linear.parameters() : 0;
    }
    return sum;
  }

  /** What this network does to a state under a meaning: the fold of its layers. */
  public <S> S run(Semantics<S> semantics, S input) {
    S state = input;
    for (Layer layer : layers) {
      state =
          layer instanceof Linear linear
              ? semantics.linear(linear, state)
              : semantics.clip((Clip) layer, state);
    }
    return state;
  }

  /**
   * SHA-256 over element type, input shape and every layer with its numbers, in hexadecimal. Two
   * files with the same hash are the same function in every arithmetic; the name does not count.
   */
  public String contentHash() {
    MessageDigest digest = sha256();
    text(digest, "assay-network-1 " + elementType + " " + input);
    for (Layer layer : layers) {
      text(digest, layer.getClass().getSimpleName() + " " + layer.input() + " " + layer.output());
      if (layer instanceof Dense dense) {
        numbers(digest, dense.weight());
        numbers(digest, dense.bias());
      } else if (layer instanceof Conv conv) {
        text(digest, conv.kernel().shape() + " " + conv.geometry());
        numbers(digest, conv.kernel());
        numbers(digest, conv.bias());
      } else if (layer instanceof Affine affine) {
        numbers(digest, affine.scale());
        numbers(digest, affine.shift());
      } else if (layer instanceof Clip clip) {
        numbers(digest, Tensor.of(Shape.of(2), clip.low(), clip.high()));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void text(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
    digest.update(bytes);
  }

  private static void numbers(MessageDigest digest, Tensor tensor) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * tensor.size());
    for (int i = 0; i < tensor.size(); i++) {
      buffer.putLong(Double.doubleToLongBits(tensor.at(i)));
    }
    digest.update(buffer.array());
  }
}
