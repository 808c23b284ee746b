package freehold.control.execution;

import freehold.control.record.Tenures;

/** What a control needs that is one of several. */
public record Fellowship(Tenures tenures, Fellows fellows) {}
