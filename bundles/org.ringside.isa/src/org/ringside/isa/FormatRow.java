package org.ringside.isa;

import java.util.List;

/**
 * The layout of a table entry, as read from its {@link Format}.
 *
 * @param name in the manual
 * @param width bits
 * @param fields its named bits, in the order of the row
 */
public record FormatRow(String name, int width, List<BitField> fields) {

	/** The field of that name; throws {@link IsaException} for a name unknown. */
	public BitField field(String field) {
		return fields.stream().filter(f -> f.name().equals(field)).findFirst()
				.orElseThrow(() -> new IsaException(name + " has no field '" + field + "'"));
	}
}
