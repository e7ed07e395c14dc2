package dev.fanfare.attack;

/**
 * Where an attack takes place.
 *
 * @param size how many connections the attack uses at a time, if it needs a number
 */
record Scene(Victim victim, Crowd crowd, int size) {}
