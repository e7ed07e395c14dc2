package dev.fanfare.command;

import dev.fanfare.protocol.DraftReader;
import dev.fanfare.protocol.JsonObject;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.topic.Draft;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads events to publish, a line of JSON each. Blank lines are skipped. It also reads the output
 * of {@code tail --json}: fields that only a stored event has are ignored.
 *
 * <p>Read by one thread at a time. Ask for {@link #refused} after the last line was read.
 */
final class DraftLines {

  /** The fields that {@code tail --json} adds to what a publisher wrote. */
  private static final List<String> STORED = List.of("topic", "id", "at", "reason");

  /** An event and the number of its line. */
  record Numbered(long line, Draft draft) {}

  private final Lines lines;
  private final boolean keepGoing;
  private final Consumer<String> refusals;
  private long refused;

  /**
   * @param keepGoing whether to read on after a bad line
   * @param refusals receives the number of every bad line and why it is refused
   */
  DraftLines(Lines lines, boolean keepGoing, Consumer<String> refusals) {
    this.lines = lines;
    this.keepGoing = keepGoing;
    this.refusals = refusals;
  }

  /** The next event; null after the last one, or after a bad line if {@code keepGoing} is false. */
  @Nullable Numbered next() throws IOException {
    while (keepGoing || refused == 0) {
      try {
        String line = lines.next();
        if (line == null) {
          return null;
        }
        if (!line.isBlank()) {
          JsonObject event = JsonObject.parse(line).without(STORED);
          return new Numbered(lines.number(), DraftReader.read(event));
        }
      } catch (ProtocolException e) {
        refused++;
        refusals.accept("line " + lines.number() + ": " + e.message());
      }
    }
    return null;
  }

  long refused() {
    return refused;
  }
}
