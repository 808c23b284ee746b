/*
 * Attack: Learns the host's name, or changes it for everybody.
 * Row: T4.2
 * Promise: HELD
 * Without: namespace-host-name
 * Class: any
 * Given: host
 */
#define _GNU_SOURCE
#include <sys/utsname.h>

#include "probe.h"

int main(void)
{
    struct utsname name;
    CLAIM(uname(&name) == 0, "no name");
    NOTE("it is called %s.%s, the kernel %s", name.nodename, name.domainname, name.release);
    CLAIM(host_fact("hostname")[0] != 0 && strcmp(name.nodename, host_fact("hostname")) != 0, "the host's name is %s",
          name.nodename);
    REFUSED("sethostname", sethostname(name.nodename, strlen(name.nodename)), EPERM);
    REFUSED("setdomainname", setdomainname(name.domainname, strlen(name.domainname)), EPERM);
    return verdict();
}
