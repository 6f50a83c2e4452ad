package org.ringside.engine;

/** What a run is stopped for: see {@link Probes}. */
public sealed interface Probe permits Breakpoint, Watchpoint {
}
