package dev.fanfare.attack;

/**
 * What a server uses.
 *
 * @param heapMiB of its heap after a collection
 * @param offHeapMiB of the machine's memory beside the heap, at least
 * @param residentMiB of the machine's memory
 * @param files open, sockets among them
 */
record Level(long heapMiB, long offHeapMiB, long residentMiB, int files) {}
