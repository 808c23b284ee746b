#include "fault.h"

#include <stdarg.h>
#include <stdio.h>

int fault_set(struct fault *fault, const char *step, int error)
{
    fault->step = step;
    fault->error = error;
    fault->text[0] = '\0';
    return -1;
}

int fault_say(struct fault *fault, const char *step, int error, const char *format, ...)
{
    va_list arguments;

    fault_set(fault, step, error);
    va_start(arguments, format);
    vsnprintf(fault->text, sizeof(fault->text), format, arguments);
    va_end(arguments);
    return -1;
}
