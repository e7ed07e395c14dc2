package dev.fanfare.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.DraftReader;
import dev.fanfare.protocol.JsonObject;
import dev.fanfare.protocol.JsonValue;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server accepts the requests, and their data have the requested size. */
final class PublishRequestTest {
  private final BenchTopic course = new BenchTopic(new TopicName("t"));

  @ParameterizedTest
  @ValueSource(ints = {EventMark.MIN_DATA_BYTES, 128, 65_536})
  void a_notice_has_the_requested_size(int bytes) {
    long number = 999_999_999_999_999_999L;
    PublishRequest post = PublishRequest.notices(course, number, 1, bytes, 123_456_789_012_345L);
    Draft.Notice notice = (Draft.Notice) DraftReader.read(JsonObject.parse(post.body()));
    assertThat(notice.data().json()).hasSize(bytes);
  }

  @Test
  void several_events_are_an_array_with_consecutive_numbers() {
    course.enter();
    course.enter();
    PublishRequest post = PublishRequest.notices(course, 5, 3, EventMark.MIN_DATA_BYTES, 7);
    List<Event> events =
        drafts(post).stream().<Event>map(draft -> draft.stamped(new Position(1, "a"), 1)).toList();
    List<EventMark> marks = EventMark.of(events);
    assertThat(marks)
        .containsExactly(new EventMark(5, 7), new EventMark(6, 7), new EventMark(7, 7));
    assertThat(post.account()).isEqualTo(EventSum.of(marks));
    assertThat(post.deliveries()).isEqualTo(6);
  }

  @Test
  void states_are_not_accounted_for() {
    PublishRequest post = PublishRequest.states(course, 3, 2, EventMark.MIN_DATA_BYTES);
    assertThat(drafts(post))
        .extracting(draft -> ((Draft.State) draft).key().value())
        .containsExactly("key:3", "key:4");
    assertThat(post.account()).isEqualTo(EventSum.NONE);
  }

  private static List<Draft> drafts(PublishRequest post) {
    return JsonObject.all(JsonValue.parse(post.body())).stream().map(DraftReader::read).toList();
  }
}
