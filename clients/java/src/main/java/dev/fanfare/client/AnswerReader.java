package dev.fanfare.client;

import static dev.fanfare.client.FanfareException.Reason.NOT_SENT;
import static dev.fanfare.client.FanfareException.Reason.OUTCOME_UNKNOWN;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.Problem;
import dev.fanfare.protocol.ProblemReader;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Decides what an answer, or the lack of one, means. Pure. */
final class AnswerReader {
  private static final int MAX_RETRY_AFTER_SECONDS = 3_600;

  private AnswerReader() {}

  static CallAnswer read(String url, HttpResponse<byte[]> response) {
    return new CallAnswer.Done(new String(response.getBody().orElse(new byte[0]), UTF_8));
  }

  static CallAnswer read(String url, Throwable failure) {
    return switch (failure) {
      case HttpClientResponseException it -> refusal(url, it.getResponse());
      default -> broken(url, failure);
    };
  }

  /** No answer came within this time. */
  static CallAnswer timeout(String url, Duration waited) {
    return unknown(url + " did not answer within " + waited.toMillis() + " ms");
  }

  private static CallAnswer refusal(String url, HttpResponse<?> response) {
    int status = response.code();
    String body = response.getBody(byte[].class).map(it -> new String(it, UTF_8)).orElse("");
    Problem problem = ProblemReader.read(status, body);
    String said = url + " answered " + status;
    String why = problem == null ? said : problem.detail();
    return switch (status) {
      case 429 ->
          new CallAnswer.Failed(
              retryAfter(response), FanfareException.refused(ErrorCode.RATE_LIMITED, why));
      // A store that did not answer in time may have stored the events.
      case 503 -> new CallAnswer.Failed(retryAfter(response), outcomeUnknown(why));
      // A proxy in between has lost the answer, or never had one.
      case 502, 504 -> unknown(said);
      case 401, 403 -> new CallAnswer.Refused(FanfareException.refused(ErrorCode.FORBIDDEN, why));
      // The bug may have come after the events were stored.
      case 500 -> new CallAnswer.ServerFault(outcomeUnknown(why));
      default ->
          problem == null
              ? stranger(status, said + ", but not in Fanfare's format")
              : new CallAnswer.Refused(FanfareException.refused(problem.code(), why));
    };
  }

  /**
   * An error that is not Fanfare's. With 500 and more, it may be of a proxy that got the answer.
   */
  private static CallAnswer stranger(int status, String why) {
    return status >= 500
        ? new CallAnswer.ServerFault(outcomeUnknown(why))
        : new CallAnswer.Refused(FanfareException.notFanfare(why));
  }

  private static Duration retryAfter(HttpResponse<?> response) {
    Optional<Integer> seconds = response.getHeaders().get(HttpHeaders.RETRY_AFTER, Integer.class);
    int bounded = Math.clamp(seconds.orElse(0), 0, MAX_RETRY_AFTER_SECONDS);
    return Duration.ofSeconds(bounded);
  }

  private static CallAnswer broken(String url, Throwable failure) {
    return switch (failure) {
      case UnknownHostException ignored -> notSent(url + ": there is no such host");
      case ConnectException it -> notSent(url + ": " + it.getMessage());
      case NoRouteToHostException it -> notSent(url + ": " + it.getMessage());
      case SSLException it when !(it.getCause() instanceof ClosedChannelException) ->
          new CallAnswer.Refused(
              FanfareException.notFanfare(url + ": " + ClientHandshake.tlsTrouble(it)));
      default ->
          failure.getCause() == null
              ? unknown(url + ": " + failure.getMessage())
              : broken(url, failure.getCause());
    };
  }

  private static CallAnswer notSent(String why) {
    return new CallAnswer.Failed(Duration.ZERO, new FanfareException(NOT_SENT, why));
  }

  private static CallAnswer unknown(String why) {
    return new CallAnswer.Failed(Duration.ZERO, outcomeUnknown(why));
  }

  private static FanfareException outcomeUnknown(String why) {
    return new FanfareException(OUTCOME_UNKNOWN, why);
  }
}
