/**
 * The Model Context Protocol (revision 2025-11-25, streamable HTTP) for agents: a few tools over executions, runtimes and artifacts.
 * Invariant: a tool can do nothing that its caller could not do with {@code /v1}, and what a program wrote reaches the model as data,
 * never as an instruction of ours. Nothing is kept between two calls. Begin at {@link freehold.control.mcp.McpEndpoint}.
 */
@NullMarked
package freehold.control.mcp;

import org.jspecify.annotations.NullMarked;
