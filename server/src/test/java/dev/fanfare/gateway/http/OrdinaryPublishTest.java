package dev.fanfare.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OrdinaryPublishTest {
  private static final String LINE = "POST /v1/topics/t/events HTTP/1.1";
  private static final String TYPE = "Content-Type: application/json";
  private static final String LENGTH = "Content-Length: 2";

  private static @Nullable OrdinaryPublish read(String line, List<String> headers) {
    EmbeddedChannel codec = new EmbeddedChannel(new HttpRequestDecoder());
    String call = line + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    codec.writeInbound(Unpooled.copiedBuffer(call, UTF_8));
    HttpRequest request = codec.readInbound();
    OrdinaryPublish read = OrdinaryPublish.of(request);
    codec.finishAndReleaseAll();
    return read;
  }

  private static @Nullable OrdinaryPublish read(String... headers) {
    return read(LINE, List.of(headers));
  }

  /** Recorded requests of these clients, in which only the type of the body was set. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        // curl 7.88 with -d
        "Host: h:8123\nUser-Agent: curl/7.88.1\nAccept: */*\nContent-Type: application/json\nContent-Length: 2",
        // curl 7.88 with --json
        "Host: h:8123\nUser-Agent: curl/7.88.1\nContent-Type: application/json\nAccept: application/json\nContent-Length: 2",
        // Python, requests 2.34
        "Host: h:8123\nUser-Agent: python-requests/2.34.2\nAccept-Encoding: gzip, deflate\nAccept: */*\nConnection: keep-alive\nContent-Length: 2\nContent-Type: application/json",
        // Node 20, fetch
        "host: h:8123\nconnection: keep-alive\ncontent-type: application/json\naccept: */*\naccept-language: *\nsec-fetch-mode: cors\nuser-agent: node\naccept-encoding: gzip, deflate\ncontent-length: 2",
        // Node 20, http.request
        "content-type: application/json\ncontent-length: 2\nHost: h:8123\nConnection: keep-alive",
        // Node 20, request of undici
        "host: h:8123\nconnection: keep-alive\ncontent-type: application/json\ncontent-length: 2",
        // Java 25, HttpClient
        "Connection: Upgrade, HTTP2-Settings\nContent-Length: 2\nHost: h:8123\nHTTP2-Settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA\nUpgrade: h2c\nUser-Agent: Java-http-client/25.0.3\nContent-Type: application/json",
        // Java 25, HttpClient that speaks HTTP/1.1
        "Content-Length: 2\nHost: h:8123\nUser-Agent: Java-http-client/25.0.3\nContent-Type: application/json",
        // Java 25, HttpURLConnection
        "Content-Type: application/json\nUser-Agent: Java/25.0.3\nHost: h:8123\nAccept: */*\nConnection: keep-alive\nContent-Length: 2",
        // curl 8 through nginx 1.22, HAProxy 2.6 and Caddy 2.6
        "Host: h:8123\nX-Forwarded-For: 10.0.0.1\nX-Forwarded-Proto: https\nX-Real-IP: 10.0.0.1\nContent-Length: 2\nUser-Agent: curl/8.0\nAccept: */*\nContent-Type: application/json",
        "Host: h:8123\nX-Forwarded-For: 10.0.0.1\nX-Forwarded-Host: h:8123\nX-Forwarded-Proto: https\nAccept-Encoding: gzip\nVia: 1.1 a\nForwarded: for=10.0.0.1\nContent-Length: 2\nContent-Type: application/json",
        // Fanfare's client for Java
        "Idempotency-Key: k\nContent-Type: application/json\nAccept: application/json\nhost: h:8123\ncontent-length: 2\nconnection: keep-alive",
      })
  void requests_of_well_known_clients_are_ordinary(String head) {
    OrdinaryPublish read = Objects.requireNonNull(read(head.split("\n")));
    assertThat(read.topic()).isEqualTo("t");
    assertThat(read.path()).isEqualTo("/v1/topics/t/events");
    assertThat(read.idempotencyKey()).isEqualTo(head.startsWith("Idempotency") ? "k" : null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: application/json; charset=utf-8\nContent-Length: 2",
        "Content-Type: Application/JSON;charset=UTF-8\nContent-Length: 262144",
        "Content-Type: application/json\nContent-Length: 2\nAccept: application/json, text/plain, */*",
        "Content-Type: application/json\nContent-Length: 2\nAccept: text/html, application/json",
        "Content-Type: application/json\nContent-Length: 2\nConnection: Keep-Alive",
      })
  void values_may_be_written_in_many_ways(String head) {
    assertThat(read(head.split("\n"))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer x",
        "Cookie: a=b",
        "Origin: http://localhost",
        "Origin: null",
        "X-HTTP-Method-Override: DELETE",
        "Sec-Fetch-Site: cross-site",
        "Traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "Content-Encoding: identity",
        "Transfer-Encoding: chunked",
        "Expect: 100-continue",
        "X-Whatever: 1",
        "Hos: a",
        "Hostt: a",
        "Content-Type: text/plain",
        "Content-Type: application/json",
        "Content-Length: 2",
        "Connection: close",
        "Connection: Upgrade",
        "Upgrade: h2c",
        "Upgrade: websocket\nConnection: Upgrade",
        "Upgrade: h2c\nConnection: close, Upgrade",
        "Connection: keep-alive\nConnection: keep-alive",
        "Accept: text/html",
        "Accept: application/json;q=0",
        "Accept: application/json-seq",
        "Accept: */*\nAccept: text/html",
        "Idempotency-Key: a\nIdempotency-Key: b",
      })
  void a_request_with_one_other_header_or_value_is_not_ordinary(String more) {
    List<String> odd = List.of(more.split("\n"));
    List<String> ordinary = List.of("Host: h", TYPE, LENGTH);
    assertThat(read(LINE, ordinary)).isNotNull();
    assertThat(read(LINE, joined(ordinary, odd))).isNull();
    assertThat(read(LINE, joined(odd, ordinary))).isNull();
  }

  private static List<String> joined(List<String> first, List<String> then) {
    List<String> all = new ArrayList<>(first);
    all.addAll(then);
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "262145", "1000000", "99999999999", "-1", "+1", "", "1a"})
  void the_body_has_a_length_that_is_neither_none_nor_large(String length) {
    assertThat(read(TYPE, "Content-Length: " + length)).isNull();
  }

  @Test
  void type_and_length_are_required() {
    assertThat(read(TYPE, LENGTH)).isNotNull();
    assertThat(read(TYPE)).isNull();
    assertThat(read(LENGTH)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/topics/t/events HTTP/1.1",
        "POST /v1/topics/t/events HTTP/1.0",
        "POST /v1/topics/a/b/events HTTP/1.1",
        "POST /v1/topics//events HTTP/1.1",
        "POST /v1/topics/events HTTP/1.1",
        "POST /v1/topics/t/events?x=1 HTTP/1.1",
        "POST /v1/topics/t?x=1/events HTTP/1.1",
        "POST /v1/topics/t/events/ HTTP/1.1",
        "POST /v1/topics/a+b/events HTTP/1.1",
        "POST /v1/topics/a;b/events HTTP/1.1",
        "POST /v1/topics/a%2/events HTTP/1.1",
        "POST /v1/topics/a%xyb/events HTTP/1.1",
        "POST /poc/submit_update_event HTTP/1.1",
      })
  void every_other_request_is_not_ordinary(String line) {
    assertThat(read(line, List.of(TYPE, LENGTH))).isNull();
  }
}
