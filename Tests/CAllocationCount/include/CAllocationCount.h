// Counts what a thread takes from the heap, for tests.
#ifndef CALLOCATIONCOUNT_H
#define CALLOCATIONCOUNT_H

// How many blocks this thread took from the heap so far; -1 where that is not counted.
long long ca_allocation_count(void);

#endif
