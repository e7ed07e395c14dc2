package dev.fanfare.command;

import dev.fanfare.client.Status;
import java.util.function.Consumer;

/**
 * Reports once that the connection is lost, and once that it is open again. If no server has ever
 * been reached, it does not wait: then the URL is probably wrong.
 */
final class Outages {

  private final int servers;
  private final Consumer<String> said;
  private int failures;
  private boolean everOpen;
  private boolean lost;

  /**
   * @param servers number of servers to try
   * @param said receives the reports, in words for a person
   */
  Outages(int servers, Consumer<String> said) {
    this.servers = servers;
    this.said = said;
  }

  /**
   * Receives each status, from one thread at a time.
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
