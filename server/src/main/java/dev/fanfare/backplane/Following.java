package dev.fanfare.backplane;

/**
 * A listener's subscription to a topic, until it is closed. A call in progress may still arrive
 * afterwards.
 */
public interface Following extends AutoCloseable {
  @Override
  void close();
}
