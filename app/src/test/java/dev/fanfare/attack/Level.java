package dev.fanfare.attack;

/**
 * The memory and files that a server uses.
 *
 * @param heapMiB used heap after a collection
 * @param offHeapMiB memory outside the heap, at least
 * @param residentMiB resident memory of the process
 * @param files open files, sockets included
 */
record Level(long heapMiB, long offHeapMiB, long residentMiB, int files) {}
