package org.ringside.isa.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ringside.isa.BitField;

/** Reads named bits, {@code "SIE[1] MPP[12:11]"}. */
final class FieldsText {

	private static final Pattern FIELD = Pattern.compile("(\\w+)\\[(\\d{1,2})(?::(\\d{1,2}))?]");

	private FieldsText() {
	}

	static List<BitField> read(Where where, String text, int width) {
		List<BitField> fields = new ArrayList<>();
		long used = 0;
		if (width < 1 || width > 64) {
			throw where.wrong("a width of " + width + " bits; 1 to 64 are possible");
		}
		if (text.isBlank()) {
			return fields;
		}
		for (String part : text.trim().split("\\s+")) {
			Matcher m = FIELD.matcher(part);
			if (!m.matches()) {
				throw where.wrong("'" + part + "' is not NAME[bit] or NAME[high:low]");
			}
			int high = Integer.parseInt(m.group(2));
			BitField field = new BitField(m.group(1), high, m.group(3) == null ? high : Integer.parseInt(m.group(3)));
			if (field.low() > high || high >= width) {
				throw where.wrong("'" + part + "' does not lie in " + width + " bits");
			}
			if ((used & field.mask()) != 0) {
				throw where.wrong("'" + part + "' overlaps another field");
			}
			if (fields.stream().anyMatch(f -> f.name().equals(field.name()))) {
				throw where.wrong("the field '" + field.name() + "' is there twice");
			}
			used |= field.mask();
			fields.add(field);
		}
		return fields;
	}
}
