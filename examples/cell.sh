#!/bin/bash
# Looks around in a cell: ./freehold run examples/cell.sh
echo "user:       $(id -u), of the host nothing is known"
echo "processes:  $(ls -d /proc/[0-9]* | wc -l)"
echo "root:       $(ls / | tr '\n' ' ')"
echo "network:    $(ls /sys/class/net 2>/dev/null || echo 'none to be seen')"
touch /usr/mine 2>/dev/null || echo "/usr:       cannot be written"
: >/work/mine && echo "/work:      can"
