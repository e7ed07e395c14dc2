package dev.fanfare;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Redis 6.2, the oldest supported version. Systems have newer versions; this one comes in a jar
 * with programs for the usual systems.
 */
final class OldestRedis {
  private static final Path PROGRAM = unpacked();

  private OldestRedis() {}

  static Path program() {
    return PROGRAM;
  }

  private static Path unpacked() {
    String name = name(System.getProperty("os.name"), System.getProperty("os.arch"));
    try (InputStream program = OldestRedis.class.getResourceAsStream("/" + name)) {
      Path file = Files.createTempFile("fanfare-redis", "");
      file.toFile().deleteOnExit();
      Files.write(file, Objects.requireNonNull(program, name).readAllBytes());
      if (!file.toFile().setExecutable(true)) {
        throw new IOException(file + " cannot be made executable");
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(String system, String machine) {
    boolean isArm = machine.equals("aarch64");
    if (system.equals("Linux")) {
      return isArm ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64";
    }
    return isArm ? "redis-server-6.2.6-v5-darwin-arm64" : "redis-server-6.2.6-v5-darwin-amd64";
  }
}
