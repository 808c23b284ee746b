package freehold.execution;

/** One file put into the work directory before a step. */
public record SourceFile(WorkPath path, Content content, boolean executable) {}
