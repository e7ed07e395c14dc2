package dev.fanfare.command;

import dev.fanfare.client.Fanfare;
import dev.fanfare.client.FanfareException;
import dev.fanfare.client.PublishLimits;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/**
 * Publishes lines and accounts for them: at every end, also after Ctrl-C, it prints how many events
 * are stored. One thread reads the lines; the calling thread handles the outcomes in their order.
 */
final class LinePublisher {

  /** The outcome of a line's event. */
  private sealed interface LineOutcome {
    record Stored(long line, Position position) implements LineOutcome {}

    record Failed(long line, FanfareException why) implements LineOutcome {}
  }

  private final Fanfare fanfare;
  private final TopicName topic;
  private final boolean keepGoing;
  private final Progress progress;
  private final PrintStream err;

  private final AtomicLong stored = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private volatile boolean ended;

  /** Written by the reading thread, before it ends. */
  private volatile @Nullable String badLine;

  private @Nullable Position last;

  LinePublisher(
      Fanfare fanfare, TopicName topic, boolean keepGoing, Progress progress, PrintStream err) {
    this.fanfare = fanfare;
    this.topic = topic;
    this.keepGoing = keepGoing;
    this.progress = progress;
    this.err = err;
  }

  /**
   * Publishes all lines.
   *
   * @param positions receives the position of every line; null to print none
   * @return the exit code
   */
  int publish(Lines lines, @Nullable Output positions) {
    Runtime.getRuntime().addShutdownHook(new Thread(this::tellIfInterrupted, "interrupted"));
    DraftLines drafts = new DraftLines(lines, keepGoing, this::onBadLine);
    try {
      read(drafts)
          .concatMapEagerDelayError(
              it -> publish(it).toFlowable(), true, PublishLimits.DEFAULT.underWay(), 1)
          .takeUntil(this::isEnd)
          .blockingForEach(outcome -> account(outcome, positions));
    } finally {
      ended = true;
      progress.clear();
    }
    if (badLine != null) {
      refuse(badLine + "; " + summary() + " before it");
    }
    return failed.get() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** For example {@code 3 events stored, the last at 17.k3f9a2b7c1dqz}. */
  String summary() {
    String events = stored.get() == 1 ? "1 event" : stored.get() + " events";
    return events + " stored" + (last == null ? "" : ", the last at " + last);
  }

  long stored() {
    return stored.get();
  }

  private static Flowable<DraftLines.Numbered> read(DraftLines drafts) {
    return Flowable.<DraftLines.Numbered>generate(
            reader -> {
              DraftLines.Numbered next = drafts.next();
              if (next == null) {
                reader.onComplete();
              } else {
                reader.onNext(next);
              }
            })
        .subscribeOn(Schedulers.io());
  }

  private Single<LineOutcome> publish(DraftLines.Numbered numbered) {
    return fanfare
        .publish(topic, numbered.draft())
        .<LineOutcome>map(position -> new LineOutcome.Stored(numbered.line(), position))
        .onErrorResumeNext(failure ->
            failure instanceof FanfareException why
                ? Single.just(new LineOutcome.Failed(numbered.line(), why))
                : Single.error(failure));
  }

  /**
   * Ends at a failure, unless {@code keepGoing} is set and the server has refused the event: while
   * no server answers, trying more lines is useless.
   */
  private boolean isEnd(LineOutcome outcome) {
    return outcome instanceof LineOutcome.Failed failure
        && !(keepGoing && failure.why().reason() == FanfareException.Reason.REFUSED);
  }

  private void account(LineOutcome outcome, @Nullable Output positions) {
    switch (outcome) {
      case LineOutcome.Stored it -> {
        last = it.position();
        progress.at(stored.incrementAndGet(), System.nanoTime());
        if (positions != null) {
          positions.print("{\"line\":" + it.line() + ",\"position\":\"" + it.position() + "\"}");
        }
      }
      case LineOutcome.Failed it -> {
        failed.incrementAndGet();
        String line = "line " + it.line() + ": " + it.why().getMessage();
        refuse(isEnd(it) ? line + "; " + summary() + " before it" : line);
      }
    }
  }

  private void onBadLine(String refusal) {
    failed.incrementAndGet();
    if (keepGoing) {
      refuse(refusal);
    } else {
      badLine = refusal;
    }
  }

  private synchronized void refuse(String why) {
    progress.clear();
    err.println("fanfare: " + why);
  }

  private void tellIfInterrupted() {
    if (!ended) {
      err.println("fanfare: interrupted; events known to be stored: " + stored.get());
    }
  }
}
