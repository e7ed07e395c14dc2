package dev.fanfare.gateway.request;

import java.util.ArrayList;
import java.util.List;

/**
 * A request and its expected status: a row of a table.
 *
 * @param what the name of the case
 * @param text the whole request; each character stands for a byte
 * @param status 0 if the request is accepted
 * @param shows texts that the refusal contains
 */
record RequestCase(String what, String text, int status, List<String> shows) {
  static final String EVENT = "{\"kind\":\"notice\",\"data\":1}";
  static final String HOST = "Host: localhost\r\n";
  static final String LENGTH = "Content-Length: " + EVENT.length() + "\r\n";
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
  private static final String CHUNKS = "1a\r\n" + EVENT + "\r\n0\r\n\r\n";
  private static final String PATH = "/v1/topics/t";

  static String get(String headers) {
    return line("GET " + PATH + " HTTP/1.1", HOST + headers);
  }

  static String post(String headers, String body) {
    return line(
            "POST " + PATH + "/events HTTP/1.1",
            HOST + "Content-Type: application/json\r\n" + headers)
        + body;
  }

  static String line(String line, String headers) {
    return line + "\r\n" + headers + "\r\n";
  }

  private static String target(String target) {
    return line("GET " + target + " HTTP/1.1", HOST);
  }

  static List<RequestCase> all() {
    Table table = new Table();
    accepted(table);
    lines(table);
    hosts(table);
    headers(table);
    lengths(table);
    return table.rows;
  }

  private static void accepted(Table table) {
    table
        .accepts("a call", get(""))
        .accepts("a publication", post(LENGTH, EVENT))
        .accepts("a body in chunks", post(CHUNKED, CHUNKS))
        .accepts("a chunk with an extension", post(CHUNKED, CHUNKS.replace("1a", "1a;a=b")))
        .accepts(
            "a chunk extension with a quoted value",
            post(CHUNKED, CHUNKS.replace("1a", "1a ;a=\"b c\"")))
        .accepts("chunks with a trailer", post(CHUNKED, "1a\r\n" + EVENT + "\r\n0\r\nX: y\r\n\r\n"))
        .accepts("an empty line before the request", "\r\n" + get(""))
        .accepts("two empty lines before the request", "\r\n\r\n" + get(""))
        .accepts("HTTP/1.0 without a host", line("GET " + PATH + " HTTP/1.0", ""))
        .accepts("an absolute target", target("http://localhost" + PATH))
        .accepts(
            "an absolute target with another host than the Host header",
            target("HTTP://127.0.0.1:1" + PATH))
        .accepts("an absolute target without a path", target("https://localhost"))
        .accepts("an absolute target with a query and no path", target("http://localhost?a"))
        .accepts("an IPv6 address as the host", get("").replace("localhost", "[::1]:8123"))
        .accepts("a query with all legal characters", target(PATH + "?a=%20-._~!$&'()*+,;=:@/?[]"))
        .accepts("a path with all legal characters", target("/%2F-._~!$&'()*+,;=:@/"))
        .accepts(
            "HTTP/1.0 with an Expect header",
            line("GET / HTTP/1.0", HOST + "Expect: 100-continue\r\n"))
        .accepts("tabs in a header", get("X: a\tb\r\n"))
        .accepts("a header value that is not ASCII", get("X: \u00e4\r\n"))
        .accepts("a header without a value", get("X:\r\n"))
        .accepts("a header twice", get("X: a\r\nX: b\r\n"))
        .accepts("OPTIONS *", line("OPTIONS * HTTP/1.1", HOST));
  }

  private static void lines(Table table) {
    String call = get("");
    table
        .refuses("a method in lower case", call.replace("GET", "get"), 501, "get", "GET")
        .refuses("an unknown method", call.replace("GET", "FOO"), 501, "FOO")
        .refuses("CONNECT", line("CONNECT localhost:1 HTTP/1.1", HOST), 501, "CONNECT")
        .refuses("HTTP/0.9", "GET " + PATH + "\r\n", 400, "version", "HTTP/1.1")
        .refuses("a malformed version", call.replace("HTTP/1.1", "HTTP/11"), 400, "HTTP/11")
        .refuses("a version of another protocol", call.replace("HTTP/1.1", "ICAP/1.0"), 400, "ICAP")
        .refuses("a version in lower case", call.replace("HTTP/1.1", "http/1.1"), 400, "http")
        .refuses("HTTP/1.2", call.replace("HTTP/1.1", "HTTP/1.2"), 505, "HTTP/1.2", "HTTP/1.1")
        .refuses("HTTP/2.0", call.replace("HTTP/1.1", "HTTP/2.0"), 505, "HTTP/2.0")
        .refuses("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "HTTP/2.0")
        .refuses("two blanks after the method", call.replace("GET ", "GET  "), 400, "blanks", "3")
        .refuses("a blank after the version", call.replace("HTTP/1.1", "HTTP/1.1 "), 400, "0x20")
        .refuses("a blank before the method", " " + call, 400, "3 blanks")
        .refuses("a tab as a blank", call.replace("GET ", "GET\t"), 400, "0x09")
        .refuses("a CR as a blank", call.replace("GET ", "GET\r"), 400, "0x0d")
        .refuses("a NUL in the path", call.replace("/t", "/t\0"), 400, "0x00")
        .refuses("a DEL in the path", call.replace("/t", "/t\u007f"), 400, "0x7f")
        .refuses("a control character before the request", "\1" + call, 400, "malformed")
        .refuses("a lone CR before the request", "\r" + call, 400, "CR")
        .refuses("a lone LF before the request", "\n" + call, 400, "LF")
        .refuses("a line that ends in LF alone", call.replaceFirst("\r\n", "\n"), 400, "malformed")
        .refuses("a blank in the path", target("/a b"), 400, "version", "b HTTP/1.1")
        .refuses("a path that is not ASCII", target("/caf\u00e9"), 400, "\u00e9", "UTF-8")
        .refuses("a vertical bar in the path", target("/a|b"), 400, "|b", "%")
        .refuses("brackets in the path", target("/a[0]"), 400, "[0]")
        .refuses("a backtick in the query", target("/?a=`"), 400, "`")
        .refuses("an incomplete escape", target("/a%2"), 400, "%2")
        .refuses("an escape that is not hexadecimal", target("/a%zzb"), 400, "%zz")
        .refuses("an escape in the query that is not hexadecimal", target("/?a=%zzb"), 400, "%zz")
        .refuses("a fragment", target(PATH + "#a"), 400, "#a")
        .refuses("a path without a slash", target("v1/topics/t"), 400, "v1/topics/t")
        .refuses("a path that begins with //", target("//evil.example/v1/topics/t"), 400, "//evil")
        .refuses("GET *", target("*"), 400, "*")
        .refuses("a scheme other than HTTP", target("ftp://localhost" + PATH), 400, "ftp")
        .refuses("a request line of 32 KiB", target("/?" + "a".repeat(32 * 1024)), 414, "32768");
  }

  private static void hosts(Table table) {
    String call = get("");
    table
        .refuses("no host", call.replace(HOST, ""), 400, "Host", "missing")
        .refuses("the same host twice", get(HOST), 400, "host", "more than once")
        .refuses("a second host, a foreign one", get("host: evil.example\r\n"), 400, "host", "once")
        .refuses("an empty host", call.replace("localhost", ""), 400, "Host", "\"\"")
        .refuses("a host with a blank", call.replace("localhost", "a b"), 400, "a b")
        .refuses("a list of hosts", call.replace("localhost", "localhost, a"), 400, "localhost, a")
        .refuses("a host with a user", call.replace("localhost", "a@localhost"), 400, "a@")
        .refuses("a host with a path", call.replace("localhost", "localhost/a"), 400, "/a")
        .refuses("a malformed port", call.replace("localhost", "localhost:a"), 400, ":a")
        .refuses("a foreign host", call.replace("localhost", "evil.example"), 421, "evil.example")
        .refuses("a foreign host with a port", call.replace("localhost", "Evil:80"), 421, "evil")
        .refuses("a foreign target host", target("http://evil.example" + PATH), 421, "evil.example")
        .refuses(
            "a target without a host", target("http:///v1/topics/t"), 400, "http:///v1", "a host")
        .refuses("a target with a user", target("http://a@localhost/"), 400, "a@localhost")
        .refuses(
            "a foreign host in HTTP/1.0", line("GET / HTTP/1.0", "Host: evil\r\n"), 421, "evil");
  }

  private static void headers(Table table) {
    table
        .refuses("a NUL in a header", get("X: a\0b\r\n"), 400, "malformed")
        .refuses("a CR in a header", get("X: a\rb\r\n"), 400, "malformed")
        .refuses("a header that ends in LF alone", get("X: a\nY: b\r\n"), 400, "malformed")
        .refuses("a header continued after a blank", get("X: a\r\n b\r\n"), 400, "next line")
        .refuses("a header continued after a tab", get("X: a\r\n\tb\r\n"), 400, "next line")
        .refuses("a continued Host header", get("").replace(" localhost", "\r\n localhost"), 400)
        .refuses(
            "a first header that begins with a blank",
            line("GET / HTTP/1.1", " X: a\r\n"),
            400,
            "malformed")
        .refuses("a blank before the colon", get("X : a\r\n"), 400, "malformed", "0x20")
        .refuses("a header without a colon", get("X\r\n"), 400, "malformed", "colon")
        .refuses("a header without a name", get(": a\r\n"), 400, "malformed")
        .refuses("a header name that is not ASCII", get("X\u00e4: a\r\n"), 400, "malformed")
        .refuses("a header of 32 KiB", get("X: " + "a".repeat(32 * 1024) + "\r\n"), 431, "32768")
        .refuses("too many headers", get("Xyz: a\r\n".repeat(6_000)), 431, "32768")
        .refuses("two origins", get("Origin: a\r\nOrigin: a\r\n"), 400, "origin", "once")
        .refuses("a foreign origin", get("Origin: https://evil.example\r\n"), 403, "evil.example")
        .refuses("the origin null", get("Origin: null\r\n"), 403, "http://localhost")
        .accepts("the server's own origin", get("Origin: http://localhost\r\n"))
        .refuses(
            "the origin of the Host header, and another host in the target",
            line("GET http://127.0.0.1/ HTTP/1.1", "Host: fan.test\r\nOrigin: http://fan.test\r\n"),
            403,
            "fan.test")
        .refuses(
            "two content types",
            post(LENGTH + "Content-Type: a/b\r\n", EVENT),
            400,
            "content-type",
            "once")
        .refuses(
            "two idempotency keys",
            post(LENGTH + "Idempotency-Key: a\r\nidempotency-key: a\r\n", EVENT),
            400,
            "idempotency-key",
            "once")
        .refuses("an unknown expectation", post(LENGTH + "Expect: cake\r\n", EVENT), 417, "cake")
        .refuses(
            "Expect with a body too large",
            get("Expect: 100-continue\r\n" + length("1048577")),
            413);
  }

  private static String length(String length) {
    return "Content-Length: " + length + "\r\n";
  }

  private static void lengths(Table table) {
    table
        .refuses("a length, then chunked", post(LENGTH + CHUNKED, CHUNKS), 400, "Content-Length")
        .refuses("chunked, then a length", post(CHUNKED + LENGTH, CHUNKS), 400, "Content-Length")
        .refuses("two different lengths", post(LENGTH + length("3"), EVENT), 400, "Content-Length")
        .refuses("the same length twice", post(LENGTH + LENGTH, EVENT), 400, "Content-Length")
        .refuses("a list of lengths", post(length("26, 26"), EVENT), 400, "Content-Length")
        .refuses("a length with a plus", post(length("+26"), EVENT), 400, "+26")
        .refuses("a length with a minus", post(length("-1"), EVENT), 400, "-1")
        .refuses("a length with a blank", post(length("2 6"), EVENT), 400, "2 6")
        .refuses("a hexadecimal length", post(length("0x1a"), EVENT), 400, "0x1a")
        .refuses("an empty length", post(length(""), EVENT), 400, "Content-Length")
        .refuses("a length past 2^64", post(length("9".repeat(20)), EVENT), 400, "999")
        .refuses("a length past the limit", post(length("1048577"), EVENT), 413, "1048576")
        .refuses("a very long length", post(length("9".repeat(18)), EVENT), 413, "1048576")
        .refuses("two lengths in HTTP/1.0", old(post(LENGTH + length("3"), EVENT)), 400, "twice")
        .refuses("chunked in HTTP/1.0", old(post(CHUNKED, CHUNKS)), 400, "Transfer-Encoding")
        .refuses(
            "a coding that is not supported",
            post(coding("gzip, chunked"), CHUNKS),
            501,
            "gzip, chunked")
        .refuses("an unknown coding, xchunked", post(coding("xchunked"), CHUNKS), 400, "chunked")
        .refuses("chunked, chunked", post(coding("chunked, chunked"), CHUNKS), 400, "chunked")
        .refuses("chunked in two headers", post(CHUNKED + CHUNKED, CHUNKS), 400, "chunked")
        .refuses("identity after chunked", post(coding("chunked, identity"), CHUNKS), 400)
        .refuses("identity and a length", post(coding("identity") + LENGTH, EVENT), 400, "chunked")
        .refuses("chunked with a parameter", post(coding("chunked;a=b"), CHUNKS), 400, "chunked")
        .refuses("an empty coding", post(coding(""), CHUNKS), 400, "chunked");
  }

  private static String old(String request) {
    return request.replace("HTTP/1.1", "HTTP/1.0");
  }

  private static String coding(String coding) {
    return "Transfer-Encoding: " + coding + "\r\n";
  }

  @Override
  public String toString() {
    return what;
  }

  private static final class Table {
    final List<RequestCase> rows = new ArrayList<>();

    Table accepts(String what, String text) {
      rows.add(new RequestCase(what, text, 0, List.of()));
      return this;
    }

    Table refuses(String what, String text, int status, String... shows) {
      rows.add(new RequestCase(what, text, status, List.of(shows)));
      return this;
    }
  }
}
