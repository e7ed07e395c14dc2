package dev.fanfare.backplane;

import static dev.fanfare.Drafts.gone;
import static dev.fanfare.Drafts.notice;
import static dev.fanfare.Drafts.state;
import static dev.fanfare.Drafts.stateBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.HostileDocuments;
import dev.fanfare.protocol.DraftReader;
import dev.fanfare.protocol.JsonObject;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.IdempotencyKey;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicLimits;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import dev.fanfare.topic.TopicReplica;
import dev.fanfare.topic.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every backplane promises; see {@link Backplane}. All instances of a test share one store.
 */
public abstract class BackplaneContract extends BackplaneLimitsContract {
  // Publishing

  @Test
  void the_first_event_of_a_topic_is_number_one_and_leads_on_from_the_start() {
    Ear ear = follow(backplane);
    Position first = publish(notice("1"));
    assertThat(first.seq()).isEqualTo(1);
    assertThat(ear.awaitHead(first).told().getFirst().from()).isEqualTo(Position.START);
  }

  @Test
  void a_follower_first_receives_the_head_after_which_it_receives_everything() {
    assertThat(follow(backplane).heads().getFirst()).isEqualTo(Position.START);
    Position head = publish(notice("1"));
    assertThat(follow(backplane).heads().getFirst()).isEqualTo(head);
  }

  @Test
  void the_answer_the_message_and_the_store_have_the_same_events() {
    Ear ear = follow(backplane);
    var stored = stored(publishAll(state("k", "{\"a\":1}"), notice("2"), gone("other")));
    ear.awaitHead(stored.last());
    List<Event> kept = get(backplane.open(topic)).completeSince(stored.positions().get(0)).events();
    assertThat(ear.events().stream().map(Event::position)).isEqualTo(stored.positions());
    assertThat(ear.events()).allMatch(event -> event.atMillis() == stored.atMillis());
    assertThat(kept).isEqualTo(ear.events().subList(1, 3));
    assertThat(ear.events().get(0)).isEqualTo(get(backplane.open(topic)).state(new Key("k")));
  }

  @Test
  void the_events_of_one_publication_are_one_delta() {
    Ear ear = follow(backplane);
    publishAll(notice("1"), notice("2"));
    Position last = stored(publishAll(notice("3"), notice("4"), notice("5"))).last();
    assertThat(ear.awaitHead(last).told())
        .extracting(delta -> delta.events().size())
        .containsExactly(2, 3);
    ear.heardOneChain();
  }

  @Test
  void each_delta_starts_where_the_one_before_ends() {
    Ear ear = follow(backplane);
    Position last = publish(notice("0"));
    for (int i = 1; i < 50; i++) {
      last = publish(state("k" + i % 3, String.valueOf(i)));
    }
    ear.awaitHead(last).heardOneChain();
    assertThat(ear.events()).hasSize(50);
  }

  @Test
  void the_events_of_many_publishers_at_many_instances_are_one_chain() throws Exception {
    Backplane other = instance(StoreLimits.DEFAULT);
    Ear here = follow(backplane);
    Ear there = follow(other);
    List<Future<?>> publishers = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        Backplane at = i % 2 == 0 ? backplane : other;
        publishers.add(
            threads.submit(() -> {
              for (int n = 0; n < 50; n++) {
                get(at.publish(Publication.of(topic, state("k" + n % 7, String.valueOf(n)))));
              }
            }));
      }
      for (Future<?> publisher : publishers) {
        publisher.get(20, TimeUnit.SECONDS);
      }
    }
    Position head = head();
    assertThat(head.seq()).isEqualTo(200);
    here.awaitHead(head).heardOneChain();
    there.awaitHead(head).heardOneChain();
    assertThat(there.told()).isEqualTo(here.told()).hasSize(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0",
        "1e400",
        "-0",
        "123456789012345678901234567890",
        "\"\"",
        "null",
        "false",
        "[ 1 ,\t2 ]",
        "{ \"a\" : { \"b\" : [ { } , \"\\u0000\\\"\\\\\\/\" ] } }",
        "\"Grüße 🎉 \\ud83c\\udf89 日本\"",
        "{\"id\":\"1.x\",\"at\":5,\"kind\":\"gone\"}",
        "\"%s %1 %%\""
      })
  void data_comes_out_byte_for_byte_as_it_went_in(String json) {
    Ear ear = follow(backplane);
    Position head = publish(state("Schlüssel \"ä\\/\" 🎉", json));
    Event.State told = (Event.State) ear.awaitHead(head).events().getFirst();
    assertThat(told.data().json()).isEqualTo(json);
    assertThat(told.key().value()).isEqualTo("Schlüssel \"ä\\/\" 🎉");
    assertThat(get(backplane.open(topic)).state()).containsExactly(told);
    assertThat(get(backplane.since(topic, null)).events()).containsExactly(told);
  }

  @Test
  void all_that_a_publisher_may_send_is_read_back_by_old_and_new_instances() {
    HostileDocuments documents = new HostileDocuments(5);
    Ear ear = follow(backplane);
    publishAll(read(HostileDocuments.namesOfOneHash(256), "k0"));
    for (int i = 1; i < 300; i++) {
      Position before = positions.getLast();
      Position head = publish(read(documents.next(), "k" + i % 50));
      assertThat(get(backplane.since(topic, before)).events())
          .isEqualTo(ear.awaitHead(head).told().getLast().events());
    }
    var replica = new TopicReplica(topic, TopicLimits.DEFAULT);
    assertThat(replica.onOpened(get(instance(StoreLimits.DEFAULT).open(topic))))
        .isEqualTo(TopicReplica.Verdict.APPLIED);
    assertThat(replica.log().state())
        .hasSize(50)
        .containsExactlyElementsOf(get(backplane.open(topic)).state())
        .allMatch(ear.events()::contains);
  }

  private static Draft read(String json, String key) {
    return DraftReader.read(
        JsonObject.parse("{\"kind\":\"state\",\"key\":\"" + key + "\",\"data\":" + json + "}"));
  }

  @Test
  void the_time_of_events_never_goes_back_within_a_topic() {
    publish(notice("1"));
    publish(notice("2"));
    elapse(Duration.ofMillis(3));
    publish(notice("3"));
    List<Long> times =
        get(backplane.open(topic)).completeSince(positions.get(0)).events().stream()
            .map(Event::atMillis)
            .toList();
    assertThat(times).isSorted();
    assertThat(times.getLast()).isGreaterThanOrEqualTo(times.getFirst() + 3);
  }

  // Idempotency

  @Test
  void publications_with_the_same_idempotency_key_are_one_with_one_answer() {
    var first = publishOnce("retry-1", notice("1"), notice("2"));
    publish(notice("3"));
    assertThat(publishOnce("retry-1", notice("1"), notice("2")))
        .isEqualTo(new PublishResult.Replayed(stored(first)));
    assertThat(stored(publishOnce("retry-2", notice("1")))).isNotEqualTo(first);
    assertThat(head().seq()).isEqualTo(4);
  }

  @Test
  void a_used_idempotency_key_with_other_events_stores_nothing() {
    Draft lasting = state("k", "1");
    var first = publishOnce("k", lasting);
    for (Draft other :
        List.of(
            state("k", "2"),
            state("l", "1"),
            stateBy("alice", "k", "1"),
            state("k", "1", TTL),
            notice("k", "1"),
            gone("k"))) {
      assertThat(publishOnce("k", other)).as("%s", other).isEqualTo(new PublishResult.Mismatch());
    }
    assertThat(publishOnce("k", lasting, lasting)).isEqualTo(new PublishResult.Mismatch());
    assertThat(publishOnce("k", lasting)).isEqualTo(new PublishResult.Replayed(stored(first)));
    assertThat(head().seq()).isEqualTo(1);
  }

  @Test
  void publications_with_the_same_idempotency_key_are_one_across_instances() {
    var publication = new Publication(topic, List.of(notice("1")), new IdempotencyKey("{x}:~!"));
    var here = get(backplane.publish(publication));
    assertThat(get(instance(StoreLimits.DEFAULT).publish(publication)))
        .isEqualTo(new PublishResult.Replayed(stored(here)));
    assertThat(head().seq()).isEqualTo(1);
  }

  @Test
  void an_idempotency_key_is_forgotten_after_its_time() {
    backplane = instance(new StoreLimits(TopicLimits.DEFAULT, 10, Duration.ofHours(1), TTL));
    publishOnce("k", notice("1"));
    elapse(TTL.plusMillis(1));
    publishOnce("k", notice("1"));
    assertThat(head().seq()).isEqualTo(2);
  }

  // Reading

  @Test
  void a_topic_without_events_is_empty_and_its_head_is_the_start() {
    assertThat(get(backplane.open(topic)).head()).isEqualTo(Position.START);
    Delta reset = new Delta(topic, null, Position.START, List.of());
    assertThat(get(backplane.since(topic, null))).isEqualTo(reset);
    assertThat(get(backplane.since(topic, new Position(3, "abc")))).isEqualTo(reset);
    assertThat(get(backplane.since(topic, Position.START)))
        .isEqualTo(new Delta(topic, Position.START, Position.START, List.of()));
    assertThat(get(backplane.latest(topic, new User("alice")))).isEmpty();
    assertThat(get(backplane.sweep(topic))).isEmpty();
  }

  @Test
  void since_returns_every_event_after_a_position_of_the_log_and_none_after_the_head() {
    Ear ear = follow(backplane);
    publishAll(state("a", "1"), state("a", "2"), notice("3"));
    Position head = publish(gone("a"));
    List<Event> events = ear.awaitHead(head).events();
    assertThat(get(backplane.since(topic, head)))
        .isEqualTo(new Delta(topic, head, head, List.of()));
    for (int i = 0; i < events.size(); i++) {
      Position from = events.get(i).position();
      assertThat(get(backplane.since(topic, from)))
          .isEqualTo(new Delta(topic, from, head, events.subList(i + 1, events.size())));
    }
  }

  @Test
  void since_the_start_returns_every_event_as_long_as_all_are_in_the_log() {
    Ear ear = follow(backplane);
    Position head = publish(notice("0"));
    for (int i = 1; i < TopicLimits.DEFAULT.logEvents(); i++) {
      head = publish(notice(String.valueOf(i)));
    }
    Delta all = get(backplane.since(topic, Position.START));
    assertThat(all.from()).isEqualTo(Position.START);
    assertThat(all.events()).isEqualTo(ear.awaitHead(head).events());
    assertThat(get(backplane.open(topic)).completeSince(Position.START)).isEqualTo(all);
    publish(notice("\"one too many\""));
    assertThat(get(backplane.since(topic, Position.START)).isReset()).isTrue();
    assertThat(get(backplane.open(topic)).completeSince(Position.START).isReset()).isTrue();
  }

  @Test
  void since_an_unknown_position_returns_a_reset_with_all_live_state_in_order() {
    publishAll(state("b", "1"), state("a", "2"), notice("3"), state("b", "4"), gone("none"));
    Position head = positions.getLast();
    for (Position unknown :
        new Position[] {null, new Position(2, "forged"), new Position(99, head.id())}) {
      Delta reset = get(backplane.since(topic, unknown));
      assertThat(reset.isReset()).isTrue();
      assertThat(reset.to()).isEqualTo(head);
      assertThat(reset.events())
          .extracting(event -> ((Event.State) event).data().json())
          .containsExactly("2", "4");
    }
  }

  @Test
  void open_returns_the_result_of_replaying_all_events() {
    Ear ear = follow(backplane);
    Position head = publish(notice("0"));
    for (int i = 0; i < 60; i++) {
      head = publish(i % 7 == 3 ? gone("k" + i % 5) : state("k" + i % 5, "{\"n\":" + i + "}"));
    }
    TopicLog replayed = new TopicLog(topic, TopicLimits.DEFAULT);
    ear.awaitHead(head).events().forEach(replayed::append);
    TopicLog opened = get(backplane.open(topic));
    assertThat(opened.head()).isEqualTo(replayed.head());
    assertThat(opened.state()).containsExactlyElementsOf(replayed.state());
    Position first = ear.events().getFirst().position();
    assertThat(opened.completeSince(first)).isEqualTo(replayed.completeSince(first));
  }

  @Test
  void the_latest_event_of_a_user_outlives_the_value_of_the_key() {
    publish(stateBy("alice", "k", "1"));
    publish(stateBy("bob", "k", "2"));
    publish(gone("k"));
    var alices = get(backplane.latest(topic, new User("alice")));
    assertThat(alices.orElseThrow().data().json()).isEqualTo("1");
    assertThat(get(backplane.latest(topic, new User("bob"))).orElseThrow().data().json())
        .isEqualTo("2");
    assertThat(get(backplane.latest(topic, new User("carol")))).isEmpty();
  }

  @Test
  void past_the_limit_of_users_the_one_silent_for_the_longest_time_is_forgotten() {
    backplane = instance(new StoreLimits(TopicLimits.DEFAULT, 2, Duration.ofHours(1), TTL));
    publishAll(
        stateBy("z", "k", "1"),
        stateBy("a", "k", "2"),
        stateBy("z", "k", "3"),
        stateBy("m", "k", "4"));
    assertThat(get(backplane.latest(topic, new User("a")))).isEmpty();
    assertThat(get(backplane.latest(topic, new User("z"))).orElseThrow().data().json())
        .isEqualTo("3");
    assertThat(get(backplane.latest(topic, new User("m")))).isPresent();
  }

  // Following

  @Test
  void a_listener_receives_events_until_it_is_closed_and_others_go_on() {
    Ear leaving = new Ear();
    Following following = backplane.follow(topic, leaving);
    leaving.awaitFollowings(1);
    Ear staying = follow(backplane);
    leaving.awaitHead(publish(notice("1")));
    following.close();
    following.close();
    Position last = publish(notice("2"));
    staying.awaitHead(last).heardOneChain();
    assertThat(leaving.events()).hasSize(1);
    assertThat(staying.followings()).isEqualTo(1);
  }

  @Test
  void a_listener_that_follows_again_receives_events_again() {
    for (int i = 0; i < 3; i++) {
      Ear ear = new Ear();
      try (Following _ = backplane.follow(topic, ear)) {
        ear.awaitFollowings(1).awaitHead(publish(notice("1")));
      }
    }
  }

  @Test
  void an_event_published_at_one_instance_is_received_at_another() {
    Backplane other = instance(StoreLimits.DEFAULT);
    Ear there = follow(other);
    Position head = publish(state("k", "1"));
    there.awaitHead(head);
    assertThat(get(other.open(topic)).head()).isEqualTo(head);
  }

  @Test
  void a_listener_receives_nothing_of_other_topics() {
    Ear ear = follow(backplane);
    get(backplane.publish(Publication.of(new TopicName(topic.value() + ":x"), notice("1"))));
    ear.awaitHead(publish(notice("2")));
    assertThat(ear.events()).hasSize(1);
  }
}
