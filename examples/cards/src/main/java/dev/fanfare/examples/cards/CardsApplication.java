package dev.fanfare.examples.cards;

import io.micronaut.runtime.Micronaut;

/** The program. */
public final class CardsApplication {
  private CardsApplication() {}

  /** Runs the service until Ctrl-C. */
  public static void main(String[] arguments) {
    Micronaut.run(CardsApplication.class, arguments);
  }
}
