package dev.fanfare.backplane;

/** Being told of a topic, until closed. A call that is under way may still come after. */
public interface Following extends AutoCloseable {
  @Override
  void close();
}
