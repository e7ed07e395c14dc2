package dev.fanfare.client;

import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.topic.InvalidValueException;
import io.micronaut.http.HttpResponse;
import io.reactivex.rxjava3.core.SingleEmitter;
import java.net.URI;
import java.util.function.Function;
import org.reactivestreams.Publisher;

/**
 * A call that changes nothing. Owned by the loop.
 *
 * @param call makes one try at a server
 * @param reading makes the reader's result of the body
 */
record Read<T>(
    Reads inProgress,
    Function<String, Publisher<HttpResponse<byte[]>>> call,
    Function<String, T> reading,
    SingleEmitter<T> reader)
    implements Call.Request {
  @Override
  public Publisher<HttpResponse<byte[]>> send(URI server) {
    return call.apply(server.toString());
  }

  @Override
  public void done(String body) {
    try {
      T result = reading.apply(body);
      inProgress.over(this);
      reader.onSuccess(result);
    } catch (ProtocolException | InvalidValueException e) {
      failed(FanfareException.notFanfare("the answer is not Fanfare's: " + e.getMessage()));
    }
  }

  @Override
  public void failed(FanfareException known) {
    inProgress.over(this);
    reader.tryOnError(known);
  }

  @Override
  public boolean retrying(FanfareException known) {
    if (reader.isDisposed()) {
      inProgress.over(this);
      return false;
    }
    return true;
  }
}
