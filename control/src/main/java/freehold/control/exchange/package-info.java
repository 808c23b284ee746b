/**
 * One question and its answer over the web, without the web server: what a dialect sees of its clients. Whoever made a {@link
 * freehold.control.exchange.Call} has found out who calls, and has read no more than is allowed. Invariant: nothing here knows a web
 * server (but {@link freehold.control.exchange.AgentTools} a servlet's request and answer), and nothing here runs anything. Begin at {@link freehold.control.exchange.Dialect}.
 */
@NullMarked
package freehold.control.exchange;

import org.jspecify.annotations.NullMarked;
