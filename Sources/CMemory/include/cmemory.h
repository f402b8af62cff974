#ifndef CMEMORY_H
#define CMEMORY_H

// Gives freed memory back to the system; does nothing if the C library does so by itself.
void cm_release_free_memory(void);

#endif
