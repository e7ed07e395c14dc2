package dev.fanfare.attack;

/**
 * Where an attack takes place.
 *
 * @param size how many connections it uses at a time, where it needs a number
 */
record Scene(Victim victim, Crowd crowd, int size) {}
