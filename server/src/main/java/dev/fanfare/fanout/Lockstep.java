package dev.fanfare.fanout;

import dev.fanfare.topic.TopicName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of a topic, which go in step while it is busy: what advances while one of them is still
 * writing is held, and handed to all of them when the last is done.
 *
 * <p>A lane merges what it has when it begins to write. Left alone, each lane begins when it
 * happens to be free, with what little came since; in step each has all that came while any of them
 * wrote. Before the next step they take a breath: whoever waited until all have it comes with the
 * next just then, over several loops. Both are short against the writing itself, and nothing of it
 * happens to a topic that has one lane or is quiet.
 *
 * <p>On the home's loop.
 */
final class Lockstep {
  /** What comes longer after the last is handed on without asking when it is written. */
  static final Duration BUSY = Duration.ofMillis(25);

  /** The breath is this part of what the step took. */
  private static final int BREATH = 8;

  static final Duration LONGEST_BREATH = Duration.ofMillis(1);

  private final TopicName topic;
  private final Home home;
  private final List<Lane> lanes = new ArrayList<>();
  private final List<Advance> held = new ArrayList<>();

  /** How often something was handed on; who has written an earlier one is not waited for. */
  private int step;

  private long steppedNanos;

  /** The lanes that are still writing what was handed on last. */
  private int writing;

  private boolean breathing;

  Lockstep(TopicName topic, Home home) {
    this.topic = topic;
    this.home = home;
    this.steppedNanos = home.nowNanos() - BUSY.toNanos();
  }

  void attach(Lane lane) {
    lanes.add(lane);
  }

  void detach(Lane lane) {
    lanes.remove(lane);
  }

  boolean isEmpty() {
    return lanes.isEmpty();
  }

  void advance(Advance advance) {
    held.add(advance);
    releaseIfDue();
  }

  /** Hands on what is held, whoever is still writing. */
  void release() {
    if (held.isEmpty()) {
      return;
    }
    List<Advance> all = List.copyOf(held);
    held.clear();
    long now = home.nowNanos();
    boolean isBusy = lanes.size() > 1 && now - steppedNanos < BUSY.toNanos();
    steppedNanos = now;
    step++;
    writing = isBusy ? lanes.size() : 0;
    @Nullable Runnable onWritten = isBusy ? sayWritten(step) : null;
    lanes.forEach(lane -> lane.advance(topic, all, onWritten));
  }

  private void releaseIfDue() {
    if (writing == 0 && !breathing) {
      release();
    }
  }

  /** What a lane runs on its loop. */
  private Runnable sayWritten(int written) {
    return () -> home.loop().execute(() -> onWritten(written));
  }

  private void onWritten(int written) {
    if (written != step || --writing > 0) {
      return;
    }
    long nanos = (home.nowNanos() - steppedNanos) / BREATH;
    breathing = true;
    home.after(Duration.ofNanos(Math.min(nanos, LONGEST_BREATH.toNanos())), this::onBreathed);
  }

  private void onBreathed() {
    breathing = false;
    releaseIfDue();
  }
}
