package dev.fanfare.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link TopicName}, {@link Key} and {@link User}. */
class NamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "board:42", "AZaz09_.:/@-", "-", "."})
  void aTopicMayHaveTheseCharacters(String name) {
    assertThat(new TopicName(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a*", "ä", "a\n", "{a}", "a\\", "a\"", "a+b", "🎺"})
  void aTopicWithAnyOtherCharacterIsRefused(String name) {
    refused(TopicName::new, name, "topic", "1 to 200 characters of A-Z a-z 0-9 _ . : / @ -");
  }

  @Test
  void namesHaveAtMostTwoHundredCharacters() {
    String longest = "x".repeat(200);
    assertThat(new TopicName(longest).value()).isEqualTo(longest);
    assertThat(new Key(longest).value()).isEqualTo(longest);
    assertThat(new User("🎺".repeat(100)).value()).hasSize(200);
    refused(TopicName::new, longest + "x", "topic", "200");
    refused(Key::new, longest + "x", "key", "at most 200 characters");
    refused(User::new, "🎺".repeat(100) + "x", "user", "at most 200 characters");
  }

  /**
   * With keys that are not comparable, a map compares all of them at each access: minutes, not ms.
   */
  @Test
  void namesOfEqualHashAreFoundInAMapAsQuicklyAsOthers() {
    for (Function<String, Object> name :
        List.<Function<String, Object>>of(
            TopicName::new, Key::new, User::new, IdempotencyKey::new)) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> {
            Map<Object, Integer> map = new HashMap<>();
            for (int i = 0; i < 1 << 16; i++) {
              map.put(name.apply(ofEqualHash(i)), i);
            }
            assertThat(map).hasSize(1 << 16);
            assertThat(map.get(name.apply(ofEqualHash(12_345)))).isEqualTo(12_345);
          });
    }
  }

  private static String ofEqualHash(int number) {
    StringBuilder name = new StringBuilder();
    for (int bit = 0; bit < 16; bit++) {
      name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return name.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "card 123", "Zoë", "שלום", "🎺", "\\", "\"", "a\u2028", " a "})
  void aKeyOrAUserIsAnyVisibleText(String text) {
    assertThat(new Key(text)).hasToString(text);
    assertThat(new User(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "  \t ", "\n"})
  void aBlankKeyOrUserIsRefused(String text) {
    refused(Key::new, text, "key", "1 to 200 characters, not all blank");
    refused(User::new, text, "user", "1 to 200 characters, not all blank");
  }

  @ParameterizedTest
  @ValueSource(chars = {'\u0000', '\n', '\r', '\t', '\u001f', '\u007f', '\u0080', '\u009f'})
  void aControlCharacterInAKeyOrUserIsRefused(char control) {
    refused(Key::new, "a" + control, "key", "no control characters");
    refused(User::new, control + "a", "user", "no control characters");
  }

  @Test
  void aLoneSurrogateInAKeyIsRefused() {
    char high = 0xd83c;
    char low = 0xdfba;
    for (String text :
        new String[] {"a" + high, low + "a", "" + low + high, "" + high + high + low}) {
      refused(Key::new, text, "key", "well-formed Unicode");
    }
    assertThat(new Key("" + high + low).value()).isEqualTo("🎺");
  }

  private static void refused(
      Function<String, ?> constructor, String text, String what, String expected) {
    assertThatThrownBy(() -> constructor.apply(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith(what + " " + InvalidValueException.shown(text) + ": expected ")
        .hasMessageContaining(expected);
  }
}
