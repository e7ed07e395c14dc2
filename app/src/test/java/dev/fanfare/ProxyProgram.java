package dev.fanfare;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A proxy with an example, and how a test runs it. */
enum ProxyProgram {
  NGINX("nginx.conf") {
    @Override
    String adapted(String example, int port, Path folder) {
      String folders =
          Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
              .map(it -> "  " + it + "_temp_path " + folder.resolve(it) + ";\n")
              .reduce("  access_log off;\n", String::concat);
      return example
          .replace("http {\n", "http {\n" + folders)
          .replace("listen 80;", "listen 127.0.0.1:" + port + ";");
    }

    @Override
    List<String> arguments(Path config) {
      String pid = config.resolveSibling("nginx.pid").toString();
      return List.of("-c", config.toString(), "-e", "stderr", "-g", "daemon off; pid " + pid + ";");
    }
  },
  HAPROXY("haproxy.cfg") {
    @Override
    String adapted(String example, int port, Path folder) {
      // As many connections as the open files of a small machine allow.
      return example
          .replace("bind :80\n", "bind 127.0.0.1:" + port + "\n")
          .replace("maxconn 20000", "maxconn 500");
    }

    @Override
    List<String> arguments(Path config) {
      return List.of("-db", "-f", config.toString());
    }
  },
  CADDY("Caddyfile") {
    @Override
    String adapted(String example, int port, Path folder) {
      return "{\n\tadmin off\n}\n"
          + example.replace("fanfare.example.org {", "http://fanfare.example.org:" + port + " {");
    }

    @Override
    List<String> arguments(Path config) {
      return List.of("run", "--adapter", "caddyfile", "--config", config.toString());
    }
  };

  private final String example;

  ProxyProgram(String example) {
    this.example = example;
  }

  /** The example with another port, and with files that need no rights. */
  abstract String adapted(String example, int port, Path folder);

  abstract List<String> arguments(Path config);

  String example() {
    return example;
  }

  String command() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isThere() {
    return path().isPresent();
  }

  /** Debian puts servers where only root's PATH leads. */
  Optional<Path> path() {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
        .map(folder -> Path.of(folder, command()))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
