package dev.fanfare.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A file of a page, in memory.
 *
 * @param etag a strong one, the digest of the content
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the socket gets the array
record PageFile(byte[] bytes, String type, String etag) {
  private static final int ETAG_BYTES = 16;

  /**
   * Reads a file.
   *
   * @param resource its path within the class path
   * @throws IllegalStateException if the build has left it out
   */
  static PageFile read(String resource) {
    try (InputStream input = PageFile.class.getResourceAsStream(resource)) {
      if (input == null) {
        throw new IllegalStateException("the program has no file " + resource);
      }
      byte[] bytes = input.readAllBytes();
      return new PageFile(bytes, type(resource), etag(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String type(String resource) {
    String extension = resource.substring(resource.lastIndexOf('.') + 1);
    return switch (extension) {
      case "html" -> "text/html;charset=utf-8";
      case "css" -> "text/css;charset=utf-8";
      case "js" -> "text/javascript;charset=utf-8";
      case "yml" -> "application/yaml";
      case "png" -> "image/png";
      default -> throw new IllegalStateException("no content type for " + resource);
    };
  }

  private static String etag(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(digest, 0, ETAG_BYTES) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Whether the client has this version, by its header {@code If-None-Match}. */
  boolean isKnown(String ifNoneMatch) {
    for (String known : ifNoneMatch.split(",", -1)) {
      String tag = known.strip();
      if (tag.equals("*") || Objects.equals(tag.startsWith("W/") ? tag.substring(2) : tag, etag)) {
        return true;
      }
    }
    return false;
  }
}
