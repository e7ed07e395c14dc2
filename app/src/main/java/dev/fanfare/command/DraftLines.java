package dev.fanfare.command;

import dev.fanfare.protocol.DraftReader;
import dev.fanfare.protocol.JsonObject;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.topic.Draft;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Events to publish, a line of JSON each. Blank lines are passed over. What {@code tail --json}
 * prints can be read here: fields that only a stored event has are left out.
 *
 * <p>Read by one thread at a time; what was refused may be asked for when it is done.
 */
final class DraftLines {

  /** An event and the line that it stood on. */
  record Numbered(long line, Draft draft) {}

  private final Lines lines;
  private final boolean keepGoing;
  private final Consumer<String> refusals;
  private long refused;

  /**
   * @param keepGoing whether what stands behind a bad line is read
   * @param refusals is told of every bad line, with its number
   */
  DraftLines(Lines lines, boolean keepGoing, Consumer<String> refusals) {
    this.lines = lines;
    this.keepGoing = keepGoing;
    this.refusals = refusals;
  }

  /** The next event; null: there is none, or none is wanted behind a bad line. */
  @Nullable Numbered next() throws IOException {
    while (keepGoing || refused == 0) {
      try {
        String line = lines.next();
        if (line == null) {
          return null;
        }
        if (!line.isBlank()) {
          return new Numbered(lines.number(), DraftReader.read(JsonObject.parse(line)));
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
