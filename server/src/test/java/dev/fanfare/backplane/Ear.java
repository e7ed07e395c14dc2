package dev.fanfare.backplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A listener that keeps what it receives, and notes when a promise to listeners is broken. */
public final class Ear implements TopicListener {
  private final AtomicInteger followings = new AtomicInteger();
  private final List<Position> heads = new CopyOnWriteArrayList<>();
  private final List<Delta> told = new CopyOnWriteArrayList<>();
  private final List<String> broken = new CopyOnWriteArrayList<>();
  private final AtomicBoolean busy = new AtomicBoolean();

  @Override
  public void onFollowing(Position head) {
    alone(() -> {
      heads.add(head);
      followings.incrementAndGet();
    });
  }

  @Override
  public void onAppended(Delta delta) {
    alone(() -> {
      if (followings.get() == 0) {
        broken.add("received before the first head: " + delta);
      }
      told.add(delta);
    });
  }

  private void alone(Runnable call) {
    if (!busy.compareAndSet(false, true)) {
      broken.add("called by two threads at a time");
    }
    call.run();
    busy.set(false);
  }

  public int followings() {
    return followings.get();
  }

  /** The head of the store at each call of {@code onFollowing}. */
  public List<Position> heads() {
    return heads;
  }

  public List<Delta> told() {
    return told;
  }

  public List<Event> events() {
    return told.stream().flatMap(delta -> delta.events().stream()).toList();
  }

  /** Waits until it has received the event at this position. */
  public Ear awaitHead(Position head) {
    soon(() -> !told.isEmpty() && told.getLast().to().equals(head));
    return this;
  }

  public Ear awaitFollowings(int count) {
    soon(() -> followings.get() >= count);
    return this;
  }

  private static void soon(Callable<Boolean> condition) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(condition);
  }

  /**
   * The received deltas are one chain: each starts where the one before ends, and no number is
   * missing or repeated.
   */
  public void heardOneChain() {
    assertThat(broken).isEmpty();
    for (int i = 1; i < told.size(); i++) {
      assertThat(told.get(i).from()).isEqualTo(told.get(i - 1).to());
    }
    List<Event> events = events();
    for (int i = 1; i < events.size(); i++) {
      assertThat(events.get(i).position().seq()).isEqualTo(events.get(i - 1).position().seq() + 1);
    }
    for (Delta delta : told) {
      assertThat(delta.to()).isEqualTo(delta.events().getLast().position());
    }
  }
}
