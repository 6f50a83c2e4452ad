package org.ringside.isa.assembler.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a pass knows from the one before. When two passes in a row know the same, nothing moves any more.
 *
 * @param values of symbols
 * @param defined names that are defined, also those whose value is not known
 * @param numeric addresses of numeric labels, in their order
 * @param arguments of operators such as {@code %pcrel_hi}, by address of the instruction and name
 * @param addresses of sections
 */
record Known(Map<String, Long> values, Set<String> defined, Map<String, List<Long>> numeric, Map<Long, Map<String, Long>> arguments,
		Map<String, Long> addresses) {

	static Known nothing() {
		return new Known(new HashMap<>(), new HashSet<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
	}
}
