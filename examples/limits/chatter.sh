# Writes without end: ./freehold run --limit output=4K examples/limits/chatter.sh
while :; do echo 'and another thing'; done
