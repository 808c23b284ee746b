#!/proc/self/exe
# Attack: Names as interpreter whatever executes it, which is the daemon's own binary until exec is done (the second half of
#     CVE-2019-5736).
# Row: T3.9
# Promise: no_exec
# Without: landlock
# Class: any
exit 0
