package dev.fanfare.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.topic.TopicName;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application on Java 21 can load every class of the client and of {@code core}. */
class JavaVersionTest {
  private static final int JAVA_21 = 65;

  @ParameterizedTest
  @ValueSource(classes = {Fanfare.class, TopicName.class})
  void everyClassIsCompiledForJava21(Class<?> one) throws IOException, URISyntaxException {
    Path built = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(built)) {
      assertAllForJava21(built);
    } else {
      try (FileSystem jar = FileSystems.newFileSystem(built)) {
        assertAllForJava21(jar.getPath("/"));
      }
    }
  }

  private static void assertAllForJava21(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> classes = files.filter(file -> file.toString().endsWith(".class")).toList();
      assertThat(classes).hasSizeGreaterThan(20);
      for (Path file : classes) {
        assertThat(version(file)).as("class file version of %s", file).isBetween(1, JAVA_21);
      }
    }
  }

  private static int version(Path file) throws IOException {
    try (var in = new DataInputStream(Files.newInputStream(file))) {
      in.readInt(); // the magic number
      in.readUnsignedShort(); // the minor version
      return in.readUnsignedShort();
    }
  }
}
