#include <stddef.h>
#include <unistd.h>

#include "builder.h"
#include "identity.h"

enum { LIFELINE = 3, CONTROL = 4 }; /* where they lie once the descriptors are in order */

static int confine(const struct birth *birth, const struct nursery *nursery, int *control, struct fault *fault)
{
    const int kept[] = {birth->fds[BIRTH_LIFELINE], *control};
    int listener;

    if (identity_die_with_daemon(*control, fault) < 0)
        return -1;
    if (identity_place_descriptors(NULL, kept, 2, fault) < 0)
        return -1;
    *control = CONTROL;
    if (identity_close_descriptors(CONTROL + 1, fault) < 0 || identity_no_groups(fault) < 0 ||
        identity_own_keyring(fault) < 0 || identity_become(birth->uid + 1, fault) < 0 ||
        identity_no_capabilities(fault) < 0 || identity_no_new_privileges(fault) < 0 ||
        identity_undumpable(fault) < 0 || identity_die_with_daemon(*control, fault) < 0)
        return -1;
    return syscalls_confine(&nursery->programs->init, &listener, fault);
}

_Noreturn void init_main(const struct birth *birth, const struct nursery *nursery)
{
    int control = birth->fds[BIRTH_CONTROL];
    struct fault fault;
    char nothing;

    if (confine(birth, nursery, &control, &fault) < 0)
        note_fault(control, birth->cell, &fault);
    else if (close(control) == 0)
        while (read(LIFELINE, &nothing, 1) > 0)
            ;
    _exit(0);
}
