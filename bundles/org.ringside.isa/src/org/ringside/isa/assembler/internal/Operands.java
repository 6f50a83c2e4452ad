package org.ringside.isa.assembler.internal;

import java.util.List;
import java.util.Optional;

import org.ringside.isa.IsaException;
import org.ringside.isa.RegisterRow;
import org.ringside.isa.Row;
import org.ringside.isa.internal.Loaded;
import org.ringside.isa.internal.Names;
import org.ringside.isa.internal.Template;

/** Reads the operands of one statement as one form of an instruction wants them. */
final class Operands {

	private final Loaded isa;
	private final Syntax.Form form;
	private final Cursor in;
	private final Expression.Scope scope;
	private final long[] values;
	private final int[] places;
	private boolean known = true;

	Operands(Syntax syntax, Syntax.Form form, Cursor in, Expression.Scope scope) {
		isa = syntax.isa;
		this.form = form;
		this.in = in;
		this.scope = scope;
		values = new long[form.row().fields().size()];
		places = new int[values.length];
		if (form.template().suffix() >= 0) {
			values[form.template().suffix()] = form.suffix();
		}
	}

	/** Reads them; throws {@link Mistake} where they are not as the form wants them. */
	void read() {
		List<Template.Part> parts = form.template().parts();
		for (int i = 0; i < parts.size(); i++) {
			switch (parts.get(i)) {
			case Template.Literal(_, List<String> words) -> words.forEach(in::expect);
			case Template.Register(Names.Element element) -> certain(element);
			case Template.Trailing(Template.Value value, long usual) -> {
				values[value.field()] = usual;
				if (in.take(",")) {
					value(value, false);
				}
			}
			case Template.Value value -> value(value, i + 1 < parts.size() && parts.get(i + 1) instanceof Template.Literal(_, List<String> next)
					&& next.getFirst().equals("("));
			}
		}
		in.expectEnd();
	}

	/** The bytes; zeros of the right number as long as a value is not known. */
	byte[] encode() {
		if (!known) {
			return new byte[form.row().length()];
		}
		return isa.encode(form.row(), values);
	}

	private void certain(Names.Element element) {
		int at = in.at;
		Optional<Names.Element> found = isa.names().element(in.name());
		if (found.isEmpty() || !found.get().equals(element)) {
			in.at = at;
			throw new Mistake(at, "expected the register " + element.name() + in.found());
		}
	}

	private void value(Template.Value part, boolean parenthesisFollows) {
		Row.Field field = form.row().fields().get(part.field());
		in.skipBlanks();
		places[part.field()] = in.at;
		if (field.file() != null) {
			values[part.field()] = register(field);
		} else if (parenthesisFollows && in.peek() == '(' && registerInParentheses()) {
			values[part.field()] = 0;
		} else {
			constant(part, field);
		}
	}

	private long register(Row.Field field) {
		int at = in.at;
		Optional<Names.Element> found = isa.names().element(in.name());
		if (found.isEmpty() || !found.get().file().equals(field.file())) {
			in.at = at;
			throw new Mistake(at, "expected a register " + field.file().name() + in.found());
		}
		return found.get().number();
	}

	/** {@code (sp)}, where the constant before it is left out. */
	private boolean registerInParentheses() {
		Cursor ahead = new Cursor(in.text, in.at);
		return ahead.take("(") && isa.names().element(ahead.name()).isPresent() && ahead.take(")");
	}

	private void constant(Template.Value part, Row.Field field) {
		Optional<Long> named = named(field);
		if (named.isPresent()) {
			values[part.field()] = named.get();
			return;
		}
		Cursor ahead = new Cursor(in.text, in.at);
		String name = ahead.name();
		if (isa.names().element(name).isPresent() && !name.equals(".")) {
			throw new Mistake(in.at, "expected a constant, found the register " + name);
		}
		int at = in.at;
		Value v = Expression.read(in, scope);
		known &= v.known();
		if (v.known()) {
			values[part.field()] = fromWritten(part, v.value(), at);
		}
	}

	/** A value that the operand's declaration or the registers' rows give a name. */
	private Optional<Long> named(Row.Field field) {
		Names.Operands declared = isa.names().declared(field.name()).orElseThrow();
		Cursor ahead = new Cursor(in.text, in.at);
		String name = ahead.name();
		if (name.isEmpty()) {
			return Optional.empty();
		}
		int index = name.equals("-") ? -1 : declared.valueNames().indexOf(name);
		Optional<Long> value = index >= 0 ? Optional.of((long) index) : Optional.empty();
		if (value.isEmpty() && declared.text() != null && declared.text().registers() >= 0) {
			int first = declared.text().registers();
			value = isa.registers().stream().filter(r -> r.names().contains(name)).findFirst().map(RegisterRow::number).map(n -> (long) n - first);
		}
		if (value.isPresent()) {
			in.at = ahead.at;
		}
		return value;
	}

	private long fromWritten(Template.Value part, long written, int at) {
		if (part.high() >= 0) {
			int bits = part.high() - part.low() + 1;
			if (written < -1L << bits - 1 || written >= 1L << bits) {
				throw Mistake.ofValue(at, written + " does not fit in " + bits + " bits");
			}
			boolean signed = form.row().fields().get(part.field()).signed();
			return (signed ? written << 64 - bits >> 64 - bits : written) << part.low();
		}
		if (isa.isRelative(form.row(), part.field())) {
			try {
				return isa.valueFor(form.row(), part.field(), scope.here().value(), written);
			} catch (IsaException e) {
				throw Mistake.ofValue(at, e.getMessage());
			}
		}
		return written;
	}

	/** Where the operands begin, for messages about their values. */
	int firstConstant() {
		for (int i = 0; i < values.length; i++) {
			if (form.row().fields().get(i).file() == null && i != form.template().suffix()) {
				return places[i];
			}
		}
		return 0;
	}
}
