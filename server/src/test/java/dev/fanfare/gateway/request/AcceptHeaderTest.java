package dev.fanfare.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simplified {@code Accept} header. */
final class AcceptHeaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/json                                | application/json
          application/json;charset=utf-7                  | application/json
          APPLICATION/JSON ; Q=0.5                        | application/json
          application/*                                   | application/json
          application/*;q=0.1                             | application/json
          */*;q=0.8                                       | */*
          text/html, */*;q=0.8                            | text/html, */*
          text/csv;q=0.1, application/json                | application/json, text/csv
          text/csv;q=0.9, */*;q=0.1, a/b;q=0.5            | text/csv, a/b, */*
          text/csv                                        | text/csv
          text/csv;q=0                                    | -/-
          application/json;q=0                            | -/-
          application/json;q=0.000                        | -/-
          application/json;q=0, */*                       | text/plain
          application/json;q=0, application/*, text/csv   | application/octet-stream, text/csv
          application/json, application/json;charset=a    | application/json
          application/json;q=nonsense                     | application/json
          application/json;q=NaN                          | application/json
          application/json;q=7                            | application/json
          application/json, nonsense, ;, a/, /b, a b/c    | application/json
          nonsense                                        | ''
          ,                                               | ''
          ''                                              | ''
          """)
  void an_accept_header_is_simplified(String accept, String plain) {
    assertThat(AcceptHeader.plain(accept)).isEqualTo(plain);
  }

  @Test
  void several_headers_are_one_list_and_one_without_a_type_is_removed() {
    HttpHeaders headers = new DefaultHttpHeaders();
    headers.add("Accept", List.of("text/csv;q=0.5", "application/json;charset=utf-7"));
    AcceptHeader.simplify(headers);
    assertThat(headers.getAll("accept")).containsExactly("application/json, text/csv");
    headers.set("Accept", "nonsense");
    AcceptHeader.simplify(headers);
    assertThat(headers.isEmpty()).isTrue();
    AcceptHeader.simplify(headers);
    assertThat(headers.isEmpty()).isTrue();
  }

  @Test
  void only_the_first_64_elements_of_a_list_are_read() {
    assertThat(AcceptHeader.plain("a/b,".repeat(64) + "c/d")).isEqualTo("a/b");
    assertThat(AcceptHeader.plain("c/d," + "a/b,".repeat(8_000))).isEqualTo("c/d, a/b");
  }
}
