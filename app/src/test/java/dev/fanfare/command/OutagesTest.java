package dev.fanfare.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.client.Status;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutagesTest {
  private static final URI SERVER = URI.create("http://a");
  private static final Status OPEN = new Status.Open(SERVER, "one");
  private static final Status WAITING = new Status.Waiting("nobody there", Duration.ZERO);

  private final List<String> said = new ArrayList<>();

  @Test
  void an_outage_and_its_end_are_reported_once_each() {
    Outages outages = new Outages(1, said::add);
    for (Status status : List.of(OPEN, WAITING, WAITING, OPEN, OPEN)) {
      outages.see(status);
    }
    assertThat(said)
        .containsExactly(
            "the connection is lost: nobody there; trying again", "connected again, to http://a");
  }

  @Test
  void at_the_start_every_server_is_tried_once() {
    Outages outages = new Outages(2, said::add);
    outages.see(WAITING);
    assertThatThrownBy(() -> outages.see(WAITING))
        .isInstanceOf(CommandFailedException.class)
        .hasMessage("nobody there");
    assertThat(said).isEmpty();
  }
}
