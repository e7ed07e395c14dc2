package dev.fanfare.attack;

import dev.fanfare.RawSocket;
import java.nio.ByteBuffer;
import java.util.List;

/** The largest batches, to a topic whose subscribers read nothing. */
final class BigBatches implements Assault {
  private static final String TOPIC = "batches";

  private final Calls calls;
  private final String batch =
      Payloads.batch(
          Payloads.LARGEST_EVENTS_A_BATCH, i -> Payloads.state("k" + i, Payloads.MAX_DATA_BYTES));

  BigBatches(Scene scene) {
    calls = new Calls(scene.victim().port());
    byte[] upgrade = RawSocket.upgrade("?topic=" + TOPIC);
    for (int i = 0; i < scene.size(); i++) {
      scene.crowd().connect().ifPresent(it -> it.send(ByteBuffer.wrap(upgrade)));
    }
  }

  @Override
  public void burst() {
    calls.post(TOPIC, batch, "");
  }

  @Override
  public boolean isOver() {
    return calls.haveFailed();
  }

  @Override
  public List<String> findings() {
    return calls.failures();
  }

  @Override
  public String account() {
    return calls.toString();
  }
}
