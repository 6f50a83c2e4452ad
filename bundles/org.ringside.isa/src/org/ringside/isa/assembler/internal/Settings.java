package org.ringside.isa.assembler.internal;

import java.util.Map;
import java.util.OptionalInt;

import org.ringside.isa.assembler.Includes;

/** What an assembly is told from outside. */
public record Settings(long origin, Map<String, Long> addresses, Map<String, Long> symbols, Includes includes, OptionalInt context,
		int errorLimit) {
}
