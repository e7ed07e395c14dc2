package dev.fanfare.client;

import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.topic.InvalidValueException;
import io.micronaut.http.HttpResponse;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleEmitter;
import java.net.URI;
import java.util.function.Function;
import org.reactivestreams.Publisher;

/**
 * A call that changes nothing.
 *
 * @param call makes one try at a server
 * @param reading makes the reader's result of the body
 */
record Read<T>(
    ClientContext calls,
    Function<String, Publisher<HttpResponse<byte[]>>> call,
    Function<String, T> reading,
    SingleEmitter<T> reader)
    implements Call.Request {
  /** Reads when it is subscribed to. */
  static <T> Single<T> of(
      ClientContext calls,
      Function<String, Publisher<HttpResponse<byte[]>>> call,
      Function<String, T> reading) {
    return Single.create(reader ->
        calls
            .loop()
            .execute(() -> {
              long deadline = calls.loop().nanos() + calls.options().limits().deadline().toNanos();
              Call.start(calls, new Read<>(calls, call, reading, reader), deadline);
            }));
  }

  @Override
  public Publisher<HttpResponse<byte[]>> send(URI server) {
    return call.apply(server.toString());
  }

  @Override
  public void done(String body) {
    try {
      reader.onSuccess(reading.apply(body));
    } catch (ProtocolException | InvalidValueException e) {
      failed(FanfareException.notFanfare("the answer is not Fanfare's: " + e.getMessage()));
    }
  }

  @Override
  public void failed(FanfareException known) {
    reader.tryOnError(known);
  }

  @Override
  public boolean retrying(FanfareException known) {
    return !reader.isDisposed();
  }
}
