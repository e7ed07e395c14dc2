package dev.fanfare.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.attack.Flood.Manner;

/** Connections that send requests without end, one right after the other, and read no answer. */
final class Requests {
  private static final int POST_BYTES_PER_SECOND = 4_000_000;
  private static final int GET_BYTES_PER_SECOND = 100_000;
  private static final int READ_BYTES_PER_SECOND = 20_000;
  private static final int BODY_BYTES = 8_000_000;
  private static final int BODY_BYTES_PER_SECOND = 2 * BODY_BYTES;
  private static final String NOTICE = "{\"kind\":\"notice\",\"data\":1}";

  private Requests() {}

  static Assault posts(Scene scene) {
    return flood(scene, publication(NOTICE, ""), POST_BYTES_PER_SECOND);
  }

  /** A page's call is not an ordinary one: Micronaut answers it. */
  static Assault postsOfPages(Scene scene) {
    return flood(
        scene, publication(NOTICE, "Origin: http://localhost\r\n"), POST_BYTES_PER_SECOND / 4);
  }

  /** Bodies that are larger than allowed, each sent at once. */
  static Assault bodies(Scene scene) {
    return flood(scene, publication(" ".repeat(BODY_BYTES), ""), BODY_BYTES_PER_SECOND);
  }

  static Assault reads(Scene scene) {
    return flood(scene, get("/v1/topics/" + Topics.ORDINARY), READ_BYTES_PER_SECOND);
  }

  static Assault largeReads(Scene scene) {
    return flood(scene, get("/v1/topics/" + Topics.LARGE), 5 * get("").length());
  }

  static Assault files(Scene scene) {
    return flood(scene, get("/main.js"), GET_BYTES_PER_SECOND);
  }

  static Assault scripts(Scene scene) {
    return flood(scene, get("/swagger-ui/res/swagger-ui-bundle.js"), READ_BYTES_PER_SECOND);
  }

  static Assault metrics(Scene scene) {
    return flood(scene, get("/prometheus"), READ_BYTES_PER_SECOND);
  }

  static Assault refusals(Scene scene) {
    return flood(scene, get("/nowhere"), GET_BYTES_PER_SECOND);
  }

  static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }

  private static String publication(String json, String headers) {
    return new String(Honest.publication("posted", json, headers), UTF_8);
  }

  private static Assault flood(Scene scene, String request, int bytesPerSecond) {
    return new Flood(scene, Manner.requests(request, bytesPerSecond));
  }
}
