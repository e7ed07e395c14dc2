package dev.fanfare.performance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Redis that keeps nothing on disk, and its statistics. */
final class RedisProcess {
  private final int port;

  private RedisProcess(int port) {
    this.port = port;
  }

  static RedisProcess start(Running running, String cpus, Path log) {
    int port = freePort();
    List<String> command =
        List.of(
            "redis-server",
            "--port",
            String.valueOf(port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no");
    running.start(cpus, log, command);
    RedisProcess redis = new RedisProcess(port);
    Running.await("Redis", redis::answers);
    return redis;
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  void resetCounts() {
    ask("CONFIG RESETSTAT");
  }

  /** The CPU time that it has used, in seconds. */
  double cpuSeconds() {
    String info = ask("INFO cpu");
    return number(info, "used_cpu_sys:([0-9.]+)") + number(info, "used_cpu_user:([0-9.]+)");
  }

  /** Microseconds that one script took, as Redis counts them. */
  double scriptMicros() {
    return number(ask("INFO commandstats"), "cmdstat_evalsha:.*?usec_per_call=([0-9.]+)");
  }

  /** The number of script calls. */
  double scripts() {
    return number(ask("INFO commandstats"), "cmdstat_evalsha:calls=([0-9]+)");
  }

  private boolean answers() {
    try {
      return ask("PING").contains("PONG");
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  static double number(String info, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(info);
    return found.find() ? Double.parseDouble(found.group(1)) : 0;
  }

  /** Asks over a connection of its own, which ends afterwards. */
  private String ask(String question) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write((question + "\r\nQUIT\r\n").getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
