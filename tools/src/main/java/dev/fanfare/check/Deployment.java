package dev.fanfare.check;

import dev.fanfare.protocol.EventReader;
import dev.fanfare.protocol.ProblemReader;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.TopicName;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Tests that the servers are one Fanfare deployment, before anything is checked. */
final class Deployment {
  private static final int OK = 200;

  private Deployment() {}

  /**
   * Publishes one event at the first server and reads it at all servers.
   *
   * @throws DeploymentException if a server does not answer, or does not have the event
   */
  static void probe(HttpCalls calls, List<URI> servers, TopicName topic) {
    URI first = servers.getFirst();
    List<Draft> drafts = List.of(new Draft.Notice(null, null, new EventOrigin(0, 1).data(0)));
    answer(first, () -> calls.publish(first, topic, drafts, topic.value()));
    Delta expected = read(calls, first, topic);
    for (URI server : servers) {
      Delta got = read(calls, server, topic);
      if (!expected.equals(got)) {
        throw new DeploymentException(
            server
                + " does not have the event that was published at "
                + first
                + ": expected instances of one deployment, which share a Redis");
      }
    }
  }

  private static Delta read(HttpCalls calls, URI server, TopicName topic) {
    try {
      return EventReader.readDelta(answer(server, () -> calls.read(server, topic)));
    } catch (ProtocolException e) {
      throw new DeploymentException(server + " does not speak Fanfare: " + e.message());
    }
  }

  private static String answer(URI server, Supplier<CompletableFuture<HttpResponse<String>>> call) {
    HttpResponse<String> answer;
    try {
      answer = call.get().join();
    } catch (CompletionException e) {
      throw new DeploymentException("cannot reach " + server + ": " + reason(e));
    }
    if (answer.statusCode() != OK) {
      var problem = ProblemReader.read(answer.statusCode(), answer.body());
      throw new DeploymentException(
          server
              + " answers "
              + answer.statusCode()
              + (problem == null ? ": expected a Fanfare server" : ": " + problem.detail()));
    }
    return answer.body();
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return switch (cause) {
      case ConnectException _ -> "nothing listens there";
      case HttpTimeoutException _ -> "it did not answer in time";
      case null -> failure.toString();
      default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
    };
  }
}
