package dev.fanfare;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals that Java cannot send to a process. */
public enum Signal {
  STOP,
  CONT,
  INT;

  public void to(Process process) {
    try {
      new ProcessBuilder("kill", "-" + name(), String.valueOf(process.pid()))
          .inheritIO()
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
