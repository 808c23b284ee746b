#!/usr/bin/bash
# Attack: Uses the doors that bash has of its own: /dev/tcp and /dev/udp, ulimit, history files, loadable built-ins, job control.
# Row: T9.2
# Promise: HELD
# Without: none alone: as for compiled programs
# Class: interpreted
# Root: languages
failed=0
open() { echo "OPEN $1"; failed=1; }

(exec 3<>/dev/tcp/127.0.0.1/22) 2>/dev/null && open "TCP to this machine"
(exec 3<>/dev/tcp/169.254.169.254/80) 2>/dev/null && open "TCP to the metadata"
(echo x >/dev/udp/127.0.0.1/53) 2>/dev/null && open "UDP to this machine"
(ulimit -H -n 1000000) 2>/dev/null && open "more open files"
(ulimit -H -r 1) 2>/dev/null && open "a real-time priority"
(ulimit -H -c unlimited) 2>/dev/null && open "core files"
kill -0 1 2>/dev/null && open "a signal to init"
[[ -r /proc/1/environ ]] && open "the environment of init"
(echo x >/usr/bin/left) 2>/dev/null && open "a file in /usr/bin"
(echo x >>/etc/profile) 2>/dev/null && open "the profile of all shells"
[[ $(</proc/sys/kernel/hostname) ]] 2>/dev/null && open "the name of the host"
[[ -z $SSH_AUTH_SOCK && -z $HOME && -z $FREEHOLD_PROOF_SECRET ]] || open "the environment of somebody"
[[ $failed == 0 ]] && echo HELD
exit $failed
