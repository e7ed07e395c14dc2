package dev.fanfare.bench;

import dev.fanfare.socket.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the process of this machine that listens on a port, in Linux' {@code /proc}. */
final class Listeners {
  private static final Path PROC = Path.of("/proc");
  private static final String LISTENING = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private Listeners() {}

  /** The process that listens there; empty if it is not on this machine or cannot be found. */
  static OptionalLong pid(Endpoint server) {
    if (!isHere(server.address().getAddress())) {
      return OptionalLong.empty();
    }
    int port = server.address().getPort();
    Set<String> inodes =
        Stream.of("net/tcp", "net/tcp6")
            .flatMap(table -> inodes(text(PROC.resolve(table)), port))
            .map(inode -> "socket:[" + inode + "]")
            .collect(Collectors.toSet());
    try (Stream<Path> processes = Files.list(PROC)) {
      return processes
          .filter(process -> process.getFileName().toString().matches("\\d+"))
          .filter(process -> hasOpen(process, inodes))
          .mapToLong(process -> Long.parseLong(process.getFileName().toString()))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * The inodes of the sockets that listen on this port, from a table like {@code /proc/net/tcp}.
   */
  static Stream<String> inodes(String table, int port) {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    return table
        .lines()
        .map(line -> line.strip().split(" +", -1))
        .filter(row -> row.length > INODE)
        .filter(row -> row[LOCAL_ADDRESS].endsWith(suffix) && row[STATE].equals(LISTENING))
        .map(row -> row[INODE]);
  }

  private static boolean isHere(InetAddress address) {
    try {
      return address != null
          && (address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null);
    } catch (SocketException e) {
      return false;
    }
  }

  private static boolean hasOpen(Path process, Set<String> sockets) {
    try (Stream<Path> files = Files.list(process.resolve("fd"))) {
      return files.anyMatch(file -> target(file).filter(sockets::contains).isPresent());
    } catch (IOException e) {
      // A process of another user, or one that has just ended.
      return false;
    }
  }

  private static Optional<String> target(Path file) {
    try {
      return Optional.of(Files.readSymbolicLink(file).toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }
}
