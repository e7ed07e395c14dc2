package dev.fanfare.command;

import dev.fanfare.client.Status;
import java.util.function.Consumer;

/**
 * Says when the connection is lost and when it is there again, once each. At the start nobody waits
 * for a server that none has been seen at: it is rather the URL that is wrong.
 */
final class Outages {

  private final int servers;
  private final Consumer<String> said;
  private int failures;
  private boolean everOpen;
  private boolean lost;

  /**
   * @param servers how many there are to try
   * @param said is told, in a person's words
   */
  Outages(int servers, Consumer<String> said) {
    this.servers = servers;
    this.said = said;
  }

  /**
   * One thread at a time tells how it stands.
   *
   * @throws CommandFailedException if no server can be reached at the start
   */
  void see(Status status) {
    switch (status) {
      case Status.Open open -> {
        if (lost) {
          said.accept("connected again, to " + open.server());
        }
        lost = false;
        everOpen = true;
      }
      case Status.Waiting waiting when everOpen -> {
        if (!lost) {
          said.accept("the connection is lost: " + waiting.reason() + "; trying again");
        }
        lost = true;
      }
      case Status.Waiting waiting -> {
        failures++;
        if (failures >= servers) {
          throw new CommandFailedException(waiting.reason());
        }
      }
      case Status.Idle _, Status.Connecting _, Status.Failed _, Status.Closed _ -> {}
    }
  }
}
