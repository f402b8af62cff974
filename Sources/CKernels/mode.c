#include "mode.h"

_Thread_local bool ck_is_in_mode = false;

ck_mode ck_enter_mode(void) {
  ck_mode callers = ck_enter_kernel();
  ck_is_in_mode = true;
  return callers;
}

void ck_leave_mode(ck_mode callers) {
  if (!callers.isSaved) return;
  ck_is_in_mode = false;
  ck_leave_kernel(&callers);
}
