/*
 * Attack: Leaves a POSIX message queue behind, which has a name but lies in no directory of the cell.
 * Row: T6.2
 * Cells: one after the other
 * Promise: HELD
 * Without: none alone: the ipc namespace holds, and landlock has no rule for where queues are
 * Class: any
 */
#define _GNU_SOURCE
#include <mqueue.h>

#include "probe.h"

int main(int argc, char **argv)
{
    struct mq_attr small = {.mq_maxmsg = 2, .mq_msgsize = 16};
    if (is_first(argc, argv)) {
        mqd_t queue = mq_open("/freehold-proof", O_CREAT | O_RDWR, 0666, &small);
        NOTE("a queue to leave behind: %s", queue >= 0 && mq_send(queue, "left", 4, 0) == 0 ? "made" : strerror(errno));
        CLAIM(queue >= 0 || errno == EACCES,
              "queues are refused in another way than landlock's"); /* their file system has no rule */
        return verdict();
    }
    mqd_t queue = (mqd_t)REFUSED("the queue of the first", mq_open("/freehold-proof", O_RDONLY), ENOENT, EACCES);
    if (queue >= 0)
        mq_unlink("/freehold-proof");
    return verdict();
}
