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

/** What is published is what a server takes, and of the size that was asked for. */
final class PostTest {
  private final Course course = new Course(new TopicName("t"));

  @ParameterizedTest
  @ValueSource(ints = {Mark.MIN_DATA_BYTES, 128, 65_536})
  void noticeHasItsSize(int bytes) {
    long number = 999_999_999_999_999_999L;
    Post post = Post.notices(course, number, 1, bytes, 123_456_789_012_345L);
    Draft.Tell notice = (Draft.Tell) DraftReader.read(JsonObject.parse(post.body()));
    assertThat(notice.data().json()).hasSize(bytes);
  }

  @Test
  void severalGoInAnArrayWithNumbersInTheirOrder() {
    course.enter();
    course.enter();
    Post post = Post.notices(course, 5, 3, Mark.MIN_DATA_BYTES, 7);
    List<Event> events =
        drafts(post).stream().<Event>map(draft -> draft.stamped(new Position(1, "a"), 1)).toList();
    List<Mark> marks = Mark.of(events);
    assertThat(marks).containsExactly(new Mark(5, 7), new Mark(6, 7), new Mark(7, 7));
    assertThat(post.account()).isEqualTo(Account.of(marks));
    assertThat(post.deliveries()).isEqualTo(6);
  }

  @Test
  void statesAreNotAccountedFor() {
    Post post = Post.states(course, 3, 2, Mark.MIN_DATA_BYTES);
    assertThat(drafts(post))
        .extracting(draft -> ((Draft.SetState) draft).key().value())
        .containsExactly("key:3", "key:4");
    assertThat(post.account()).isEqualTo(Account.NONE);
  }

  private static List<Draft> drafts(Post post) {
    return JsonObject.all(JsonValue.parse(post.body())).stream().map(DraftReader::read).toList();
  }
}
