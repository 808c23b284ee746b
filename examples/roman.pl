#!/usr/bin/perl
# Roman numerals, both ways: ./freehold run examples/roman.pl 2026 MCMLXIX
use strict;
use warnings;

my @values = ([1000, 'M'], [900, 'CM'], [500, 'D'], [400, 'CD'], [100, 'C'], [90, 'XC'],
              [50, 'L'], [40, 'XL'], [10, 'X'], [9, 'IX'], [5, 'V'], [4, 'IV'], [1, 'I']);

sub to_roman {
    my ($number) = @_;
    my $text = '';
    for my $pair (@values) {
        my ($value, $letters) = @$pair;
        while ($number >= $value) { $text .= $letters; $number -= $value; }
    }
    return $text;
}

sub from_roman {
    my ($text) = @_;
    my $number = 0;
    for my $pair (@values) {
        my ($value, $letters) = @$pair;
        while ($text =~ s/^$letters//) { $number += $value; }
    }
    return $number;
}

for my $given (@ARGV ? @ARGV : ('2026')) {
    print "$given = ", ($given =~ /^\d+$/ ? to_roman($given) : from_roman(uc $given)), "\n";
}
