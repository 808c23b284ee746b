/**
 * Tools for agents that start a program and speak to it by its standard input and output. Invariant: standard output has messages and nothing
 * else. Begin at {@link freehold.cli.mcp.McpCommand}.
 */
@NullMarked
package freehold.cli.mcp;

import org.jspecify.annotations.NullMarked;
