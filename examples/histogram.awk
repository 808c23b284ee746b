# A histogram of the lengths of lines: ./freehold run examples/histogram.awk < README.md
{ bucket = int(length($0) / 10); count[bucket]++; if (bucket > last) last = bucket }

END {
    for (bucket = 0; bucket <= last; bucket++) {
        bar = ""
        for (i = 0; i < count[bucket]; i++) bar = bar "#"
        printf "%3d-%-3d %s\n", bucket * 10, bucket * 10 + 9, bar
    }
}
