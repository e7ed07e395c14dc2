package dev.fanfare.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A request as a client might send it, most of them ordinary publications, and many of them with
 * one odd part.
 *
 * @param body in which each character stands for a byte
 */
record GeneratedCall(String line, List<String> headers, String body) {
  private static final String VALID = "{\"kind\":\"notice\",\"data\":1}";
  private static final List<String> TOPICS =
      List.of(
          "t",
          "t",
          "t",
          "board:42",
          "board%3A42",
          "board%3a42",
          "%74",
          "a%2Fb",
          "a@b",
          "T",
          "a..b",
          "..",
          ".",
          "%2E%2E",
          "events",
          "-",
          "a/b",
          "a//b",
          "",
          "%20",
          "a%20b",
          "a+b",
          "a%2Bb",
          "a;b",
          "a%3Bb",
          "a&b",
          "a%26b",
          "a,b",
          "a=b",
          "a$b",
          "a!b",
          "~",
          "(a)",
          "'",
          "%ff",
          "%C3%A9",
          "%e2%82",
          "a%00b",
          "a%0Ab",
          "a%252Fb",
          "a%3Fb",
          "a%23b",
          "a%7Bb%7D",
          "a%5Cb",
          "t?x=1",
          "t/events",
          "a*b",
          "a%2",
          "caf\u00e9",
          "{topic}",
          "x".repeat(200),
          "x".repeat(201));
  private static final List<String> BODIES =
      List.of(
          VALID,
          VALID,
          VALID,
          " \n" + VALID + "\r\n",
          "[" + VALID + "]",
          " [" + VALID + "," + VALID + "]",
          "{\"kind\":\"state\",\"key\":\"k\",\"data\":{\"a\":[1,2.50,null]},\"user\":\"u\"}",
          "{\"kind\":\"state\",\"key\":\"ttl\",\"data\":\"\u00c3\u00a9\",\"ttlMs\":60000}",
          "{\"kind\":\"gone\",\"key\":\"k\"}",
          "{\"kind\":\"notice\",\"data\":1,\"more\":2}",
          "{\"kind\":\"notice\",\"data\":1,\"data\":2}",
          "{\"kind\":\"notice\"}",
          "{\"kind\":7}",
          "{\"kind\":\"state\",\"data\":1}",
          "{\"kind\":\"notice\",\"data\":1}x",
          VALID + VALID,
          "",
          " ",
          "\r\n",
          "null",
          "[]",
          "[1]",
          "7",
          "\"text\"",
          "{",
          "[" + VALID,
          "{}",
          "hello",
          "\u00ef\u00bb\u00bf" + VALID,
          "{\"kind\":\"notice\",\"data\":\"\u00e9\"}",
          "{\"kind\":\"notice\",\"data\":\"\\ud83c\"}",
          "{\"kind\":\"notice\",\"data\":\"\0\"}",
          "{\"kind\":\"notice\",\"data\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}");
  private static final List<String> TYPES =
      List.of(
          "application/json",
          "application/json",
          "application/json",
          "APPLICATION/JSON",
          "application/json; charset=utf-8",
          "application/json;charset=UTF-8",
          "application/json; charset=iso-8859-1",
          "application/json;odata=verbose",
          "text/plain",
          "application/json, text/plain",
          "application/problem+json",
          "json",
          "",
          "*/*",
          "a b");
  private static final List<String> KEYS =
      List.of(
          "one",
          "two",
          "three",
          "four",
          "",
          " ",
          "a b",
          "\u00e9",
          "k".repeat(128),
          "k".repeat(129),
          "\"quoted\"",
          "a,b");
  private static final List<String> ACCEPTED =
      List.of(
          "*/*",
          "application/json",
          "application/json, text/plain, */*",
          "text/html",
          "text/*",
          "application/json;q=0",
          "application/json;q=0.1, text/plain",
          "application/*",
          "",
          "application/json-seq",
          "text/html, application/json",
          "*/*;q=0",
          "nonsense",
          "a/b,,",
          "Application/Json",
          "application/problem+json",
          "text/html, */*;q=0.8");
  private static final List<String> ON_THE_LIST =
      List.of(
          "User-Agent: curl/8.5.0",
          "User-Agent:",
          "User-Agent: \u00e4\t\"",
          "Accept-Encoding: gzip, br",
          "Accept-Encoding: identity;q=0",
          "Accept-Encoding: ",
          "Accept-Language: *",
          "Accept-Language: de-DE, en;q=0.5",
          "Accept-Language: !\u00a3$",
          "Accept-Language: q=;;,",
          "Sec-Fetch-Mode: cors",
          "Sec-Fetch-Mode: nonsense",
          "X-Forwarded-For: 10.1.1.1",
          "X-Forwarded-For: 10.1.1.1\r\nX-Forwarded-For: 10.1.1.2",
          "X-Forwarded-Proto: gopher",
          "X-Real-IP: 10.1.1.1",
          "Forwarded: host=evil.example",
          "Via: 1.1 proxy",
          "X-Forwarded-Host: evil.example",
          "Connection: keep-alive",
          "Connection: Keep-Alive",
          "Connection: ",
          "Connection: close",
          "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAA",
          "Connection: Upgrade\r\nUpgrade: h2c",
          "Upgrade: h2c",
          "HTTP2-Settings: AAEAAEAA",
          "Connection: Upgrade, HTTP2-Settings",
          "Connection: Upgrade\r\nUpgrade: websocket",
          "Connection: keep-alive\r\nConnection: close",
          "Connection: X-Hop\r\nX-Hop: 1");
  private static final List<String> OFF_THE_LIST =
      List.of(
          "Authorization: Bearer x",
          "Cookie: a=b",
          "X-HTTP-Method-Override: GET",
          "Origin: http://localhost",
          "Origin: http://evil.example",
          "Origin: null",
          "Referer: http://evil.example/",
          "Content-Encoding: gzip",
          "Content-Encoding: identity",
          "Expect: 100-continue",
          "Expect: 200-ok",
          "TE: trailers",
          "Trailer: X",
          "Range: bytes=0-1",
          "If-None-Match: *",
          "If-Match: \"a\"",
          "Content-Language: de",
          "Content-Location: /a",
          "Cache-Control: no-cache",
          "Pragma: no-cache",
          "Date: Tue, 15 Nov 1994 08:12:31 GMT",
          "From: a@b",
          "Traceparent: 00-0af7-b7ad-01",
          "Max-Forwards: 0",
          "Keep-Alive: timeout=5",
          "Accept-Charset: iso-8859-1",
          "X: y",
          "Host: localhost",
          "Content-Type: application/json",
          "X : y",
          "Accept: text/html");

  static GeneratedCall of(Random random) {
    String method =
        rarely(random) ? of(List.of("PUT", "GET", "PATCH", "OPTIONS", "HEAD"), random) : "POST";
    String version = rarely(random) ? "HTTP/1.0" : "HTTP/1.1";
    String topic = often(random) ? "t" + random.nextInt(3) : of(TOPICS, random);
    String tail =
        rarely(random) ? of(List.of("/event", "/events/", "/events?a=b"), random) : "/events";
    String body = often(random) ? of(BODIES.subList(0, 10), random) : body(random);
    List<String> headers = headers(random);
    boolean chunked = rarely(random);
    headers.add(chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length());
    Collections.shuffle(headers, random);
    headers.replaceAll(header -> random.nextInt(4) == 0 ? smallName(header) : header);
    String line = method + " /v1/topics/" + topic + tail + " " + version;
    return new GeneratedCall(line, headers, chunked ? inChunks(body, random) : body);
  }

  private static List<String> headers(Random random) {
    List<String> headers = new ArrayList<>();
    headers.add(rarely(random) ? "Host: 127.0.0.1:1" : "Host: localhost");
    if (!rarely(random)) {
      headers.add("Content-Type: " + (often(random) ? "application/json" : of(TYPES, random)));
    }
    if (random.nextInt(3) == 0) {
      headers.add("Idempotency-Key: " + of(KEYS, random));
    }
    if (rarely(random)) {
      headers.add("Idempotency-Key: " + of(KEYS, random));
    }
    if (random.nextInt(3) == 0) {
      headers.add("Accept: " + of(ACCEPTED, random));
    }
    for (int more = random.nextInt(3); more > 0; more--) {
      headers.add(of(ON_THE_LIST, random));
    }
    if (random.nextInt(8) == 0) {
      headers.add(of(OFF_THE_LIST, random));
    }
    return headers;
  }

  private static String body(Random random) {
    return switch (random.nextInt(20)) {
      case 0 -> "{\"kind\":\"notice\",\"data\":\"" + "x".repeat(60_000) + "\"}";
      case 1 -> "{\"kind\":\"notice\",\"data\":\"" + "x".repeat(70_000) + "\"}";
      case 2 -> "[" + (VALID + ",").repeat(1_000 - random.nextInt(3)) + VALID + "]";
      case 3 -> VALID + " ".repeat(256 * 1024 - VALID.length() + random.nextInt(3) - 1);
      default -> of(BODIES, random);
    };
  }

  private static String inChunks(String body, Random random) {
    StringBuilder chunks = new StringBuilder();
    int at = 0;
    while (at < body.length()) {
      int size = Math.min(1 + random.nextInt(9_000), body.length() - at);
      chunks.append("%x\r\n%s\r\n".formatted(size, body.substring(at, at + size)));
      at += size;
    }
    return chunks + "0\r\n\r\n";
  }

  private static String smallName(String header) {
    int colon = header.indexOf(':');
    return header.substring(0, colon).toLowerCase(Locale.ROOT) + header.substring(colon);
  }

  private static boolean rarely(Random random) {
    return random.nextInt(20) == 0;
  }

  private static boolean often(Random random) {
    return random.nextInt(3) > 0;
  }

  private static String of(List<String> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }

  /** The same request with one more header, which has no meaning and is not on the list. */
  GeneratedCall theLongWay() {
    List<String> more = new ArrayList<>(headers);
    more.add("X-Long-Way: 1");
    return new GeneratedCall(line, more, body);
  }

  String head() {
    return line + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
  }

  byte[] bytes() {
    return (head() + body).getBytes(ISO_8859_1);
  }

  @Override
  public String toString() {
    String shown = new String(bytes(), UTF_8);
    return shown.substring(0, Math.min(shown.length(), 1_000));
  }
}
