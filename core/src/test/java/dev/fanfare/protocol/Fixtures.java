package dev.fanfare.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The golden frames in {@code protocol/fixtures}. */
final class Fixtures {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Fixtures() {}

  /** One file: its name and its text. */
  record Fixture(String name, String text) {
    JsonNode json() {
      return parsed(text);
    }

    /** The frame without the newline that is not part of it. */
    String frame() {
      return text.stripTrailing();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Fixture> all(String folder) {
    try (Stream<Path> files = Files.list(root().resolve(folder))) {
      return files.sorted().map(Fixtures::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Fixture one(String folder, String name) {
    return read(root().resolve(folder).resolve(name + ".json"));
  }

  /** All frames of clients and servers. */
  static List<String> valid() {
    return Stream.of(all("client"), all("server"))
        .flatMap(List::stream)
        .map(Fixture::frame)
        .toList();
  }

  static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Fixture read(Path file) {
    try {
      String name = file.getFileName().toString().replace(".json", "");
      return new Fixture(name, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tests run in the folder of the module or in the root. */
  private static Path root() {
    Path fixtures = Path.of("protocol", "fixtures");
    return Files.isDirectory(fixtures) ? fixtures : Path.of("..").resolve(fixtures);
  }
}
