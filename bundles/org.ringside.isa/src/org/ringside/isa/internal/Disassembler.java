package org.ringside.isa.internal;

import java.util.List;
import java.util.Optional;

import org.ringside.isa.Decoded;
import org.ringside.isa.Row;

/** Writes instructions as assembly does. */
public final class Disassembler {

	private final Loaded isa;

	public Disassembler(Loaded isa) {
		this.isa = isa;
	}

	/** The text of an instruction at a virtual address; bits that are none become data. */
	public String text(Decoded decoded, long pc) {
		if (!decoded.defined()) {
			return data(decoded);
		}
		Row row = decoded.row();
		Template template = isa.template(row);
		StringBuilder text = new StringBuilder(template.mnemonic(template.suffix() < 0 ? 0 : decoded.values()[template.suffix()]).orElse(row.name()));
		if (!template.parts().isEmpty()) {
			text.append(' ');
		}
		for (Template.Part part : template.parts()) {
			switch (part) {
			case Template.Literal(String literal, _) -> text.append(literal);
			case Template.Register(Names.Element element) -> text.append(element.name());
			case Template.Trailing(Template.Value value, long usual) -> {
				long is = decoded.values()[value.field()];
				text.append(is == usual ? "" : ", " + value(row, value, is, pc));
			}
			case Template.Value value -> text.append(value(row, value, decoded.values()[value.field()], pc));
			}
		}
		return text.toString();
	}

	private String value(Row row, Template.Value part, long value, long pc) {
		Row.Field field = row.fields().get(part.field());
		if (field.file() != null) {
			return new Names.Element(field.file(), (int) value).name();
		}
		if (part.high() >= 0) {
			return "0x" + Long.toHexString(value >>> part.low() & -1L >>> 63 - (part.high() - part.low()));
		}
		if (isa.isRelative(row, part.field())) {
			return "0x" + Long.toHexString(isa.addressOf(row, part.field(), pc, value));
		}
		return named(field, value).orElse(Long.toString(value));
	}

	/** The name that the operand's declaration gives a value. */
	private Optional<String> named(Row.Field field, long value) {
		Names.Operands o = isa.names().declared(field.name()).orElseThrow();
		List<String> names = o.valueNames();
		if (value >= 0 && value < names.size() && !names.get((int) value).equals("-")) {
			return Optional.of(names.get((int) value));
		}
		if (o.text() != null && o.text().registers() >= 0) {
			return isa.register((int) value + o.text().registers()).map(org.ringside.isa.RegisterRow::name);
		}
		return Optional.empty();
	}

	private String data(Decoded decoded) {
		StringBuilder bytes = new StringBuilder(".byte");
		for (int i = 0; i < Math.min(8, decoded.length()); i++) {
			int shift = isa.description().bigEndian() ? 8 * (Math.min(8, decoded.length()) - 1 - i) : 8 * i;
			bytes.append(i == 0 ? " 0x" : ", 0x").append(Long.toHexString(decoded.bits() >>> shift & 0xff));
		}
		return bytes.toString();
	}
}
