package dev.fanfare.examples.cards;

import dev.fanfare.topic.InvalidValueException;
import dev.fanfare.topic.Key;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.MappedProperty;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/**
 * A card as it is stored.
 *
 * @param id also its key in Fanfare: a valid {@link Key}
 * @param title 1 to 200 characters
 * @param column one of {@link #COLUMNS}
 */
@MappedEntity("card")
@Serdeable
record Card(@Id String id, String title, @MappedProperty("board_column") String column) {
  static final List<String> COLUMNS = List.of("todo", "doing", "done");

  private static final int MAX_TITLE_CHARS = 200;

  Card {
    new Key(id);
    if (title.isBlank() || title.length() > MAX_TITLE_CHARS) {
      throw new InvalidValueException(
          "title", title, "1 to " + MAX_TITLE_CHARS + " characters, not blank");
    }
    if (!COLUMNS.contains(column)) {
      throw new InvalidValueException("column", column, "one of " + COLUMNS);
    }
  }
}
